package dev.quoin.bench.race;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// W1: the price of a rental. Thirteen decisions, seven tables, dates, rounding to ten won.
final class CarRental {
  private static final int REQUESTS = 20_000;
  private static final long SEED = 1;
  private static final int MINUTES_PER_DAY = 24 * 60;

  private CarRental() {}

  /// What is asked.
  ///
  /// @param tenths tenths of kilometres
  record Request(
      String carClass,
      String zone,
      LocalDateTime start,
      LocalDateTime end,
      long tenths,
      int age,
      String grade,
      String deductible) {

    Map<String, Object> inputs() {
      return Map.of(
          "carClass", carClass,
          "zone", zone,
          "startAt", start,
          "endAt", end,
          "distanceKm", BigDecimal.valueOf(tenths, 1),
          "driverAge", BigDecimal.valueOf(age),
          "grade", grade,
          "deductible", deductible);
    }
  }

  /// The answer, in units of ten minutes and in won.
  record Quote(long units, String dayType, long rental, long mileage, long deductible, long total) {

    Map<String, Object> entries() {
      return Map.of(
          "units", BigDecimal.valueOf(units),
          "dayType", dayType,
          "rental", BigDecimal.valueOf(rental),
          "mileage", BigDecimal.valueOf(mileage),
          "deductible", BigDecimal.valueOf(deductible),
          "total", BigDecimal.valueOf(total));
    }
  }

  /// The workload of the folder, or one of the same shape with requests of our own.
  public static Workload workload(Optional<BenchFolder> folder) {
    return folder.map(CarRental::given).orElseGet(CarRental::made);
  }

  private static Workload given(BenchFolder folder) {
    List<JsonNode> lines = folder.jsonLines("w1-inputs.jsonl.gz");
    List<Request> requests = lines.stream().map(line -> request(line.get("in"))).toList();
    CarTariff tariff = CarTariff.of(BenchFolder.json(folder.bytes("w1-tables.json")));
    return workload(
        () -> folder.bytes("w1.dmn"),
        tariff,
        requests,
        lines.stream().map(line -> entries(line.get("out"))).toList());
  }

  static Workload made() {
    CarTariff tariff = CarTariff.own();
    List<Request> requests = requests(tariff, new Random(SEED));
    HandWrittenCarRental byHand = new HandWrittenCarRental(tariff);
    return workload(
        () -> CarRentalModel.dmn(tariff),
        tariff,
        requests,
        requests.stream().map(request -> byHand.quote(request).entries()).toList());
  }

  private static Workload workload(
      Supplier<byte[]> dmn,
      CarTariff tariff,
      List<Request> requests,
      List<Map<String, Object>> answers) {
    HandWrittenCarRental byHand = new HandWrittenCarRental(tariff);
    Request[] asked = requests.toArray(Request[]::new);
    return new Workload(
        "W1",
        dmn,
        "quote",
        () -> CarRentalModel.tables(tariff),
        Stream.of(asked).map(Request::inputs).toList(),
        answers,
        new Contender() {
          @Override
          public Object answer(int request) {
            return byHand.quote(asked[request]);
          }

          @Override
          public Map<String, Object> told(Object answer) {
            return ((Quote) answer).entries();
          }
        });
  }

  private static Request request(JsonNode in) {
    return new Request(
        in.get("carClass").asText(),
        in.get("zone").asText(),
        LocalDateTime.parse(in.get("startAt").asText()),
        LocalDateTime.parse(in.get("endAt").asText()),
        new BigDecimal(in.get("distanceKm").asText()).movePointRight(1).longValueExact(),
        in.get("driverAge").asInt(),
        in.get("grade").asText(),
        in.get("deductible").asText());
  }

  private static Map<String, Object> entries(JsonNode out) {
    return new Quote(
            out.get("units").asLong(),
            out.get("dayType").asText(),
            out.get("rental").asLong(),
            out.get("mileage").asLong(),
            out.get("deductible").asLong(),
            out.get("total").asLong())
        .entries();
  }

  /// Half of them a few hours, a third some days, the others up to four weeks.
  private static List<Request> requests(CarTariff tariff, Random random) {
    LocalDateTime year = LocalDateTime.of(2026, 1, 1, 0, 0);
    return IntStream.range(0, REQUESTS)
        .mapToObj(_ -> {
          LocalDateTime start = year.plusMinutes(random.nextInt(365 * MINUTES_PER_DAY));
          int kind = random.nextInt(100);
          int minutes =
              kind < 50
                  ? random.nextInt(30, 10 * 60)
                  : kind < 85
                      ? random.nextInt(8 * 60, 3 * MINUTES_PER_DAY)
                      : random.nextInt(3 * MINUTES_PER_DAY, 28 * MINUTES_PER_DAY);
          return new Request(
              one(tariff.classes(), random),
              one(tariff.zones(), random),
              start,
              start.plusMinutes(minutes),
              random.nextInt(kind < 50 ? 1_500 : 12_000),
              random.nextInt(21, 80),
              one(tariff.grades(), random),
              one(tariff.deductibleKinds(), random));
        })
        .toList();
  }

  private static String one(List<String> texts, Random random) {
    return texts.get(random.nextInt(texts.size()));
  }
}
