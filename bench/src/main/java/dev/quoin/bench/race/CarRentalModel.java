package dev.quoin.bench.race;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// [CarRental] as a DMN model.
final class CarRentalModel {
  private static final List<Column> INPUTS =
      List.of(
          new Column("carClass", "string"),
          new Column("zone", "string"),
          new Column("grade", "string"),
          new Column("deductible", "string"),
          new Column("startAt", "dateTime"),
          new Column("endAt", "dateTime"),
          new Column("distanceKm", "number"),
          new Column("driverAge", "number"));

  private final CarTariff tariff;
  private final DmnText dmn = new DmnText("rental");

  private CarRentalModel(CarTariff tariff) {
    this.tariff = tariff;
  }

  static byte[] dmn(CarTariff tariff) {
    return new CarRentalModel(tariff).bytes();
  }

  /// The seven tables of the model, each behind those that it needs.
  static List<RuleTable> tables(CarTariff tariff) {
    CarRentalModel model = new CarRentalModel(tariff);
    return List.of(
        model.dayType(),
        model.baseRate(),
        model.durationFactor(),
        model.zoneFactor(),
        model.memberFactor(),
        model.mileageRaw(),
        model.deductiblePerDay());
  }

  private byte[] bytes() {
    dmn.context(
        "tQuote",
        List.of(
            new Column("units", "number"),
            new Column("dayType", "string"),
            new Column("rental", "number"),
            new Column("mileage", "number"),
            new Column("deductible", "number"),
            new Column("total", "number")));
    INPUTS.forEach(input -> dmn.input(input.text(), input.type()));
    time();
    factors();
    fees();
    dmn.literal(
        "quote",
        "tQuote",
        List.of("durationUnits", "dayType", "rentalFee", "mileageFee", "deductibleFee"),
        "{units: durationUnits, dayType: dayType, rental: rentalFee, mileage: mileageFee, "
            + "deductible: deductibleFee, total: rentalFee + mileageFee + deductibleFee}");
    return dmn.bytes();
  }

  private void time() {
    number(
        "durationUnits",
        List.of("startAt", "endAt"),
        "ceiling((endAt - startAt) / duration(\"PT1M\") / 10)");
    dmn.table(dayType(), "string", List.of("startAt"), "FIRST");
  }

  private void factors() {
    number(baseRate());
    number(durationFactor());
    number(zoneFactor());
    number(memberFactor());
  }

  private void fees() {
    number(
        "rentalFee",
        List.of("durationUnits", "baseRate", "durationFactor", "zoneFactor", "memberFactor"),
        toTens("(durationUnits * baseRate * durationFactor * zoneFactor * memberFactor)"));
    number(mileageRaw());
    number("mileageFee", List.of("mileageRaw"), toTens("mileageRaw"));
    number("rentalDays", List.of("durationUnits"), "ceiling(durationUnits / 144)");
    number(deductiblePerDay());
    number(
        "deductibleFee",
        List.of("deductiblePerDay", "rentalDays"),
        toTens("(deductiblePerDay * rentalDays)"));
  }

  private void number(String name, List<String> requires, String expression) {
    dmn.literal(name, "number", requires, expression);
  }

  /// A table of one number, which requires what it is asked by.
  private void number(RuleTable table) {
    dmn.table(table, "number", table.inputs().stream().map(Column::text).toList(), "UNIQUE");
  }

  // The tables.

  private RuleTable dayType() {
    List<List<String>> days = new ArrayList<>();
    for (int[] peak : tariff.peaks()) {
      days.add(
          List.of(
              "" + peak[0],
              "[" + peak[1] + ".." + peak[2] + "]",
              "-",
              quoted(tariff.dayTypes().get(CarTariff.PEAK))));
    }
    days.add(
        List.of(
            "-",
            "-",
            ">= " + CarTariff.WEEKEND_FROM,
            quoted(tariff.dayTypes().get(CarTariff.WEEKEND))));
    days.add(List.of("-", "-", "-", quoted(tariff.dayTypes().get(CarTariff.WEEKDAY))));
    return new RuleTable(
        "dayType",
        List.of(
            new Column("startAt.month", "number"),
            new Column("startAt.day", "number"),
            new Column("startAt.weekday", "number")),
        List.of(new Column("dayType", "string")),
        days);
  }

