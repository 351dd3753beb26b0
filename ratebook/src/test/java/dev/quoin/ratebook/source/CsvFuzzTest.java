package dev.quoin.ratebook.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.dmn.Program;
import dev.quoin.dmn.analyse.Analysis;
import dev.quoin.dmn.analyse.ColumnDomain;
import dev.quoin.dmn.analyse.Finding;
import dev.quoin.dmn.analyse.TableAnalysis;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.feel.Type;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.ratebook.table.RateTable;
import dev.quoin.ratebook.value.Plain;
import dev.quoin.testkit.Fuzz;
import dev.quoin.testkit.Seeded;
import dev.quoin.testkit.Sights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Whatever bytes come: they are rows or problems inside of the file, the same ones each time; rows are a rate table or
/// problems; and a rate table is the body of a model, can be analysed, or has problems.
class CsvFuzzTest {
  private static final int MOST_BYTES = 40_000;

  private static final List<String> TYPES =
      List.of(
          "number",
          "string",
          "boolean",
          "date",
          "time",
          "date and time",
          "days and time duration",
          "years and months duration");

  private static final List<String> PIECES =
      List.of(
          ",",
          ";",
          "\t",
          "\"",
          "\"\"",
          "\n",
          "\r\n",
          "\r",
          "\n\n",
          "-",
          "not(",
          ")",
          "not(-)",
          "null",
          "[1..3]",
          "(1..3)",
          "[3..1]",
          "]1..3[",
          "..",
          "[",
          "(",
          "<= ",
          ">",
          "<",
          "=",
          "in a: number,",
          "in a: number step 0.5,",
          "in d: date step 7,",
          ",out x: string",
          ",note",
          "in : ",
          " step ",
          "out ",
          "number",
          "strnig",
          "true",
          "2026-05-01",
          "2026-02-30",
          "0000-00-00",
          "9999-12-31",
          "2026-05-01T10:00",
          "2026-03-29T02:30:00+25:00",
          "24:00:00",
          "09:30",
          "23:59:60",
          "PT1H",
          "P1DT2H",
          "-P999999D",
          "P1Y2M",
          "P",
          "1;2;3",
          "a; b",
          "\"a;b\"",
          "\\\"",
          "\\u0041",
          "1e5",
          "1E-400",
          "0.10",
          "요금",
          "\"여러\n줄\"");

  @Test
  void damaged_files_are_rate_tables_or_problems() {
    fuzz().run(10_000, 2026);
  }

  @TestFactory
  Stream<DynamicTest> what_was_found_once() {
    return Fuzz.seeds(CsvFuzzTest.class, "fuzz").entrySet().stream()
        .map(seed ->
            DynamicTest.dynamicTest(seed.getKey(), () -> fuzz(List.of()).take(seed.getValue())));
  }

