package dev.quoin.ratebook.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.source.Csv;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Edits `ratebooks/seoul-carshare` as analysts mean it.
final class Edits {
  /// @param kind what kind of change it is, for people
  /// @param what the change: the file, before and after
  record Changed(String kind, String what, SortedMap<String, byte[]> files) {}

  private final Ratebook ratebook;

  Edits(Ratebook ratebook) {
    this.ratebook = ratebook;
  }

  /// An edit of an ordinary week: rates a few percent up or down, one model dearer, a lever by its step, one day more of
  /// weekend rates.
  Changed edit(SplittableRandom random) {
    Optional<Changed> edit = Optional.empty();
    while (edit.isEmpty()) {
      edit =
          switch (random.nextInt(5)) {
            case 0 -> scaled("rates", "tables/rate-sheet.csv", 1, Integer.MAX_VALUE, random);
            case 1 -> {
              int line = 1 + random.nextInt(rows("tables/rate-sheet.csv").size() - 1);
              yield scaled("one model", "tables/rate-sheet.csv", line, line, random);
            }
            case 2 -> scaled("waiver fees", "tables/waiver-fees.csv", 1, Integer.MAX_VALUE, random);
            case 3 -> lever(random);
            default ->
                changed(
                    "holiday",
                    "tables/holidays.csv",
                    "one more",
                    text("tables/holidays.csv")
                        + "2027-07-%02d,임시공휴일\n".formatted(1 + random.nextInt(28)));
          };
    }
    return edit.get();
  }

  private Optional<Changed> scaled(
      String kind, String file, int from, int to, SplittableRandom random) {
    List<String[]> rows = rows(file);
    int percent = 96 + random.nextInt(9);
    for (int line = from; line < rows.size() && line <= to; line++) {
      String[] row = rows.get(line);
      for (int out : columns(rows.getFirst(), "out ")) {
        long amount = Long.parseLong(row[out]);
        long step = amount < 1_000 ? 1 : 10;
        row[out] = String.valueOf((amount * percent + 50 * step) / (100 * step) * step);
      }
    }
    return changed(kind, file, "line %d: %d %%".formatted(from, percent), written(rows));
  }

  private Optional<Changed> lever(SplittableRandom random) {
    Ratebook.Lever lever = ratebook.levers().get(random.nextInt(ratebook.levers().size()));
    String yaml = text("ratebook.yaml");
    Pattern written =
        Pattern.compile(
            "- id: %s\n.*?value: ([0-9.]+)\n.*?step: ([0-9.]+)\n"
                .formatted(Pattern.quote(lever.id())),
            Pattern.DOTALL);
    MatchResult found = written.matcher(yaml).results().findFirst().orElseThrow();
    BigDecimal value = new BigDecimal(found.group(1));
    BigDecimal step = new BigDecimal(found.group(2));
    boolean isUp = random.nextBoolean();
    // Who tunes a lever keeps to its bounds: from one of them there is one way.
    if (isBound(lever.bounds().maximum(), value)) {
      isUp = false;
    } else if (isBound(lever.bounds().minimum(), value)) {
      isUp = true;
    }
    String moved = (isUp ? value.add(step) : value.subtract(step)).toPlainString();
    return changed(
        "lever by a step",
        "ratebook.yaml",
        "%s %s -> %s".formatted(lever.id(), found.group(1), moved),
        yaml.substring(0, found.start(1)) + moved + yaml.substring(found.end(1)));
  }

  private static boolean isBound(Optional<Value> bound, BigDecimal value) {
    return bound
        .filter(end -> ((Value.Num) end).value().toBigDecimal().compareTo(value) == 0)
        .isPresent();
  }

  private static int[] columns(String[] header, String prefix) {
    return IntStream.range(0, header.length)
        .filter(column -> header[column].startsWith(prefix))
        .toArray();
  }

  private List<String[]> rows(String file) {
    Csv csv = Csv.read(file, text(file).getBytes(UTF_8), new Problems()).orElseThrow();
    List<String[]> rows = new ArrayList<>();
    rows.add(cells(csv.header()));
    csv.rows().forEach(row -> rows.add(cells(row)));
    return rows;
  }

  private static String[] cells(Csv.Row row) {
    return IntStream.range(0, row.size()).mapToObj(row::text).toArray(String[]::new);
  }

  private static String written(List<String[]> rows) {
    UnaryOperator<String> quoted =
        cell ->
            cell.contains(",") || cell.contains("\"")
                ? "\"" + cell.replace("\"", "\"\"") + "\""
                : cell;
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      text.append(String.join(",", List.of(row).stream().map(quoted).toList())).append('\n');
    }
    return text.toString();
  }

  private String text(String file) {
    return new String(Optional.ofNullable(ratebook.files().get(file)).orElseThrow(), UTF_8);
  }

  /// Nothing where the content is the same after all.
  private Optional<Changed> changed(String kind, String file, String what, String content) {
    Map<String, byte[]> files = new TreeMap<>(ratebook.files());
    String before =
        file.endsWith(".csv")
                && ratebook.tables().stream().anyMatch(table -> table.rules().file().equals(file))
            ? written(rows(file))
            : text(file);
    files.put(file, content.getBytes(UTF_8));
    return before.equals(content)
        ? Optional.empty()
        : Optional.of(new Changed(kind, file + ": " + what, new TreeMap<>(files)));
  }
}
