package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The listings of a page that a reader copies into a shell. Files are written, then the commands run one after another in one shell,
/// so that a variable or a file of one is there for the next.
///
/// @param folder the working folder
/// @param environment what the shell has beside ours
/// @param places what the page calls places, by what they are called here
record ShellListings(Path folder, Map<String, String> environment, Map<String, String> places) {
  private static final Pattern LISTING =
      Pattern.compile(
          "(?:<!-- file: (?<file>\\S+) -->\\n)?```\\w*\\n(?<text>.*?)```\\n", Pattern.DOTALL);

  private static final String PROMPT = "$ ";
  private static final String END = "\u0004end of the output\u0004";

  /// The page with what the commands print here.
  String run(String page) {
    List<String> commands = new ArrayList<>();
    Matcher listings = LISTING.matcher(page);
    while (listings.find()) {
      if (listings.group("file") != null) {
        write(listings.group("file"), here(listings.group("text")));
      } else if (listings.group("text").startsWith(PROMPT)) {
        commands.addAll(commands(listings.group("text")));
      }
    }
    Deque<String> outputs = new ArrayDeque<>(outputs(commands));
    return LISTING
        .matcher(page)
        .replaceAll(listing -> Matcher.quoteReplacement(shown(listing, outputs)));
  }

  private static String shown(MatchResult listing, Deque<String> outputs) {
    String text = listing.group("text");
    if (listing.group("file") != null || !text.startsWith(PROMPT)) {
      return listing.group();
    }
    StringBuilder shown = new StringBuilder();
    commands(text)
        .forEach(
            command -> shown.append(PROMPT).append(command).append('\n').append(outputs.remove()));
    return listing.group().replace(text, shown);
  }

  /// A command goes on behind a line that ends with a backslash or a pipe.
  private static List<String> commands(String listing) {
    List<String> commands = new ArrayList<>();
    boolean goesOn = false;
    for (String line : listing.lines().toList()) {
      if (goesOn) {
        commands.add(commands.removeLast() + "\n" + line);
      } else if (line.startsWith(PROMPT)) {
        commands.add(line.substring(PROMPT.length()));
      } else {
        continue;
      }
      goesOn = line.endsWith("\\") || line.endsWith("|");
    }
    return commands;
  }

  private List<String> outputs(List<String> commands) {
    StringBuilder script = new StringBuilder("exec 2>&1\n");
    commands.forEach(
        command -> script.append(here(command)).append("\nprintf '").append(END).append("'\n"));
    write("script.sh", script.toString());
    ProcessBuilder shell = new ProcessBuilder("sh", "script.sh").directory(folder.toFile());
    shell.environment().putAll(environment);
    try {
      Process process = shell.start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      for (Map.Entry<String, String> place : places.entrySet()) {
        printed = printed.replace(place.getValue(), place.getKey());
      }
      return List.of(printed.split(END, -1)).subList(0, commands.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String here(String text) {
    String here = text;
    for (Map.Entry<String, String> place : places.entrySet()) {
      here = here.replace(place.getKey(), place.getValue());
    }
    return here;
  }

  private void write(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