  private static Fuzz fuzz() {
    List<byte[]> corpus = new ArrayList<>();
    for (Path folder : List.of(Path.of("src", "test", "resources"), Path.of("..", "ratebooks"))) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".csv")).sorted().toList()) {
          if (Files.size(file) <= MOST_BYTES) {
            corpus.add(Files.readAllBytes(file));
          }
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    return fuzz(corpus);
  }

  private static Fuzz fuzz(List<byte[]> corpus) {
    return new Fuzz("csv", corpus, PIECES, seeded -> Fuzz.bytes(file(seeded)), CsvFuzzTest::take);
  }

  /// A rate table, mostly right.
  private static String file(Seeded seeded) {
    List<String> types = seeded.list(1, 4, () -> seeded.pick(TYPES));
    String end = seeded.pick("\n", "\n", "\r\n", "\r");
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < types.size(); i++) {
      file.append("in c%d: %s".formatted(i, types.get(i)))
          .append(seeded.oneIn(4) ? " step " + seeded.pick("1", "0.1", "7") : "")
          .append(',');
    }
    file.append("out x: number").append(end);
    for (int rows = seeded.between(0, 8); rows > 0; rows--) {
      for (String type : types) {
        file.append(cell(type, seeded)).append(',');
      }
      file.append(value("number", seeded)).append(end);
    }
    return file.toString();
  }

  private static String cell(String type, Seeded seeded) {
    String a = value(type, seeded);
    String b = value(type, seeded);
    return switch (seeded.between(0, 8)) {
      case 0 -> "-";
      case 1 -> "[" + a + ".." + b + "]";
      case 2 -> "(" + a + ".." + b + ")";
      case 3 -> seeded.pick("< ", "<= ", "> ", ">= ") + a;
      case 4 -> "not(" + a + "; " + b + ")";
      case 5 -> a + "; " + b;
      default -> a;
    };
  }

  private static String value(String type, Seeded seeded) {
    return switch (type) {
      case "number" -> seeded.decimal(4, -2, 3).toPlainString();
      case "string" -> seeded.pick("K8", "S", "\"a b\"", "\"\"\"q\"\"\"", "소형", "-");
      case "boolean" -> seeded.pick("true", "false");
      case "date" -> "2026-%02d-%02d".formatted(seeded.between(1, 12), seeded.between(1, 31));
      case "time" -> "%02d:%02d".formatted(seeded.between(0, 24), seeded.between(0, 60));
      case "date and time" ->
          "2026-05-%02dT%02d:00".formatted(seeded.between(1, 31), seeded.between(0, 24));
      case "days and time duration" -> "PT%dH".formatted(seeded.between(0, 99));
      default -> "P%dM".formatted(seeded.between(0, 99));
    };
  }

  private static void take(byte[] input, Set<String> seen) throws Exception {
    Problems problems = new Problems();
    Optional<Csv> csv = Csv.read("t.csv", input, problems);
    List<Problem> found = problems.sorted();
    assertThat(csv.isPresent()).isEqualTo(found.isEmpty());
    List<String> lines = lines(input);
    inside(found, lines, seen);
    Problems again = new Problems();
    Optional<Csv> same = Csv.read("t.csv", input, again);
    assertThat(again.sorted()).isEqualTo(found);
    if (csv.isEmpty()) {
      return;
    }
    assertThat(same.map(CsvFuzzTest::cells)).isEqualTo(csv.map(CsvFuzzTest::cells));
    for (Csv.Row row : csv.get().rows()) {
      assertThat(row.size()).isEqualTo(csv.get().header().size());
      inside(row.place(row.size() - 1), lines, "a cell");
    }
    for (HitPolicy policy : List.of(HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.COLLECT)) {
      Problems own = new Problems();
      Plain plain = new Plain(ZoneId.of("Asia/Seoul"), own);
      Optional<RateTable> table = RateTable.read("t", csv.get(), policy, false, plain);
      assertThat(table.isPresent()).isEqualTo(own.isEmpty());
      inside(own.sorted(), lines, seen);
      if (table.isPresent()) {
        body(table.get(), lines, seen);
      }
    }
  }

  private static List<String> cells(Csv csv) {
    return csv.rows().stream()
        .map(row ->
            IntStream.range(0, row.size())
                .mapToObj(i -> row.text(i) + row.place(i))
                .collect(Collectors.joining("|")))
        .toList();
  }

  private static void body(RateTable table, List<String> lines, Set<String> seen) throws Exception {
    List<Program.Parameter> parameters = new ArrayList<>();
    List<ColumnDomain> domains = new ArrayList<>();
    for (RateTable.In in : table.ins()) {
      parameters.add(
          new Program.Parameter(
              parameters.size(), in.name(), in.type(), false, new CellTest.Any()));
      domains.add(new ColumnDomain(Optional.empty(), in.step()));
    }
    table.rows().forEach(row -> row.tests().forEach(test -> seen.add(test.getClass().getName())));
    Problems problems = new Problems();
    TypedExpr body =
        table.body(parameters, Type.Simple.ANY, Source.of("t.csv", "model").whole(), problems);
    inside(problems.sorted(), lines, seen);
    if (problems.isEmpty() && body instanceof TypedExpr.Table rules) {
      Analysis analysis = TableAnalysis.analyse(rules, domains);
      for (Finding finding : analysis.findings()) {
        seen.add("found " + finding.kind());
        inside(finding.place(), lines, finding.sentence());
      }
      analysis.undecided().forEach(sentence -> seen.add(Sights.ofProblem("undecided", sentence)));
    }
  }

  private static List<String> lines(byte[] input) {
    return Utf8.decode("t.csv", input, new Problems())
        .map(text -> List.of(text.split("\r\n|\r|\n", -1)))
        .orElse(List.of());
  }

  private static void inside(List<Problem> problems, List<String> lines, Set<String> seen) {
    for (Problem problem : problems) {
      seen.add(Sights.ofProblem(problem.code(), problem.sentence()));
      inside(problem.place(), lines, problem.sentence());
    }
  }

  private static void inside(Place place, List<String> lines, String what) {
    assertThat(place.file()).isEqualTo("t.csv");
    if (place.line() == 0 || lines.isEmpty()) {
      return;
    }
    assertThat(place.line()).as("%s", what).isBetween(1, lines.size());
    assertThat(place.column())
        .as("%s", what)
        .isBetween(0, lines.get(place.line() - 1).length() + 1);
  }
}
