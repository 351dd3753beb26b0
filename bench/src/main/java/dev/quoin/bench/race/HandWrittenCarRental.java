package dev.quoin.bench.race;

import dev.quoin.bench.race.CarRental.Quote;
import dev.quoin.bench.race.CarRental.Request;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// [CarRental] as one writes it by hand when it must be fast and exact: whole numbers of a known scale in `long`, tables
/// in hash maps and arrays. Nothing here overflows for a rental of less than a century.
final class HandWrittenCarRental {
  private static final long SECONDS_PER_UNIT = 600;
  private static final long UNITS_PER_DAY = 144;

  /// Tenths of a won, and three percentages.
  private static final long PRODUCT_SCALE = 10L * 100 * 100 * 100;

  private static final int MONTHS = 12;
  private static final int DAYS = 31;

  private final CarTariff tariff;
  private final Map<String, OfClass> classes = new HashMap<>();
  private final Map<String, Integer> zones = new HashMap<>();
  private final Map<String, Integer> grades = new HashMap<>();
  private final Map<String, Integer> kinds = new HashMap<>();
  private final boolean[][] isPeak = new boolean[MONTHS + 1][DAYS + 1];
  private final String[] dayTypes;

  /// What depends on the class.
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  private record OfClass(int[] rates, int[][] deductibles) {}

  HandWrittenCarRental(CarTariff tariff) {
    this.tariff = tariff;
    dayTypes = tariff.dayTypes().toArray(String[]::new);
    for (int i = 0; i < tariff.classes().size(); i++) {
      classes.put(
          tariff.classes().get(i),
          new OfClass(tariff.rates()[i], tariff.deductibles()[i / CarTariff.CLASSES_PER_GROUP]));
    }
    for (int i = 0; i < tariff.zones().size(); i++) {
      zones.put(tariff.zones().get(i), tariff.zonePercents()[i]);
    }
    for (int i = 0; i < tariff.grades().size(); i++) {
      grades.put(tariff.grades().get(i), tariff.gradePercents()[i]);
    }
    for (int i = 0; i < tariff.deductibleKinds().size(); i++) {
      kinds.put(tariff.deductibleKinds().get(i), i);
    }
    for (int[] peak : tariff.peaks()) {
      for (int day = peak[1]; day <= peak[2]; day++) {
        isPeak[peak[0]][day] = true;
      }
    }
  }

  Quote quote(Request request) {
    OfClass ofClass = known(classes, request.carClass());
    long seconds =
        request.end().toEpochSecond(ZoneOffset.UTC) - request.start().toEpochSecond(ZoneOffset.UTC);
    long units = Math.ceilDiv(seconds, SECONDS_PER_UNIT);
    int dayType = dayType(request.start().toLocalDate());
    long product =
        units
            * ofClass.rates[dayType]
            * tariff.durationPercents()[band(tariff.durationEnds(), units)]
            * known(zones, request.zone())
            * known(grades, request.grade());
    long rental = toTens(product, PRODUCT_SCALE);
    long mileage = mileage(request.tenths());
    long perDay =
        ofClass
            .deductibles[known(kinds, request.deductible())][band(tariff.ageEnds(), request.age())];
    long deductible = toTens(perDay * Math.ceilDiv(units, UNITS_PER_DAY), 1);
    return new Quote(
        units, dayTypes[dayType], rental, mileage, deductible, rental + mileage + deductible);
  }

  private int dayType(LocalDate day) {
    if (isPeak[day.getMonthValue()][day.getDayOfMonth()]) {
      return CarTariff.PEAK;
    }
    return day.getDayOfWeek().getValue() >= CarTariff.WEEKEND_FROM
        ? CarTariff.WEEKEND
        : CarTariff.WEEKDAY;
  }

  private long mileage(long tenths) {
    int band = tariff.mileageFrom().length - 1;
    while (band > 0 && tenths <= 10L * tariff.mileageFrom()[band]) {
      band--;
    }
    long within = tenths - 10L * tariff.mileageFrom()[band];
    return toTens(10L * tariff.mileageBase()[band] + within * tariff.mileageRate()[band], 10);
  }

  private static int band(int[] ends, long value) {
    int band = 0;
    while (value >= ends[band]) {
      band++;
    }
    return band;
  }

  /// An amount in parts of a won, so many to one, rounded half up to ten won.
  private static long toTens(long amount, long parts) {
    return Math.floorDiv(amount + 5 * parts, 10 * parts) * 10;
  }

  private static <T> T known(Map<String, T> all, String name) {
    return Objects.requireNonNull(all.get(name), name);
  }
}
