package dev.quoin.server.release;

import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.pricing.Release;
import dev.quoin.ratebook.CaseRunner;
import dev.quoin.ratebook.Check;
import dev.quoin.ratebook.GoldenCases;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Tested;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// What became of a ratebook's folder that was asked whether it may price for customers: what `quoin check` and `quoin test`
/// ask it, of the same reading of its files.
public sealed interface Proof {
  /// It may.
  ///
  /// @param cases all of which it passed
  /// @param warnings what `check` has to say of it
  record Fit(Release release, GoldenCases cases, List<Problem> warnings) implements Proof {
    public Fit {
      warnings = List.copyOf(warnings);
    }

    /// Prices the golden cases until the JVM has compiled what prices them.
    public Duration warmUp(Duration most, LongSupplier nanos) {
      return WarmUp.run(() -> cases.run(release.pricer(), _ -> {}), most, nanos);
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
    return of(Check.of(folder));
  }

  /// The same of files, by their paths in the folder.
  static Proof of(Map<String, byte[]> files) {
    Problems problems = new Problems();
    return Ratebook.load(files, problems)
        .map(ratebook -> of(Check.of(ratebook)))
        .orElseGet(() -> new Unfit(Optional.empty(), problems.sorted()));
  }

  private static Proof of(Check check) {
    if (check.ratebook().isEmpty() || !check.errors().isEmpty()) {
      return new Unfit(check.ratebook().map(Ratebook::digest), check.errors());
    }
    Release release = Release.of(check.ratebook().get());
    GoldenCases cases = GoldenCases.of(release.ratebook());
    List<Problem> failed = failed(release, cases);
    return failed.isEmpty()
        ? new Fit(release, cases, check.warnings())
        : new Unfit(Optional.of(release.digest()), failed);
  }

  private static List<Problem> failed(Release release, GoldenCases cases) {
    List<Problem> failed = new ArrayList<>();
    cases.run(
        release.pricer(),
        tested ->
            tested.differences().forEach(difference -> failed.add(problem(tested, difference))));
    return failed.stream().sorted().toList();
  }

  private static Problem problem(Tested tested, CaseRunner.Difference difference) {
    return new Problem(
        difference.place(),
        "case-differs",
        "case `%s`: %s is `%s` (expected: `%s`)"
            .formatted(tested.name(), difference.what(), difference.got(), difference.expected()));
  }
}
