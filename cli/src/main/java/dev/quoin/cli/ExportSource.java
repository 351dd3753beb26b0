package dev.quoin.cli;

import dev.quoin.compare.KeptRequests;
import dev.quoin.journal.export.ExportedAnswers;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.OptionalLong;

/// The answers of an export of the journal.
///
/// @param typed how the folder was named
record ExportSource(String typed, ExportedAnswers answers) implements KeptRequests.Source {
  @Override
  public List<KeptRequests.Kept> next() throws IOException {
    try {
      return answers.next().stream().map(JournalSource::kept).toList();
    } catch (IOException e) {
      throw new FileSystemException(typed, null, e.getMessage());
    }
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.of(answers.size());
  }

  @Override
  public void close() throws IOException {
    answers.close();
  }
}
