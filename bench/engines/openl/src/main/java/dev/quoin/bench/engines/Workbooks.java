package dev.quoin.bench.engines;

import dev.quoin.bench.race.Column;
import dev.quoin.bench.race.RuleTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;

/// Writes the models as workbooks of OpenL, each with one sheet: tables below one another, an empty row between them.
///
/// Numbers are cells with a number, as a person has them who types them; OpenL makes `BigDecimal`s of them where a table
/// says so. Its notation of conditions is DMN's, without the quotes, and an empty cell is `-`.
final class Workbooks {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  /// What is no `Integer` among the numbers that tables are asked by.
  private static final Map<String, String> NUMBERS =
      Map.of("durationUnits", "Long", "distanceKm", "BigDecimal");

  /// The entries of W1's answer and the steps that compute them.
  static final Map<String, String> QUOTE =
      Map.of(
          "units", "units",
          "dayType", "dayType",
          "rental", "rental",
          "mileage", "mileage",
          "deductible", "fee",
          "total", "total");

  private final SXSSFWorkbook workbook = new SXSSFWorkbook();
  private final Sheet sheet = workbook.createSheet("Rules");
  private int next;

  private Workbooks() {}

  /// W1: its seven tables, and a spreadsheet that computes the rest. Minutes come in instead of dates.
  static byte[] rental(List<RuleTable> tables) {
    Workbooks rental = new Workbooks();
    rental.row("Environment");
    rental.row("import", "java.math");
    rental.end();
    for (RuleTable table : tables) {
      rental.table(table, type(table.outputs().getFirst()));
    }
    rental.row("Method BigDecimal round10(BigDecimal x)");
    rental.row(
        "return x.divide(BigDecimal.TEN).setScale(0, RoundingMode.HALF_UP)"
            + ".multiply(BigDecimal.TEN);");
    rental.end();
    rental.row(
        "Spreadsheet SpreadsheetResult quote(String carClass, String zone, Long minutes, "
            + "Integer month, Integer day, Integer weekday, BigDecimal distanceKm, "
            + "Integer driverAge, String grade, String deductible)");
    rental.row("Step", "Value");
    rental.row("units : Long", "= (long) ((minutes + 9) / 10)");
    rental.row("dayType : String", "= dayType(month, day, weekday)");
    rental.row("baseRate : BigDecimal", "= baseRate(carClass, $dayType)");
    rental.row("durationFactor : BigDecimal", "= durationFactor($units)");
    rental.row("zoneFactor : BigDecimal", "= zoneFactor(zone)");
    rental.row("memberFactor : BigDecimal", "= memberFactor(grade)");
    rental.row(
        "rental : BigDecimal",
        "= round10($units * $baseRate * $durationFactor * $zoneFactor * $memberFactor)");
    rental.row("mileage : BigDecimal", "= round10(mileageRaw(distanceKm))");
    rental.row("days : Long", "= (long) (($units + 143) / 144)");
    rental.row(
        "fee : BigDecimal", "= round10(deductiblePerDay(carClass, deductible, driverAge) * $days)");
    rental.row("total : BigDecimal", "= $rental + $mileage + $fee");
    return rental.bytes();
  }

  /// W2 and W3: a type for the answer, and the table.
  static byte[] rating(RuleTable table) {
    Workbooks rating = new Workbooks();
    rating.row("Datatype Rate");
    table.outputs().forEach(output -> rating.row(type(output), output.text()));
    rating.end();
    rating.table(table, "Rate");
    return rating.bytes();
  }

  private void table(RuleTable table, String type) {
    String parameters =
        table.inputs().stream()
            .map(input -> parameterType(input) + " " + name(input))
            .collect(Collectors.joining(", "));
    row("SimpleRules %s %s(%s)".formatted(type, table.name(), parameters));
    List<String> titles = new ArrayList<>();
    table.inputs().forEach(input -> titles.add(name(input)));
    table.outputs().forEach(output -> titles.add(output.text()));
    row(titles.toArray(String[]::new));
    table.rules().forEach(rule -> rules(rule, table.inputs().size()));
    end();
  }

  /// A rule, as a row for each of the texts that its first cell lists.
  private void rules(List<String> rule, int inputs) {
    for (String first : rule.getFirst().split("(?<=\"),(?=\")", -1)) {
      String[] cells = rule.toArray(String[]::new);
      cells[0] = first;
      for (int i = 0; i < cells.length; i++) {
        cells[i] = i < inputs ? condition(cells[i]) : result(cells[i]);
      }
      row(cells);
    }
  }

  private static String condition(String cell) {
    return cell.equals("-") ? "" : unquoted(cell);
  }

  private static String result(String cell) {
    boolean isPlain = cell.startsWith("\"") || NUMBER.matcher(cell).matches();
    return isPlain ? unquoted(cell) : "= " + cell;
  }

  private static String unquoted(String cell) {
    return cell.startsWith("\"") ? cell.substring(1, cell.length() - 1) : cell;
  }

  private static String parameterType(Column input) {
    return input.type().equals("string") ? "String" : NUMBERS.getOrDefault(input.text(), "Integer");
  }

  private static String type(Column output) {
    return output.type().equals("string") ? "String" : "BigDecimal";
  }

  /// `startAt.month` is asked as `month`.
  private static String name(Column input) {
    return input.text().substring(input.text().lastIndexOf('.') + 1);
  }

  private void row(String... cells) {
    Row row = sheet.createRow(next++);
    for (int i = 0; i < cells.length; i++) {
      Cell cell = row.createCell(i);
      if (NUMBER.matcher(cells[i]).matches()) {
        cell.setCellValue(Double.parseDouble(cells[i]));
      } else if (!cells[i].isEmpty()) {
        cell.setCellValue(cells[i]);
      }
    }
  }

  private void end() {
    next++;
  }

  private byte[] bytes() {
    try (workbook;
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      workbook.write(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
