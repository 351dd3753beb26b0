package dev.quoin.ratebook.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.source.Csv;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Plants slips of the pen into the files of a ratebook, and edits as analysts mean them.
final class Slips {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final Pattern LEVER_VALUE = Pattern.compile("\\n    value: ([0-9.]+)");
  private static final Pattern MODEL_TEXT = Pattern.compile("<text>([^<]*)</text>");
  private static final Pattern MODEL_NUMBER =
      Pattern.compile("(?<![A-Za-z\\d.])\\d+(\\.\\d+)?(?![A-Za-z\\d.]*[A-Za-z])");

  /// What goes wrong under a pen.
  enum Kind {
    DIGIT_DROPPED,
    DIGIT_DOUBLED,
    TIMES_TEN,
    A_TENTH,
    SIGN,
    UNIT,
    ROWS_SWAPPED,
    RANGE_END_MOVED,
    WRONG_COLUMN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /// @param kind what kind of change it is, for people
  /// @param what the change: the file, before and after
  record Changed(String kind, String what, SortedMap<String, byte[]> files) {}

  private final Ratebook ratebook;
  private final List<String> tables;

  Slips(Ratebook ratebook) {
    this.ratebook = ratebook;
    this.tables = ratebook.tables().stream().map(table -> table.rules().file()).toList();
  }

  /// A slip at some place.
  Changed slip(SplittableRandom random) {
    Optional<Changed> slip = Optional.empty();
    while (slip.isEmpty()) {
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      slip =
          switch (kind) {
            case ROWS_SWAPPED, RANGE_END_MOVED, WRONG_COLUMN -> inTable(kind, random);
            case DIGIT_DROPPED, DIGIT_DOUBLED, TIMES_TEN, A_TENTH, SIGN, UNIT ->
                switch (random.nextInt(8)) {
                  case 0 -> inLever(kind, random);
                  case 1 -> inModel(kind, random);
                  default -> inTable(kind, random);
                };
          };
    }
    return slip.get();
  }

  /// A number as it comes out of a slip.
  private static String slipped(String number, Kind kind, SplittableRandom random) {
    int at = random.nextInt(number.length());
    return switch (kind) {
      case DIGIT_DROPPED ->
          number.length() < 2 || number.charAt(at) == '.'
              ? number
              : number.substring(0, at) + number.substring(at + 1);
      case DIGIT_DOUBLED ->
          number.charAt(at) == '.' ? number : number.substring(0, at + 1) + number.substring(at);
      case TIMES_TEN ->
          number.contains(".") ? number.replaceFirst("\\.(\\d)", "$1.") : number + "0";
      case A_TENTH ->
          number.endsWith("0") && !number.contains(".")
              ? number.substring(0, number.length() - 1)
              : number.contains(".")
                  ? number.replaceFirst("(\\d)\\.", ".$1").replaceFirst("^\\.", "0.")
                  : number.substring(0, number.length() - 1)
                      + "."
                      + number.charAt(number.length() - 1);
      case SIGN -> number.startsWith("-") ? number.substring(1) : "-" + number;
      case UNIT -> number.contains(".") ? number : number + "000";
      case ROWS_SWAPPED, RANGE_END_MOVED, WRONG_COLUMN -> number;
    };
  }

  private Optional<Changed> inTable(Kind kind, SplittableRandom random) {
    String file = tables.get(random.nextInt(tables.size()));
    List<String[]> rows = rows(file);
    String[] header = rows.getFirst();
    int[] outs = columns(header, "out ");
    int line = 1 + random.nextInt(rows.size() - 1);
    int other = 1 + random.nextInt(rows.size() - 1);
    String[] row = rows.get(line);
    String before = String.join(",", row);
    int out = outs[random.nextInt(outs.length)];
    switch (kind) {
      case ROWS_SWAPPED -> {
        String kept = row[out];
        row[out] = rows.get(other)[out];
        rows.get(other)[out] = kept;
        before += " with line " + (other + 1);
      }
      case WRONG_COLUMN -> {
        int beside = outs[random.nextInt(outs.length)];
        String kept = row[out];
        row[out] = row[beside];
        row[beside] = kept;
      }
      case RANGE_END_MOVED -> {
        int[] ins = columns(header, "in ");
        int in = ins[random.nextInt(ins.length)];
        row[in] = moved(row[in], header[in], random);
      }
      default -> {
        if (NUMBER.matcher(row[out]).matches()) {
          row[out] = slipped(row[out], kind, random);
        }
      }
    }
    String after = String.join(",", row);
    return changed(kind.toString(), file, before + " -> " + after, written(rows));
  }

  private static String moved(String range, String column, SplittableRandom random) {
    if (column.contains("string") || range.startsWith("\"")) {
      return range;
    }
    List<MatchResult> ends = Pattern.compile("\\d+").matcher(range).results().toList();
    if (ends.isEmpty()) {
      return range;
    }
    MatchResult end = ends.getLast();
    long by = (random.nextBoolean() ? 1 : -1) * (1L + random.nextInt(9));
    String moved =
        column.contains("date")
            ? "%02d".formatted(1 + random.nextInt(28))
            : String.valueOf(Long.parseLong(end.group()) + by);
    return range.substring(0, end.start()) + moved + range.substring(end.end());
  }

  private Optional<Changed> inLever(Kind kind, SplittableRandom random) {
    String yaml = text("ratebook.yaml");
    int from = yaml.indexOf("\nlevers:");
    int to = yaml.indexOf("\ncalendars:");
    List<MatchResult> values =
        LEVER_VALUE
            .matcher(yaml)
            .results()
            .filter(value -> value.start() > from && value.start() < to)
            .toList();
    MatchResult value = values.get(random.nextInt(values.size()));
    String slipped = slipped(value.group(1), kind, random);
    return changed(
        "lever, " + kind,
        "ratebook.yaml",
        value.group(1) + " -> " + slipped,
        yaml.substring(0, value.start(1)) + slipped + yaml.substring(value.end(1)));
  }

  private Optional<Changed> inModel(Kind kind, SplittableRandom random) {
    String file = ratebook.models().get(random.nextInt(ratebook.models().size()));
    String model = text(file);
    List<MatchResult> texts =
        MODEL_TEXT
            .matcher(model)
            .results()
            .filter(text -> MODEL_NUMBER.matcher(text.group(1)).find())
            .toList();
    MatchResult text = texts.get(random.nextInt(texts.size()));
    List<MatchResult> numbers = MODEL_NUMBER.matcher(text.group(1)).results().toList();
    MatchResult number = numbers.get(random.nextInt(numbers.size()));
    String slipped = slipped(number.group(), kind, random);
    String after =
        text.group(1).substring(0, number.start())
            + slipped
            + text.group(1).substring(number.end());
    return changed(
        "model, " + kind,
        file,
        text.group(1) + " -> " + after,
        model.substring(0, text.start(1)) + after + model.substring(text.end(1)));
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
    String moved = (random.nextBoolean() ? value.add(step) : value.subtract(step)).toPlainString();
    return changed(
        "lever by a step",
        "ratebook.yaml",
        "%s %s -> %s".formatted(lever.id(), found.group(1), moved),
        yaml.substring(0, found.start(1)) + moved + yaml.substring(found.end(1)));
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
