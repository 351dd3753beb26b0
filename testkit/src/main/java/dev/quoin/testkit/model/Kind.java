package dev.quoin.testkit.model;

/// The types that made-up models use, with the names by which they declare them.
public enum Kind {
  NUMBER("number"),
  TEXT("string"),
  TRUTH("boolean"),
  DATE("date"),
  TIME("time"),
  DATE_TIME("date and time"),
  DAYS("days and time duration"),
  MONTHS("years and months duration"),
  SIZE("tSize"),
  PERCENT("tPercent"),
  NUMBERS("tNumbers"),
  TEXTS("tTexts"),
  TRIP("tTrip"),
  TRIPS("tTrips");

  private final String typeRef;

  Kind(String typeRef) {
    this.typeRef = typeRef;
  }

  /// The type's name in FEEL, or that of an item definition which [ModelText] has.
  public String typeRef() {
    return typeRef;
  }

  /// A variable of that type.
  record Variable(String name, Kind kind) {}
}
