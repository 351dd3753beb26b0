package dev.quoin.ratebook.source;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A CSV file (RFC 4180): a header and rows of as many cells, each with its place. Lines end with CRLF, LF or CR; a
/// byte-order mark and lines without any character are passed over.
///
/// Cells with the same text share one string, so that a table of 100,000 rows costs little more than what differs in it.
public record Csv(String file, Row header, List<Row> rows) {
  private static final int MAX_BYTES = 200_000_000;
  private static final int MAX_CELL = 10_000;
  private static final int MAX_COLUMNS = 1_000;

  public Csv {
    rows = List.copyOf(rows);
  }

  /// One row, whose cells may stand on several lines.
  public static final class Row {
    private final String file;
    private final String[] texts;

    /// Line and column of each cell.
    private final int[] positions;

    private Row(String file, List<String> texts, int[] positions) {
      this.file = file;
      // An array of its size is filled; one that is made for it is made by reflection, until the
      // method is compiled.
      this.texts = texts.toArray(new String[texts.size()]);
      this.positions = positions;
    }

    public int size() {
      return texts.length;
    }

    /// The text of a cell, without the quotes of CSV and without white space around it.
    public String text(int column) {
      return texts[column];
    }

    public Place place(int column) {
      return new Place(file, positions[2 * column], positions[2 * column + 1]);
    }

    public int line() {
      return positions[0];
    }
  }

  /// The rows, unless a problem was found: then all of them are reported.
  public static Optional<Csv> read(String file, byte[] content, Problems problems) {
    if (content.length > MAX_BYTES) {
      problems.add(
          new Place(file, 0, 0),
          "too-large",
          "%,d bytes (expected: at most %,d)".formatted(content.length, MAX_BYTES));
      return Optional.empty();
    }
    return Utf8.decode(file, content, problems)
        .flatMap(text -> new Reader(file, text, problems).read());
  }

  /// Rows that stand further down in a file whose header was read before: for files that are too large to be read whole.
  ///
  /// @param line where the text begins in the file; it ends where a row does
  public static Optional<List<Row>> rows(
      String file, Row header, int line, String text, Problems problems) {
    Reader reader = new Reader(file, text, problems);
    reader.rows.add(header);
    reader.line = line;
    return reader.read().map(Csv::rows);
  }

  private static final class Reader {
    private final String file;
    private final String text;
    private final Problems problems;
    private final int problemsBefore;
    private final Map<String, String> shared = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private int[] positions = new int[16];
    private int at;

    /// Where the next one of each stands at or behind a place that was asked before; the end of the text where there is none.
    private int comma = -1;

    private int quote = -1;
    private int feed = -1;
    private int carriageReturn = -1;
    private int line = 1;
    private int lineStart;

    Reader(String file, String text, Problems problems) {
      this.file = file;
      this.text = text;
      this.problems = problems;
      this.problemsBefore = problems.size();
    }

    Optional<Csv> read() {
      while (at < text.length()) {
        if (isLineEnd(text.charAt(at))) {
          newLine();
        } else if (rows.isEmpty() && isSeparatedOtherwise()) {
          at = text.length();
        } else {
          row();
        }
      }
      if (rows.isEmpty() && problems.size() == problemsBefore) {
        problems.add(new Place(file, 1, 1), "empty-file", "nothing (expected: a header row)");
      }
      return problems.size() == problemsBefore
          ? Optional.of(new Csv(file, rows.getFirst(), rows.subList(1, rows.size())))
          : Optional.empty();
    }

    /// Whether the header has semicolons or tabs where commas should be, as spreadsheets write them in countries whose
    /// numbers have a comma. Read on, the whole file would be one column, and wrong in each row.
    private boolean isSeparatedOtherwise() {
      int other = -1;
      int otherLine = line;
      int otherLineStart = lineStart;
      boolean inQuotes = false;
      for (int i = at; i < text.length() && (inQuotes || !isLineEnd(text.charAt(i))); i++) {
        char c = text.charAt(i);
        if (other < 0 && endsLine(i)) {
          otherLine++;
          otherLineStart = i + 1;
        }
        inQuotes ^= c == '"';
        if (c == ',' && !inQuotes) {
          return false;
        }
        if ((c == ';' || c == '\t') && !inQuotes && other < 0) {
          other = i;
        }
      }
      if (other < 0) {
        return false;
      }
      problems.add(
          new Place(file, otherLine, other - otherLineStart + 1),
          "bad-csv",
          "cells are separated by %s (expected: commas)"
              .formatted(text.charAt(other) == ';' ? "semicolons" : "tabs"));
      return true;
    }

