package dev.quoin.compiler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Dmn;
import dev.quoin.feel.Feel;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The programs of "Use the engine as a library" run as they stand there, each with its module and those that it stands on, and nothing else.
/// `-Dquoin.listings=write` writes what they print into the page instead.
final class LibraryPageTest {
  private static final Path PAGE = Path.of("..", "docs", "engine", "library.md");

  private static final List<Class<?>> MODULES =
      List.of(Decimal.class, Feel.class, Dmn.class, Compiler.class);

  private static final Pattern LISTING =
      Pattern.compile(
          "```java\\n(?<program>.*?)```\\n\\n```text\\n(?<output>.*?)```", Pattern.DOTALL);

  @Test
  void each_module_is_used_in_a_few_lines(@TempDir Path folder) throws IOException {
    String page = Files.readString(PAGE);
    List<MatchResult> listings = LISTING.matcher(page).results().toList();
    assertThat(listings).hasSameSizeAs(MODULES);
    List<Running> running = new ArrayList<>();
    for (int i = 0; i < MODULES.size(); i++) {
      String program = listings.get(i).group("program");
      assertThat(statements(program)).as(program).isBetween(3L, 5L);
      running.add(
          start(program, MODULES.subList(0, i + 1), folder.resolve("Program" + i + ".java")));
    }
    StringBuilder run = new StringBuilder();
    Matcher matcher = LISTING.matcher(page);
    for (Running each : running) {
      assertThat(matcher.find()).isTrue();
      String listing =
          "```java\n" + matcher.group("program") + "```\n\n```text\n" + each.output() + "```";
      matcher.appendReplacement(run, Matcher.quoteReplacement(listing));
    }
    matcher.appendTail(run);
    if ("write".equals(System.getProperty("quoin.listings"))) {
      Files.writeString(PAGE, run);
    } else {
      assertThat(run).hasToString(page);
    }
  }

  private static long statements(String program) {
    return program.lines().filter(line -> line.startsWith("  ")).count();
  }

  private record Running(Process process) {
    String output() throws IOException {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      try {
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return output;
    }
  }

  private static Running start(String program, List<Class<?>> modules, Path file)
      throws IOException {
    Files.writeString(file, program);
    return new Running(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                modules.stream()
                    .map(LibraryPageTest::place)
                    .collect(Collectors.joining(File.pathSeparator)),
                file.toString())
            .directory(new File("..").getCanonicalFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /// The folder or archive that a module is compiled to.
  private static String place(Class<?> inModule) {
    try {
      return Path.of(inModule.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
