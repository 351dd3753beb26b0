package dev.quoin.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.api.rental.v1.Inputs;

/// The weekend of the examples, as both kinds of callers ask for it.
final class Samples {
  static final String WEEKEND_TOTAL = "300770";

  private Samples() {}

  static String json(String example) {
    return new String(Running.example(example), UTF_8);
  }

  static Inputs weekend() {
    return Inputs.newBuilder(trip()).setModel("K8").build();
  }

  /// Without a car.
  static Inputs trip() {
    return Inputs.newBuilder()
        .setStart("2026-06-12T18:00:00")
        .setEnd("2026-06-14T21:00:00")
        .setDistance("180")
        .setUtilisation("70")
        .setMembership("business")
        .setCouponPercent("10")
        .setCouponAmount("5000")
        .setBirthDate("1990-05-20")
        .setLicenceDate("2015-03-02")
        .build();
  }

  static Inputs car(String model) {
    return Inputs.newBuilder().setModel(model).build();
  }

  static dev.quoin.api.waiver.v1.Inputs waiver() {
    return dev.quoin.api.waiver.v1.Inputs.newBuilder()
        .setStart("2026-06-12T18:00:00")
        .setEnd("2026-06-14T21:00:00")
        .setModel("K8")
        .setDeductible("50000")
        .setBirthDate("1990-05-20")
        .setLicenceDate("2015-03-02")
        .build();
  }
}
