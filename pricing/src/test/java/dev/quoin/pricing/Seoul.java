package dev.quoin.pricing;

import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Cases;
import dev.quoin.ratebook.Ratebook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The ratebook of Seoul and its golden cases.
final class Seoul {
  static final Release RELEASE = release();

  private Seoul() {}

  private static Release release() {
    Problems problems = new Problems();
    return Ratebook.load(folder(), problems)
        .map(Release::of)
        .orElseThrow(() -> new IllegalStateException(problems.sorted().toString()));
  }

  static List<Cases> cases() {
    Problems problems = new Problems();
    return RELEASE.ratebook().cases().stream()
        .map(file -> Cases.read(RELEASE.ratebook(), file, problems))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Path folder() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("mvnw"))) {
      here = here.resolve("..").normalize();
    }
    return here.resolve("ratebooks/seoul-carshare");
  }
}
