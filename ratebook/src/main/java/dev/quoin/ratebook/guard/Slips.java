package dev.quoin.ratebook.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.generate.Chance;
import dev.quoin.ratebook.source.Csv;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.source.Utf8;
import dev.quoin.ratebook.source.Yaml;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

// A slip is made in the text of the file, at the place of one cell or number, and nothing else of
// the
// file is touched: so it is shown as its author would see it, and can be made by hand again.

/// Plants slips of the pen into the files of a ratebook.
final class Slips {
  private static final String POLICY = "ratebook.yaml";
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final Pattern MODEL_TEXT = Pattern.compile("<(?:\\w+:)?text>([^<]*)</");
  private static final Pattern MODEL_NUMBER =
      Pattern.compile("(?<![A-Za-z\\d.])\\d+(\\.\\d+)?(?![A-Za-z\\d.]*[A-Za-z])");

  /// Of so many slips in numbers one is in a lever and one in a model, and the others are in tables.
  private static final int SUBJECTS = 8;

  private final Ratebook ratebook;
  private final List<Table> tables = new ArrayList<>();
  private final List<Written> levers = new ArrayList<>();

  /// A rate table that has rows.
  private record Table(Csv csv, List<Integer> ins, List<Integer> outs) {}

  /// A text in a file.
  private record Written(Place place, String text) {}

  /// What becomes of a text.
  private record Edit(Place place, String before, String after) {}

  Slips(Ratebook ratebook) {
    this.ratebook = ratebook;
    for (Ratebook.Table table : ratebook.tables()) {
      String file = table.rules().file();
      Csv.read(file, content(file), new Problems())
          .map(csv -> new Table(csv, columns(csv, "in "), columns(csv, "out ")))
          .filter(read -> !read.csv.rows().isEmpty() && !read.outs.isEmpty())
          .ifPresent(tables::add);
    }
    Yaml.read(POLICY, content(POLICY), new Problems())
        .flatMap(policy -> ((Node.Mapping) policy).get("levers"))
        .ifPresent(this::levers);
  }

  private static List<Integer> columns(Csv csv, String role) {
    return IntStream.range(0, csv.header().size())
        .filter(column -> csv.header().text(column).startsWith(role))
        .boxed()
        .toList();
  }

  /// The numbers that levers are set to, and no bound of them.
  private void levers(Node node) {
    switch (node) {
      case Node.Mapping mapping ->
          mapping
              .entries()
              .forEach(entry -> {
                if (entry.value() instanceof Node.Scalar scalar) {
                  if (List.of("value", "base").contains(entry.key())
                      && NUMBER.matcher(scalar.text()).matches()) {
                    levers.add(new Written(scalar.place(), scalar.text()));
                  }
                } else {
                  levers(entry.value());
                }
              });
      case Node.Listing listing -> listing.items().forEach(this::levers);
      case Node.Scalar _ -> {}
    }
  }

  /// The slip of a number of a seed; nothing where it changes nothing, or there is nothing to slip at.
  Optional<Slip> plant(long seed, long number) {
    Chance chance = Chance.of(seed, number, 0);
    Slip.Kind kind = one(List.of(Slip.Kind.values()), chance);
    boolean isOfNumber =
        switch (kind) {
          case ROWS_SWAPPED, RANGE_END_MOVED, WRONG_COLUMN -> false;
          case DIGIT_DROPPED, DIGIT_DOUBLED, TIMES_TEN, A_TENTH, SIGN, UNIT -> true;
        };
    int subject = isOfNumber ? (int) chance.below(SUBJECTS) : SUBJECTS - 1;
    return switch (subject) {
      case 0 -> inLever(number, kind, chance);
      case 1 -> inModel(number, kind, chance);
      default -> inTable(number, kind, chance);
    };
  }

  private static <T> T one(List<T> all, Chance chance) {
    return all.get((int) chance.below(all.size()));
  }

