package dev.quoin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.CaseRunner;
import dev.quoin.ratebook.Cases;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No slip in a table stays unnoticed: each price cell ten percent off and each end of a range one step off makes a
/// golden case fail, or stands in `equivalent-mutations.csv` with the reason why it changes no price.
class MutationTest {
  @TempDir private Path copy;

  /// Cases as files of one case each, so that the first that fails ends the search.
  private List<Cases> singles = List.of();

  /// The case that noticed the last slip in a file: it often notices the next one too.
  private final Map<String, Cases> noticedLast = new HashMap<>();

  @Test
  void every_slip_fails_a_case_or_is_listed_as_equivalent() {
    copyRatebook();
    Ratebook sound = SeoulRatebook.load(copy).ratebook();
    singles =
        GoldenCasesTest.cases(sound).stream()
            .flatMap(cases ->
                cases.cases().stream()
                    .map(single -> new Cases(cases.file(), cases.service(), List.of(single))))
            .toList();
    List<Mutation> mutations = Mutation.all(GoldenCases.RATEBOOK);
    assertThat(mutations).hasSizeGreaterThan(600);
    Set<String> unnoticed = new LinkedHashSet<>();
    for (Mutation mutation : mutations) {
      mutation.writeTo(copy);
      if (!isNoticed(mutation)) {
        unnoticed.add(mutation.id());
      }
      restore(mutation.file());
    }
    assertThat(unnoticed).isEqualTo(equivalent(mutations));
  }

  private boolean isNoticed(Mutation mutation) {
    Problems problems = new Problems();
    Optional<Ratebook> ratebook = Ratebook.load(copy, problems);
    if (ratebook.isEmpty()) {
      return true;
    }
    CaseRunner runner = new CaseRunner(new Pricer(ratebook.get(), ModelInterpreter::new));
    List<Cases> order = new ArrayList<>(singles);
    Cases last = noticedLast.get(mutation.file());
    if (last != null) {
      order.addFirst(last);
    }
    for (Cases single : order) {
      if (runner.run(single, _ -> {}).stream().anyMatch(result -> !result.passed())) {
        noticedLast.put(mutation.file(), single);
        return true;
      }
    }
    return false;
  }

  /// The listed ones; one that is no mutation any more stays in the set and fails the test.
  private static Set<String> equivalent(List<Mutation> mutations) {
    Map<String, String> ids =
        mutations.stream()
            .collect(
                Collectors.toMap(
                    slip -> key(slip.file(), slip.line() + "", slip.what(), slip.after()),
                    Mutation::id));
    Set<String> equivalent = new LinkedHashSet<>();
    for (Map<String, String> row : CsvRows.read(listed())) {
      String key =
          key(
              row.getOrDefault("file", ""),
              row.getOrDefault("line", ""),
              row.getOrDefault("what", ""),
              row.getOrDefault("after", ""));
      assertThat(row.get("reason")).as(key).isNotBlank();
      equivalent.add(ids.getOrDefault(key, "not a mutation: " + key));
    }
    return equivalent;
  }

  private static String key(String file, String line, String what, String after) {
    return String.join("|", file, line, what, after);
  }

  private static Path listed() {
    return GoldenCases.RATEBOOK.resolve(
        "../../bench/src/test/resources/dev/quoin/bench/equivalent-mutations.csv");
  }

  private void copyRatebook() {
    try (Stream<Path> files = Files.walk(GoldenCases.RATEBOOK)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(GoldenCases.RATEBOOK.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void restore(String file) {
    try {
      Files.copy(
          GoldenCases.RATEBOOK.resolve(file),
          copy.resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
