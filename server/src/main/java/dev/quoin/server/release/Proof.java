package dev.quoin.server.release;

import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.pricing.Release;
import dev.quoin.ratebook.CaseRunner;
import dev.quoin.ratebook.Cases;
import dev.quoin.ratebook.Check;
import dev.quoin.ratebook.Ratebook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// What became of a ratebook's folder that was asked whether it may price for customers: what `quoin check` and `quoin test`
/// ask it, of the same reading of its files.
sealed interface Proof {
  /// It may.
  ///
  /// @param cases its golden cases
  record Fit(Release release, List<Cases> cases) implements Proof {
    public Fit {
      cases = List.copyOf(cases);
    }

    /// Prices the golden cases until the JVM has compiled what prices them.
    Duration warmUp(Duration most, LongSupplier nanos) {
      CaseRunner runner = new CaseRunner(release.pricer());
      return WarmUp.run(() -> cases.forEach(file -> runner.run(file, _ -> {})), most, nanos);
    }

    int size() {
      return cases.stream().mapToInt(file -> file.cases().size()).sum();
    }
  }

  /// It may not, and why.
  ///
  /// @param digest its digest, if it could be read at all
  record Unfit(Optional<String> digest, List<Problem> problems) implements Proof {
    public Unfit {
      problems = List.copyOf(problems);
    }
  }

  /// The folder was read, checked, compiled and tested.
  static Proof of(Path folder) {
    Check check = Check.of(folder);
    if (check.ratebook().isEmpty() || !check.errors().isEmpty()) {
      return new Unfit(check.ratebook().map(Ratebook::digest), check.errors());
    }
    Release release = Release.of(check.ratebook().get());
    List<Cases> cases = cases(release.ratebook());
    List<Problem> failed = failed(release, cases);
    return failed.isEmpty()
        ? new Fit(release, cases)
        : new Unfit(Optional.of(release.digest()), failed);
  }

  private static List<Cases> cases(Ratebook ratebook) {
    List<Cases> cases = new ArrayList<>();
    Problems none = new Problems();
    for (Ratebook.CaseFile file : ratebook.cases()) {
      Cases.read(ratebook, file, none).ifPresent(cases::add);
    }
    return cases;
  }

  private static List<Problem> failed(Release release, List<Cases> cases) {
    CaseRunner runner = new CaseRunner(release.pricer());
    return cases.stream()
        .flatMap(file -> runner.run(file, _ -> {}).stream())
        .flatMap(
            result -> result.differences().stream().map(difference -> problem(result, difference)))
        .sorted()
        .toList();
  }

  private static Problem problem(CaseRunner.Result result, CaseRunner.Difference difference) {
    return new Problem(
        difference.place(),
        "case-differs",
        "case `%s`: %s is `%s` (expected: `%s`)"
            .formatted(
                result.golden().name(),
                difference.what(),
                difference.got(),
                difference.expected()));
  }
}
