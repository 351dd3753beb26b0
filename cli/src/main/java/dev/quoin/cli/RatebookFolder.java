package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Ratebook;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A ratebook's folder and the file of a request, as they were typed on the command line.
///
/// @param request the request's file, `-` for stdin; an empty text where there is none
record RatebookFolder(String typed, String request, Terminal terminal) {

  /// The folder.
  ///
  /// @throws FileSystemException where there is none of that name
  Path path() throws FileSystemException {
    Path path = terminal.path(typed);
    if (!Files.isDirectory(path)) {
      throw new FileSystemException(
          typed,
          null,
          Files.exists(path)
              ? "is a file (expected: the folder of a ratebook)"
              : "no folder of this name");
    }
    return path;
  }

  /// The ratebook; where it is wrong, all its problems have been added.
  ///
  /// @throws FileSystemException where there is no such folder
  Optional<Ratebook> load(Problems problems) throws FileSystemException {
    return Ratebook.load(path(), problems);
  }

  /// How problems name the request.
  String requestName() {
    return request.equals("-") ? "stdin" : request;
  }

  /// What the request says, unless it cannot be read.
  byte[] readRequest() throws IOException {
    return request.equals("-") ? terminal.in().readAllBytes() : TypedFile.read(request, terminal);
  }

  /// The problems with the files' names as they were typed.
  List<Problem> asTyped(List<Problem> problems) {
    return Report.asTyped(problems, typed, requestName());
  }
}