  /// A number as it comes out of a slip.
  private static String slipped(String number, Slip.Kind kind, Chance chance) {
    String slipped = written(number, kind, chance);
    return NUMBER.matcher(slipped).matches() ? slipped : number; // nobody leaves half a number
  }

  private static String written(String number, Slip.Kind kind, Chance chance) {
    int at = (int) chance.below(number.length());
    char digit = number.charAt(at);
    return switch (kind) {
      case DIGIT_DROPPED ->
          number.length() < 2 || digit == '.' || digit == '-'
              ? number
              : number.substring(0, at) + number.substring(at + 1);
      case DIGIT_DOUBLED ->
          digit == '.' || digit == '-'
              ? number
              : number.substring(0, at + 1) + number.substring(at);
      case TIMES_TEN -> new BigDecimal(number).movePointRight(1).toPlainString();
      case A_TENTH -> aTenth(number);
      case SIGN -> number.startsWith("-") ? number.substring(1) : "-" + number;
      case UNIT -> number.contains(".") ? number : number + "000";
      case ROWS_SWAPPED, RANGE_END_MOVED, WRONG_COLUMN -> number;
    };
  }

  private static String aTenth(String number) {
    return number.endsWith("0") && !number.contains(".")
        ? number.substring(0, number.length() - 1)
        : new BigDecimal(number).movePointLeft(1).toPlainString();
  }

  private Optional<Slip> inTable(long number, Slip.Kind kind, Chance chance) {
    if (tables.isEmpty()) {
      return Optional.empty();
    }
    Table table = one(tables, chance);
    List<Csv.Row> rows = table.csv.rows();
    Csv.Row row = one(rows, chance);
    Csv.Row other = one(rows, chance);
    int out = one(table.outs, chance);
    List<Edit> edits = new ArrayList<>();
    switch (kind) {
      case ROWS_SWAPPED -> swap(row, out, other, out, edits);
      case WRONG_COLUMN -> swap(row, out, row, one(table.outs, chance), edits);
      case RANGE_END_MOVED -> {
        if (!table.ins.isEmpty()) {
          int in = one(table.ins, chance);
          edits.add(edit(row, in, moved(row.text(in), table.csv.header().text(in), chance)));
        }
      }
      default -> {
        if (NUMBER.matcher(row.text(out)).matches()) {
          edits.add(edit(row, out, slipped(row.text(out), kind, chance)));
        }
      }
    }
    return slip(number, kind, Slip.Subject.TABLE, edits);
  }

  private static void swap(Csv.Row row, int out, Csv.Row other, int beside, List<Edit> edits) {
    edits.add(edit(row, out, other.text(beside)));
    edits.add(edit(other, beside, row.text(out)));
  }

  private static Edit edit(Csv.Row row, int column, String text) {
    return new Edit(row.place(column), row.text(column), text);
  }

  private static String moved(String range, String column, Chance chance) {
    if (column.contains("string") || range.startsWith("\"")) {
      return range;
    }
    List<MatchResult> ends = DIGITS.matcher(range).results().toList();
    if (ends.isEmpty()) {
      return range;
    }
    MatchResult end = ends.getLast();
    String moved =
        column.contains("date")
            ? "%02d".formatted(1 + chance.below(28))
            : beside(end.group(), (chance.below(2) == 0 ? 1 : -1) * (1 + chance.below(9)));
    return range.substring(0, end.start()) + moved + range.substring(end.end());
  }

  /// A whole number beside another one; it itself where it is too long to be an end that somebody moves.
  private static String beside(String digits, long by) {
    return digits.length() > 15 ? digits : String.valueOf(Long.parseLong(digits) + by);
  }

  private Optional<Slip> inLever(long number, Slip.Kind kind, Chance chance) {
    if (levers.isEmpty()) {
      return Optional.empty();
    }
    Written lever = one(levers, chance);
    return slip(
        number,
        kind,
        Slip.Subject.LEVER,
        List.of(new Edit(lever.place, lever.text, slipped(lever.text, kind, chance))));
  }

