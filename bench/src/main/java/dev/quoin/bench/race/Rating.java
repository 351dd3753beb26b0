package dev.quoin.bench.race;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// W2 and W3: one table of rates by zone, class, days, age, grade and channel, whose first matching rule answers.
///
/// The rules stand in the order of nothing, but for the special ones of a cell, by grade or channel, which stand before
/// its general one.
final class Rating {
  /// The rules of W2 and of W3.
  public static final int MANY = 3_700;

  public static final int VERY_MANY = 100_000;

  private static final int REQUESTS = 20_000;
  private static final long SEED = 7;

  private static final List<String> CLASSES =
      List.of("mini", "small", "compact", "midsize", "large", "suv", "van", "electric");
  private static final int[][] DAYS = {{1, 1}, {2, 3}, {4, 7}, {8, 14}, {15, 30}};
  private static final int[][] AGES = {{18, 22}, {23, 29}, {30, 64}, {65, 99}};
  private static final List<String> GRADES = List.of("none", "pass", "business", "fleet");
  private static final List<String> CHANNELS = List.of("app", "web", "desk");
  private static final String SPECIAL_GRADE = "fleet";
  private static final String SPECIAL_CHANNEL = "desk";

  static final List<Column> INPUTS =
      List.of(
          new Column("zone", "string"),
          new Column("carClass", "string"),
          new Column("days", "number"),
          new Column("age", "number"),
          new Column("grade", "string"),
          new Column("channel", "string"));
  private static final List<Column> OUTPUTS =
      List.of(
          new Column("rate", "number"),
          new Column("discount", "number"),
          new Column("code", "string"));
  private static final String DECISION = "rating";

  /// The business knowledge model that a rate table is bound to.
  static final String OPEN = "rates";

  private final String name;
  private final List<RatingRow> rows;
  private final List<Request> requests;

  /// The DMN file that others were measured with, where there is one.
  private final Optional<byte[]> file;

  private Rating(String name, List<RatingRow> rows, List<Request> requests, Optional<byte[]> file) {
    this.name = name;
    this.rows = List.copyOf(rows);
    this.requests = List.copyOf(requests);
    this.file = file;
  }

  /// What is asked, and the position of the rule that answers.
  record Request(
      String zone, String carClass, int days, int age, String grade, String channel, int rule) {

    Map<String, Object> inputs() {
      return Map.of(
          "zone", zone,
          "carClass", carClass,
          "days", BigDecimal.valueOf(days),
          "age", BigDecimal.valueOf(age),
          "grade", grade,
          "channel", channel);
    }
  }

  /// The table of the folder with so many rules, or one of the same shape of our own.
  public static Rating of(int rules, Optional<BenchFolder> folder) {
    String file = rules == MANY ? "w2" : "w3";
    String name = rules == MANY ? "W2" : "W3";
    return (rules == MANY || rules == VERY_MANY) && folder.isPresent()
        ? given(name, file, folder.get())
        : made(name, rules);
  }

  private static Rating given(String name, String file, BenchFolder folder) {
    return new Rating(
        name,
        folder.lines(file + "-rows.csv.gz").stream().skip(1).map(Rating::row).toList(),
        folder.jsonLines(file + "-inputs.jsonl.gz").stream().map(Rating::request).toList(),
        folder.find(file + ".dmn.gz"));
  }

  private static RatingRow row(String line) {
    String[] cells = line.split(",", -1);
    return new RatingRow(
        cells[1],
        cells[2],
        Integer.parseInt(cells[3]),
        Integer.parseInt(cells[4]),
        Integer.parseInt(cells[5]),
        Integer.parseInt(cells[6]),
        special(cells[7]),
        special(cells[8]),
        cells[9],
        cells[10],
        cells[11]);
  }

  private static @Nullable String special(String cell) {
    return cell.isEmpty() ? null : cell;
  }

  private static Request request(JsonNode line) {
    JsonNode in = line.get("in");
    return new Request(
        in.get("zone").asText(),
        in.get("carClass").asText(),
        in.get("days").asInt(),
        in.get("age").asInt(),
        in.get("grade").asText(),
        in.get("channel").asText(),
        line.get("row").asInt());
  }

  // Made.

  static Rating made(String name, int rules) {
    Random random = new Random(SEED);
    List<int[]> cells = cells(rules);
    Collections.shuffle(cells, random);
    List<RatingRow> rows = new ArrayList<>(rules + 2);
    List<Integer> cellStarts = new ArrayList<>(rules + 2);
    for (int next = 0; rows.size() < rules; next++) {
      int start = rows.size();
      if (random.nextInt(10) < 4) {
        rows.add(row(cells.get(next), SPECIAL_GRADE, null, rows.size(), random));
      }
      if (random.nextInt(10) < 2) {
        rows.add(row(cells.get(next), null, SPECIAL_CHANNEL, rows.size(), random));
      }
      rows.add(row(cells.get(next), null, null, rows.size(), random));
      while (cellStarts.size() < rows.size()) {
        cellStarts.add(start);
      }
    }
    List<RatingRow> kept = rows.subList(0, rules);
    List<Request> requests =
        IntStream.range(0, REQUESTS).mapToObj(_ -> request(kept, cellStarts, random)).toList();
    return new Rating(name, kept, requests, Optional.empty());
  }

