package dev.quoin.bench.race;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What a rental costs: the tables of [CarRental].
///
/// @param rates by class and day type: tenths of a won for ten minutes
/// @param durationEnds the numbers of ten-minute units where a band ends, itself outside; the last has no end
/// @param durationPercents by band
/// @param zonePercents by zone
/// @param gradePercents by grade
/// @param mileageFrom the kilometres where a band begins, itself outside
/// @param mileageBase what all the kilometres below a band cost, in won
/// @param mileageRate what a kilometre in a band costs, in won
/// @param ageEnds the ages where a band ends, itself outside; the last has no end
/// @param deductibles by pair of classes, deductible and age band: won a day
/// @param peaks month, first day and last day
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record CarTariff(
    List<String> classes,
    List<String> zones,
    List<String> grades,
    List<String> deductibleKinds,
    List<String> dayTypes,
    int[][] rates,
    int[] durationEnds,
    int[] durationPercents,
    int[] zonePercents,
    int[] gradePercents,
    int[] mileageFrom,
    int[] mileageBase,
    int[] mileageRate,
    int[] ageEnds,
    int[][][] deductibles,
    int[][] peaks) {

  /// How many classes next to each other share their deductibles.
  static final int CLASSES_PER_GROUP = 2;

  /// Friday.
  static final int WEEKEND_FROM = 5;

  static final int WEEKDAY = 0;
  static final int WEEKEND = 1;
  static final int PEAK = 2;

  /// The tariff of the shape that the benchmark makes itself.
  static CarTariff own() {
    try (InputStream in = CarTariff.class.getResourceAsStream("car-tariff.json")) {
      return of(BenchFolder.json(Objects.requireNonNull(in, "car-tariff.json").readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CarTariff of(JsonNode tables) {
    return new CarTariff(
        texts(tables.get("CLASSES")),
        texts(tables.get("ZONES")),
        texts(tables.get("GRADES")),
        texts(tables.get("DEDUCT")),
        texts(tables.get("DAYTYPES")),
        rows(tables.get("RATE10")),
        numbers(tables.get("DUR_HI")),
        numbers(tables.get("DUR_F")),
        numbers(tables.get("ZONE_F")),
        numbers(tables.get("MEMBER_F")),
        numbers(tables.get("MILE_LO")),
        numbers(tables.get("MILE_BASE")),
        numbers(tables.get("MILE_RATE")),
        numbers(tables.get("AGE_HI")),
        tables.get("DED").valueStream().map(CarTariff::rows).toArray(int[][][]::new),
        rows(tables.get("PEAK")));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static int[] numbers(JsonNode array) {
    return array.valueStream().mapToInt(JsonNode::asInt).toArray();
  }

  private static int[][] rows(JsonNode array) {
    return array.valueStream().map(CarTariff::numbers).toArray(int[][]::new);
  }
}
