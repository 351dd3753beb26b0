package dev.quoin.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the text of one spec file into its examples.
final class SpecParser {
  private static final String ARROW = "==>";

  private final String name;
  private final List<Spec> specs = new ArrayList<>();
  private final List<String> given = new ArrayList<>();

  private @Nullable String title;
  private int firstGiven;

  /// Absent until the arrow was seen.
  private @Nullable StringBuilder expected;

  private boolean inTitle;

  SpecParser(String name) {
    this.name = name;
  }

  List<Spec> parse(String text) {
    int number = 0;
    for (String line : text.split("\\R", -1)) {
      number++;
      if (line.startsWith("#")) {
        title(line.substring(1).strip(), number);
      } else if (line.startsWith(ARROW)) {
        arrow(line.substring(ARROW.length()).strip(), number);
      } else if (line.isBlank()) {
        blank();
      } else {
        content(line.stripTrailing(), number);
      }
    }
    close(number);
    if (specs.isEmpty()) {
      throw broken("no example", number);
    }
    return List.copyOf(specs);
  }

  private void title(String words, int number) {
    close(number);
    title = inTitle && title != null ? title + " " + words : words;
    inTitle = true;
  }

  private void arrow(String answer, int number) {
    if (given.isEmpty() || expected != null) {
      throw broken("`==>` without an expression before it", number);
    }
    expected = new StringBuilder(answer);
  }

  /// An empty line ends an answer; inside a given text it is part of it.
  private void blank() {
    if (expected != null) {
      finish(expected);
    } else if (!given.isEmpty()) {
      given.add("");
    }
  }

  private void content(String line, int number) {
    inTitle = false;
    if (expected != null) {
      expected.append(expected.isEmpty() ? "" : "\n").append(line);
      return;
    }
    if (title == null) {
      throw broken("an expression without a title", number);
    }
    if (given.isEmpty()) {
      firstGiven = number;
    }
    given.add(line);
  }

  private void close(int number) {
    if (expected != null) {
      finish(expected);
    } else if (!given.isEmpty()) {
      throw broken("an expression without `==>`", number);
    }
  }

  private void finish(StringBuilder answer) {
    String sentence = title == null ? "" : title;
    specs.add(
        new Spec(sentence, String.join("\n", given), answer.toString(), name + ":" + firstGiven));
    given.clear();
    expected = null;
  }

  private IllegalArgumentException broken(String what, int number) {
    return new IllegalArgumentException(name + ":" + number + ": " + what);
  }
}
