package dev.quoin.pricing;

import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Cases;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.testkit.Checkout;
import java.util.List;
import java.util.Optional;

/// The ratebook of Seoul and its golden cases.
final class Seoul {
  static final Release RELEASE = release();

  private Seoul() {}

  private static Release release() {
    Problems problems = new Problems();
    return Ratebook.load(Checkout.folder().resolve("ratebooks/seoul-carshare"), problems)
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
}
