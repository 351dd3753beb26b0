package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Ratebook;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A ratebook's folder and the file of a request, as they were typed on the command line.
///
/// @param request the request's file, `-` for stdin; an empty text where there is none
record RatebookFolder(String typed, String request, Terminal terminal) {

  /// The ratebook; where it is wrong, all its problems have been added.
  Optional<Ratebook> load(Problems problems) {
    return Ratebook.load(terminal.path(typed), problems);
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