  /// Zone, class, days and age of as many cells as surely give so many rules.
  private static List<int[]> cells(int rules) {
    List<int[]> cells = new ArrayList<>(rules);
    for (int zone = 1; cells.size() < rules; zone++) {
      for (int ofClass = 0; ofClass < CLASSES.size(); ofClass++) {
        for (int days = 0; days < DAYS.length; days++) {
          for (int age = 0; age < AGES.length; age++) {
            cells.add(new int[] {zone, ofClass, days, age});
          }
        }
      }
    }
    return cells;
  }

  private static RatingRow row(
      int[] cell, @Nullable String grade, @Nullable String channel, int rule, Random random) {
    return new RatingRow(
        "zone-" + cell[0],
        CLASSES.get(cell[1]),
        DAYS[cell[2]][0],
        DAYS[cell[2]][1],
        AGES[cell[3]][0],
        AGES[cell[3]][1],
        grade,
        channel,
        BigDecimal.valueOf(random.nextInt(10_000, 210_000), 1).toPlainString(),
        BigDecimal.valueOf(random.nextInt(40), 2).toPlainString(),
        "rate-" + rule);
  }

  /// A request that a random rule answers: no rule before it in its cell takes it.
  private static Request request(List<RatingRow> rows, List<Integer> cellStarts, Random random) {
    int rule = random.nextInt(rows.size());
    return request(rows, cellStarts.get(rule), rule, random);
  }

  private static Request request(List<RatingRow> rows, int cellStart, int rule, Random random) {
    RatingRow row = rows.get(rule);
    List<RatingRow> before = rows.subList(cellStart, rule);
    boolean special = before.stream().anyMatch(other -> other.grade() != null);
    boolean desk = before.stream().anyMatch(other -> other.channel() != null);
    return new Request(
        new String(row.zone()), // requests come from outside: their texts are no one's else
        row.carClass(),
        random.nextInt(row.fromDay(), row.toDay() + 1),
        random.nextInt(row.fromAge(), row.toAge() + 1),
        row.grade() != null
            ? row.grade()
            : GRADES.get(random.nextInt(GRADES.size() - (special ? 1 : 0))),
        row.channel() != null
            ? row.channel()
            : CHANNELS.get(random.nextInt(CHANNELS.size() - (desk ? 1 : 0))),
        rule);
  }

  // What it is for others.

  /// The same table, asked only for its first rules, or its last ones.
  ///
  /// @param rules how many of them
  public Rating askedFor(boolean last, int rules) {
    List<Request> asked =
        requests.stream()
            .filter(
                request -> last ? request.rule() >= rows.size() - rules : request.rule() < rules)
            .toList();
    // As many again and again, so that both ends are asked equally often.
    return new Rating(
        name,
        rows,
        IntStream.range(0, REQUESTS / 4).mapToObj(i -> asked.get(i % asked.size())).toList(),
        file);
  }

  public Workload workload() {
    HandWrittenRating byHand = new HandWrittenRating(rows);
    Request[] asked = requests.toArray(Request[]::new);
    return new Workload(
        name,
        this::dmn,
        DECISION,
        () -> List.of(table()),
        requests.stream().map(Request::inputs).toList(),
        requests.stream().map(request -> rows.get(request.rule()).answer()).toList(),
        new Contender() {
          @Override
          public Object answer(int request) {
            return byHand.first(asked[request]);
          }

          @Override
          public Map<String, Object> told(Object answer) {
            return ((RatingRow) answer).answer();
          }
        });
  }

  /// The table as a DMN file.
  public byte[] dmn() {
    return file.orElseGet(this::written);
  }

  private byte[] written() {
    DmnText dmn = withInputs();
    dmn.table(table(), "tRating", INPUTS.stream().map(Column::text).toList(), "FIRST");
    return dmn.bytes();
  }

  private RuleTable table() {
    return new RuleTable(
        DECISION, INPUTS, OUTPUTS, rows.stream().map(RatingRow::dmnCells).toList());
  }

  /// A model whose table is bound to it.
  byte[] openDmn() {
    DmnText dmn = withInputs();
    dmn.open(OPEN, "tRating", INPUTS);
    dmn.call(DECISION, "tRating", OPEN, INPUTS.stream().map(Column::text).toList());
    return dmn.bytes();
  }

  /// The table as the CSV file of a rate table.
  byte[] csv() {
    StringBuilder csv = new StringBuilder();
    INPUTS.forEach(input ->
        csv.append("in ").append(input.text()).append(": ").append(input.type()).append(','));
    OUTPUTS.forEach(output ->
        csv.append("out ").append(output.text()).append(": ").append(output.type()).append(','));
    csv.setCharAt(csv.length() - 1, '\n');
    rows.forEach(row -> csv.append(row.csv()).append('\n'));
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static DmnText withInputs() {
    DmnText dmn = new DmnText("rating");
    dmn.context("tRating", OUTPUTS);
    INPUTS.forEach(input -> dmn.input(input.text(), input.type()));
    return dmn;
  }
}
