package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Each problem has a page, and each page a problem.
class ProblemPagesTest {
  private static final Path ROOT = Quoin.checkout();
  private static final Path PAGES = ROOT.resolve("docs/problems");

  /// Words with hyphens in the sources are codes, but for these.
  private static final Set<String> OTHER_WORDS =
      Set.of(
          "no-store",
          "x-windows-949",
          "utf-8",
          "date-time",
          "quoin-takeovers",
          "get-booking",
          "quoin-caller",
          "quoin-customer",
          "quoin-proven",
          "quoin-start-ratebooks",
          "quoin-start-database",
          "quoin-registry",
          "quoin-swap",
          "quoin-prepare",
          "quoin-prepare-ahead",
          "quoin-release-desk",
          "quoin-proposal-desk",
          "quoin-evidence",
          "idempotency-key");

  /// Codes without a hyphen, which look like any word.
  private static final Set<String> SINGLE_WORDS =
      Set.of("gap", "incomparable", "overflow", "syntax", "unbound", "xml");

  /// `"duplicate-" + what`.
  private static final Set<String> COMPOSED = Set.of("duplicate-id");

  private static final Pattern HYPHENED = Pattern.compile("\"([a-z]+(?:-[a-z0-9]+)+)\"");
  private static final Pattern COMMENT = Pattern.compile("^ *//.*", Pattern.MULTILINE);
  private static final Pattern DECLARED =
      Pattern.compile("expression: .*\\R\\s*code: ([a-z]+(?:-[a-z0-9]+)*)");

  @Test
  void each_code_of_the_sources_and_of_the_ratebooks_has_a_page_and_each_page_a_code()
      throws IOException {
    Set<String> codes = new TreeSet<>(SINGLE_WORDS);
    for (String module :
        List.of(
            "feel",
            "dmn",
            "compiler",
            "ratebook",
            "pricing",
            "compare",
            "registry",
            "identity",
            "server")) {
      codes.addAll(found(ROOT.resolve(module + "/src/main/java"), ".java", HYPHENED));
    }
    codes.addAll(found(ROOT.resolve("ratebooks"), "ratebook.yaml", DECLARED));
    codes.addAll(COMPOSED);
    codes.removeAll(OTHER_WORDS);
    assertThat(pages()).isEqualTo(codes);
  }

  @Test
  void single_words_occur_in_the_sources() throws IOException {
    Set<String> words =
        found(ROOT.resolve("feel/src/main/java"), ".java", Pattern.compile("\"([a-z]+)\""));
    words.addAll(
        found(ROOT.resolve("dmn/src/main/java"), ".java", Pattern.compile("\"([a-z]+)\"")));
    assertThat(words).containsAll(SINGLE_WORDS);
  }

  @TestFactory
  Stream<DynamicTest> each_page_says_what_it_means_gives_an_example_and_says_how_to_mend_it()
      throws IOException {
    return pages().stream()
        .map(code ->
            DynamicTest.dynamicTest(
                code,
                () ->
                    assertThat(Files.readString(PAGES.resolve(code + ".md")))
                        .matches(
                            Pattern.compile(
                                "# "
                                    + code
                                    + "\n\n\\S.+?\n\n## Example\n\n\\S.+?\n\n## How to mend it\n\n\\S.+",
                                Pattern.DOTALL))));
  }

  @Test
  void the_index_lists_each_page_once_in_order() throws IOException {
    List<String> listed =
        Pattern.compile("^\\| \\[([a-z0-9-]+)]\\(\\1\\.md\\) \\| \\S", Pattern.MULTILINE)
            .matcher(Files.readString(PAGES.resolve("README.md")))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(listed).containsExactlyElementsOf(pages());
  }

  private static Set<String> pages() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("README.md"))
          .map(name -> name.replace(".md", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<String> found(Path folder, String ending, Pattern pattern) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(ending)).toList()) {
        pattern
            .matcher(COMMENT.matcher(Files.readString(file)).replaceAll(""))
            .results()
            .map(MatchResult::group)
            .map(text -> pattern.matcher(text).replaceFirst("$1"))
            .forEach(found::add);
      }
    }
    return found;
  }
}