  private Optional<Slip> inModel(long number, Slip.Kind kind, Chance chance) {
    String file = one(ratebook.models(), chance);
    String model = text(file);
    List<MatchResult> texts =
        MODEL_TEXT
            .matcher(model)
            .results()
            .filter(text -> MODEL_NUMBER.matcher(text.group(1)).find())
            .toList();
    if (texts.isEmpty()) {
      return Optional.empty();
    }
    MatchResult text = one(texts, chance);
    MatchResult found = one(MODEL_NUMBER.matcher(text.group(1)).results().toList(), chance);
    int start = text.start(1) + found.start();
    String slipped = slipped(found.group(), kind, chance);
    String after =
        text.group(1).substring(0, found.start()) + slipped + text.group(1).substring(found.end());
    return slipped.equals(found.group())
        ? Optional.empty()
        : Optional.of(
            new Slip(
                number,
                kind,
                Slip.Subject.MODEL,
                place(file, model, start),
                text.group(1).strip(),
                after.strip(),
                with(
                    file,
                    model.substring(0, start)
                        + slipped
                        + model.substring(text.start(1) + found.end()))));
  }

  private static Place place(String file, String text, int offset) {
    int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
    int line = 1 + (int) text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
    return new Place(file, line, offset - lineStart + 1);
  }

  /// The slip that edits of one file make; nothing where they make none.
  private Optional<Slip> slip(long number, Slip.Kind kind, Slip.Subject subject, List<Edit> edits) {
    if (edits.stream().allMatch(edit -> edit.after.equals(edit.before))) {
      return Optional.empty();
    }
    Place first = edits.getFirst().place;
    String before = text(first.file());
    StringBuilder after = new StringBuilder(before);
    // From the last on, so that the places of the others stay.
    for (Edit edit : edits.stream().sorted(Comparator.comparing(Edit::place).reversed()).toList()) {
      int start = start(before, edit.place);
      String written = written(before, start, edit.before);
      if (!before.startsWith(written, start)) {
        return Optional.empty(); // such as a cell with quotes inside of its quotes
      }
      after.replace(start, start + written.length(), quoted(edit.after, written));
    }
    String content = after.toString();
    return Optional.of(
        new Slip(
            number,
            kind,
            subject,
            first,
            shown(before, edits, subject, true),
            shown(content, edits, subject, false),
            with(first.file(), content)));
  }

  /// What somebody sees who looks at the lines of the file; of a lever, its value.
  private static String shown(
      String text, List<Edit> edits, Slip.Subject subject, boolean isBefore) {
    if (subject == Slip.Subject.LEVER) {
      return isBefore ? edits.getFirst().before : edits.getFirst().after;
    }
    List<String> lines = text.lines().toList();
    return String.join(
        " / ",
        edits.stream()
            .map(edit -> edit.place.line())
            .distinct()
            .map(line -> lines.get(line - 1))
            .toList());
  }

  private static int start(String text, Place place) {
    int start = 0;
    for (int line = 1; line < place.line(); line++) {
      start = text.indexOf('\n', start) + 1;
    }
    start += place.column() - 1;
    while (start < text.length() && text.charAt(start) == ' ') {
      start++;
    }
    return start;
  }

  /// A text as its file has it, in quotes or without.
  private static String written(String file, int start, String text) {
    return file.startsWith("\"", start) ? "\"" + text + "\"" : text;
  }

  private static String quoted(String text, String like) {
    return like.startsWith("\"") || text.contains(",")
        ? "\"" + text.replace("\"", "\"\"") + "\""
        : text;
  }

  private String text(String file) {
    return Utf8.decode(file, content(file), new Problems()).orElseThrow();
  }

  private byte[] content(String file) {
    return Optional.ofNullable(ratebook.files().get(file)).orElseThrow();
  }

  private SortedMap<String, byte[]> with(String file, String content) {
    SortedMap<String, byte[]> files = new TreeMap<>(ratebook.files());
    files.put(file, content.getBytes(UTF_8));
    return files;
  }
}