    private void row() {
      texts.clear();
      boolean more = true;
      while (more) {
        more = cell();
      }
      Row row = new Row(file, texts, Arrays.copyOf(positions, 2 * texts.size()));
      if (rows.isEmpty() && row.size() > MAX_COLUMNS) {
        problems.add(
            row.place(0),
            "too-large",
            row.size() + " columns (expected: at most " + MAX_COLUMNS + ")");
      }
      if (!rows.isEmpty() && row.size() != rows.getFirst().size()) {
        int wanted = rows.getFirst().size();
        problems.add(
            row.place(Math.min(row.size() - 1, wanted)),
            "ragged-row",
            "%d cells (expected: %d, as in the header)".formatted(row.size(), wanted));
      }
      rows.add(row);
    }

    /// Reads a cell and what ends it; whether a comma did.
    private boolean cell() {
      begin();
      texts.add(at < text.length() && text.charAt(at) == '"' ? kept(quoted()) : bare());
      if (at >= text.length()) {
        return false;
      }
      if (text.charAt(at) == ',') {
        at++;
        return true;
      }
      newLine();
      return false;
    }

    /// The cell's text without the white space around it. What is wrong is told of each cell, so only good ones are shared.
    private String kept(String content) {
      String known = shared.get(content);
      if (known != null) {
        return known;
      }
      String stripped = content.strip();
      if (isGood(content)) {
        String first = shared.putIfAbsent(stripped, stripped);
        return first == null ? stripped : first;
      }
      return stripped;
    }

    private boolean isGood(String content) {
      boolean small = content.length() <= MAX_CELL;
      boolean text = content.indexOf('\0') < 0;
      if (!small) {
        problems.add(
            place(),
            "too-large",
            "a cell of %,d characters (expected: at most %,d)"
                .formatted(content.length(), MAX_CELL));
      }
      if (!text) {
        problems.add(place(), "bad-csv", "a NUL character in the cell");
      }
      return small && text;
    }

    /// Where the cell begins that is read.
    private Place place() {
      int n = 2 * texts.size();
      return new Place(file, positions[n], positions[n + 1]);
    }

    private void begin() {
      int n = 2 * texts.size();
      if (n + 1 >= positions.length) {
        positions = Arrays.copyOf(positions, 2 * positions.length);
      }
      positions[n] = line;
      positions[n + 1] = at - lineStart + 1;
    }

    private String bare() {
      int start = at;
      comma = next(',', comma);
      feed = next('\n', feed);
      carriageReturn = next('\r', carriageReturn);
      quote = next('"', quote);
      int end = Math.min(comma, Math.min(feed, carriageReturn));
      at = end;
      if (quote < end) {
        problems.add(
            new Place(file, line, quote - lineStart + 1),
            "bad-csv",
            "a quote inside of a cell without quotes; write the cell in quotes, and \"\" for one"
                + " inside");
      }
      return kept(text.substring(start, end));
    }

    /// Where the character stands next. It is looked for again only behind the place that is known: so each is looked for
    /// once in the whole text, in one go, which a JVM that has just begun does much faster than character by character.
    private int next(char wanted, int known) {
      if (known >= at) {
        return known;
      }
      int found = text.indexOf(wanted, at);
      return found < 0 ? text.length() : found;
    }

    private String quoted() {
      StringBuilder content = new StringBuilder();
      at++;
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
          content.append('"');
          at += 2;
        } else if (c == '"') {
          at++;
          trailing();
          return content.toString();
        } else if (isLineEnd(c)) {
          content.append('\n');
          newLine();
        } else {
          content.append(c);
          at++;
        }
      }
      problems.add(place(), "bad-csv", "a quote that is not closed before the end of the file");
      return content.toString();
    }

    private void trailing() {
      int start = at;
      while (at < text.length() && text.charAt(at) != ',' && !isLineEnd(text.charAt(at))) {
        at++;
      }
      if (!text.substring(start, at).isBlank()) {
        problems.add(
            new Place(file, line, start - lineStart + 1),
            "bad-csv",
            "`%s` behind the closing quote (expected: a comma or the end of the line)"
                .formatted(text.substring(start, Math.min(at, start + 40))));
      }
    }

    /// Whether a character is the last of its line.
    private boolean endsLine(int i) {
      return text.charAt(i) == '\n'
          || (text.charAt(i) == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
    }

    private static boolean isLineEnd(char c) {
      return c == '\n' || c == '\r';
    }

    private void newLine() {
      at +=
          text.charAt(at) == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n' ? 2 : 1;
      line++;
      lineStart = at;
    }
  }
}
