package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The listings of the docs are run: files are written, appended to or edited where they stand in the text, folders are made and copied, commands run, and
/// what they print is what the page shows. `-Dquoin.listings=write` writes it into the page instead.
class ListingsTest {
  private static final Pattern LISTING =
      Pattern.compile(
          "(?:<!-- (?<how>file|append|edit): (?<file>\\S+) -->\\n)?```(?<language>\\w*)\\n(?<text>.*?)```\\n",
          Pattern.DOTALL);

  private static final String PROMPT = "$ ./quoin ";

  private static final Pattern COPY = Pattern.compile("\\$ cp -r (?<from>\\S+) (?<to>\\S+)\\n");

  private static final Pattern MAKE_FOLDERS =
      Pattern.compile("\\$ mkdir (?:-p )?(?<folders>.+)\\n");

  @Test
  void the_readme_shows_what_the_command_prints() throws IOException {
    verify(Quoin.checkout().resolve("README.md"), Quoin.inCheckout(), 1);
  }

  @Test
  void the_guide_to_real_trips_shows_what_the_command_prints() throws IOException {
    verify(Quoin.checkout().resolve("docs/guide/real-trips.md"), Quoin.inCheckout(), 1);
    verify(Quoin.checkout().resolve("docs/guide/guards.md"), Quoin.inCheckout(), 2);
  }

  @Test
  void the_guides_work_step_by_step_one_after_the_other(@TempDir Path folder) throws IOException {
    verify(Quoin.checkout().resolve("docs/guide/first-ratebook.md"), Quoin.in(folder), 8);
    verify(Quoin.checkout().resolve("docs/guide/keep-your-callers.md"), Quoin.in(folder), 6);
    verify(Quoin.checkout().resolve("docs/guide/match-your-old-system.md"), Quoin.in(folder), 1);
  }

  @Test
  void the_guide_to_comparing_two_policies_works_on_copies_of_a_ratebook(@TempDir Path folder)
      throws IOException {
    copy(Quoin.checkout().resolve("ratebooks"), folder.resolve("ratebooks"));
    verify(Quoin.checkout().resolve("docs/guide/compare-two-policies.md"), Quoin.in(folder), 7);
  }

  private static void verify(Path page, Quoin quoin, int commands) throws IOException {
    String text = Files.readString(page);
    List<String> ran = new ArrayList<>();
    Matcher listings = LISTING.matcher(text);
    String run = listings.replaceAll(listing -> Matcher.quoteReplacement(run(listing, quoin, ran)));
    if ("write".equals(System.getProperty("quoin.listings"))) {
      Files.writeString(page, run);
    } else {
      assertThat(withoutDigests(run)).isEqualTo(withoutDigests(text));
    }
    assertThat(ran).hasSize(commands);
  }

  /// A digest changes with any comment in the ratebook.
  private static String withoutDigests(String text) {
    return text.replaceAll("(?m)(^|→ )(\\S+ )[0-9a-f]{12}(?= · | →|$)", "$1$2…");
  }

  private static String run(MatchResult listing, Quoin quoin, List<String> ran) {
    String file = listing.group("file");
    String text = listing.group("text");
    Matcher folders = MAKE_FOLDERS.matcher(text);
    Matcher copies = COPY.matcher(text);
    if (file != null && listing.group("how").equals("edit")) {
      edit(quoin.folder().resolve(file), text);
    } else if (copies.matches()) {
      copy(
          quoin.folder().resolve(copies.group("from")), quoin.folder().resolve(copies.group("to")));
    } else if (file != null) {
      write(quoin.folder().resolve(file), text, listing.group("how").equals("append"));
    } else if (folders.matches()) {
      make(words(folders.group("folders")), quoin.folder());
    } else if (text.startsWith(PROMPT)) {
      String command = text.lines().findFirst().orElseThrow();
      ran.add(command);
      String output = quoin.run(words(command.substring(PROMPT.length()))).all();
      return listing.group().replace(text, command + "\n" + output);
    }
    return listing.group();
  }

  private static String[] words(String command) {
    return Pattern.compile("\"([^\"]*)\"|(\\S+)")
        .matcher(command)
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .toArray(String[]::new);
  }

  private static void make(String[] folders, Path in) {
    try {
      for (String folder : folders) {
        Files.createDirectories(in.resolve(folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes the lines of a difference that have a plus in place of those that have a minus, which stand in the file once.
  private static void edit(Path file, String difference) {
    String old = marked(difference, '-');
    try {
      String text = Files.readString(file);
      assertThat(text.split(Pattern.quote(old), -1)).as(old).hasSize(2);
      Files.writeString(file, text.replace(old, marked(difference, '+')));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String marked(String difference, char mark) {
    return difference
        .lines()
        .filter(line -> line.charAt(0) == mark || line.charAt(0) == ' ')
        .map(line -> line.substring(1) + "\n")
        .collect(Collectors.joining());
  }

  private static void write(Path file, String text, boolean append) {
    try {
      Files.writeString(file, append ? Files.readString(file) + text : text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
