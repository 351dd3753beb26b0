package dev.quoin.bench.engines;

import dev.quoin.bench.race.Contender;
import dev.quoin.bench.race.Duel;
import dev.quoin.bench.race.RuleTable;
import dev.quoin.bench.race.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openl.rules.calc.SpreadsheetResult;
import org.openl.rules.runtime.RulesEngineFactory;

/// OpenL Tablets, asked through an interface. It knows no DMN: its tables stand in a workbook that is written here. What W1
/// needs of dates is computed before OpenL is asked, within the time that is measured.
public final class OpenlRace {
  private OpenlRace() {}

  /// Races and prints a row for each workload.
  ///
  /// @param arguments the workloads to race on; all where nothing is said
  public static void main(String[] arguments) {
    Duel.here("OpenL Tablets 5.27.1", OpenlRace::workbook, OpenlRace::load, arguments);
  }

  private static byte[] workbook(Workload workload) {
    List<RuleTable> tables = workload.tables().get();
    return isRental(workload) ? Workbooks.rental(tables) : Workbooks.rating(tables.getFirst());
  }

  private static Contender load(byte[] workbook, Workload workload) {
    return isRental(workload) ? new Rental(workbook, workload) : new Rating(workbook, workload);
  }

  private static boolean isRental(Workload workload) {
    return workload.name().equals("W1");
  }

  /// The rules of a workbook as an implementation of an interface.
  private static <T> T rules(byte[] workbook, Class<T> type) {
    try {
      Path file = Files.createTempFile("openl", ".xlsx");
      try {
        Files.write(file, workbook);
        return new RulesEngineFactory<>(file.toString(), type).newEngineInstance();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Map<String, Object> inputs, String name) {
    return (String) of(inputs, name);
  }

  private static LocalDateTime moment(Map<String, Object> inputs, String name) {
    return (LocalDateTime) of(inputs, name);
  }

  private static BigDecimal number(Map<String, Object> inputs, String name) {
    return (BigDecimal) of(inputs, name);
  }

  private static Object of(Map<String, Object> inputs, String name) {
    return Objects.requireNonNull(inputs.get(name), name);
  }

  private static Object exact(Object value) {
    return value instanceof Number number ? new BigDecimal(number.toString()) : value;
  }

  /// W1.
  static final class Rental implements Contender {
    private final Rules rules;
    private final List<Request> requests;

    /// The sheet, as an interface.
    public interface Rules {
      SpreadsheetResult quote(
          String carClass,
          String zone,
          Long minutes,
          Integer month,
          Integer day,
          Integer weekday,
          BigDecimal distanceKm,
          Integer driverAge,
          String grade,
          String deductible);
    }

    private record Request(
        String carClass,
        String zone,
        LocalDateTime start,
        LocalDateTime end,
        BigDecimal distance,
        Integer age,
        String grade,
        String deductible) {

      static Request of(Map<String, Object> inputs) {
        return new Request(
            text(inputs, "carClass"),
            text(inputs, "zone"),
            moment(inputs, "startAt"),
            moment(inputs, "endAt"),
            number(inputs, "distanceKm"),
            number(inputs, "driverAge").intValueExact(),
            text(inputs, "grade"),
            text(inputs, "deductible"));
      }
    }

    Rental(byte[] workbook, Workload workload) {
      rules = rules(workbook, Rules.class);
      requests = workload.requests().stream().map(Request::of).toList();
    }

    @Override
    public Object answer(int request) {
      Request asked = requests.get(request);
      LocalDateTime start = asked.start();
      return rules.quote(
          asked.carClass(),
          asked.zone(),
          Duration.between(start, asked.end()).toMinutes(),
          start.getMonthValue(),
          start.getDayOfMonth(),
          start.getDayOfWeek().getValue(),
          asked.distance(),
          asked.age(),
          asked.grade(),
          asked.deductible());
    }

    @Override
    public Map<String, Object> told(Object answer) {
      SpreadsheetResult sheet = (SpreadsheetResult) answer;
      Map<String, Object> told = new HashMap<>();
      Workbooks.QUOTE.forEach(
          (entry, step) -> told.put(entry, exact(sheet.getFieldValue("$" + step))));
      return told;
    }
  }

  /// W2 and W3.
  static final class Rating implements Contender {
    private final Rules rules;
    private final List<Request> requests;

    /// The table, as an interface.
    public interface Rules {
      Object rating(
          String zone, String carClass, Integer days, Integer age, String grade, String channel);
    }

    private record Request(
        String zone, String carClass, Integer days, Integer age, String grade, String channel) {

      static Request of(Map<String, Object> inputs) {
        return new Request(
            text(inputs, "zone"),
            text(inputs, "carClass"),
            number(inputs, "days").intValueExact(),
            number(inputs, "age").intValueExact(),
            text(inputs, "grade"),
            text(inputs, "channel"));
      }
    }

    Rating(byte[] workbook, Workload workload) {
      rules = rules(workbook, Rules.class);
      requests = workload.requests().stream().map(Request::of).toList();
    }

    @Override
    public Object answer(int request) {
      Request asked = requests.get(request);
      return rules.rating(
          asked.zone(),
          asked.carClass(),
          asked.days(),
          asked.age(),
          asked.grade(),
          asked.channel());
    }

    /// The answer is a bean whose class OpenL makes of the workbook.
    @Override
    public Map<String, Object> told(Object answer) {
      try {
        Map<String, Object> told = new HashMap<>();
        for (String entry : List.of("rate", "discount", "code")) {
          String getter = "get" + Character.toUpperCase(entry.charAt(0)) + entry.substring(1);
          told.put(entry, exact(answer.getClass().getMethod(getter).invoke(answer)));
        }
        return told;
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