  private RuleTable baseRate() {
    return table(
        "baseRate",
        List.of(new Column("carClass", "string"), new Column("dayType", "string")),
        IntStream.range(0, tariff.classes().size())
            .boxed()
            .flatMap(of ->
                IntStream.range(0, tariff.dayTypes().size())
                    .mapToObj(day ->
                        List.of(
                            quoted(tariff.classes().get(of)),
                            quoted(tariff.dayTypes().get(day)),
                            decimal(tariff.rates()[of][day], 1)))));
  }

  private RuleTable durationFactor() {
    return table(
        "durationFactor",
        List.of(new Column("durationUnits", "number")),
        IntStream.range(0, tariff.durationEnds().length)
            .mapToObj(band ->
                List.of(
                    below(tariff.durationEnds(), band),
                    decimal(tariff.durationPercents()[band], 2))));
  }

  private RuleTable zoneFactor() {
    return table(
        "zoneFactor",
        List.of(new Column("zone", "string")),
        percents(tariff.zones(), tariff.zonePercents()));
  }

  private RuleTable memberFactor() {
    return table(
        "memberFactor",
        List.of(new Column("grade", "string")),
        percents(tariff.grades(), tariff.gradePercents()));
  }

  private RuleTable mileageRaw() {
    return table(
        "mileageRaw",
        List.of(new Column("distanceKm", "number")),
        IntStream.range(0, tariff.mileageFrom().length)
            .mapToObj(band ->
                List.of(
                    above(tariff.mileageFrom(), band),
                    "%d + (distanceKm - %d) * %d"
                        .formatted(
                            tariff.mileageBase()[band],
                            tariff.mileageFrom()[band],
                            tariff.mileageRate()[band]))));
  }

  private RuleTable deductiblePerDay() {
    return table(
        "deductiblePerDay",
        List.of(
            new Column("carClass", "string"),
            new Column("deductible", "string"),
            new Column("driverAge", "number")),
        IntStream.range(0, tariff.deductibles().length).boxed().flatMap(this::deductibles));
  }

  private Stream<List<String>> deductibles(int group) {
    int first = group * CarTariff.CLASSES_PER_GROUP;
    String classes =
        String.join(
            ",",
            tariff.classes().subList(first, first + CarTariff.CLASSES_PER_GROUP).stream()
                .map(CarRentalModel::quoted)
                .toList());
    return IntStream.range(0, tariff.deductibleKinds().size())
        .boxed()
        .flatMap(kind ->
            IntStream.range(0, tariff.ageEnds().length)
                .mapToObj(band ->
                    List.of(
                        classes,
                        quoted(tariff.deductibleKinds().get(kind)),
                        below(tariff.ageEnds(), band),
                        decimal(tariff.deductibles()[group][kind][band], 0))));
  }

  private static RuleTable table(String name, List<Column> inputs, Stream<List<String>> rules) {
    return new RuleTable(name, inputs, List.of(new Column(name, "number")), rules.toList());
  }

  private static Stream<List<String>> percents(List<String> names, int[] percents) {
    return IntStream.range(0, names.size())
        .mapToObj(i -> List.of(quoted(names.get(i)), decimal(percents[i], 2)));
  }

  /// A band that ends before its end.
  private static String below(int[] ends, int band) {
    if (band == 0) {
      return "< " + ends[0];
    }
    return band == ends.length - 1
        ? ">= " + ends[band - 1]
        : "[" + ends[band - 1] + ".." + ends[band] + ")";
  }

  /// A band that begins behind its beginning; the first has none.
  private static String above(int[] from, int band) {
    if (band == from.length - 1) {
      return "> " + from[band];
    }
    return band == 0 ? "<= " + from[1] : "(" + from[band] + ".." + from[band + 1] + "]";
  }

  private static String toTens(String amount) {
    return "floor(" + amount + " / 10 + 0.5) * 10";
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static String decimal(int number, int scale) {
    return BigDecimal.valueOf(number, scale).toPlainString();
  }
}
