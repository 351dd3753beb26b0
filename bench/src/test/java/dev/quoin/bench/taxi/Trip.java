package dev.quoin.bench.taxi;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// A trip of a green taxi as the city's records have it.
///
/// @param vendor who made the meter, 1 or 2
/// @param rateCode 1: standard city rate, 2: Kennedy airport
/// @param distance in miles
/// @param fare what the meter showed, in dollars
/// @param extra the surcharges of the time and of LaGuardia; of vendor 1 the congestion surcharge, too
record Trip(
    int vendor,
    int rateCode,
    LocalDateTime pickup,
    LocalDateTime dropoff,
    BigDecimal distance,
    int pickupZone,
    int dropoffZone,
    BigDecimal fare,
    BigDecimal extra) {

  static final int STANDARD = 1;
  static final int JFK = 2;

  /// All trips of a month that have a rate code and a fare, by pickup, so that a run says the same as the last.
  static List<Trip> read(Path parquet) throws SQLException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        PreparedStatement query =
            duckdb.prepareStatement(
                """
                SELECT VendorID, CAST(RatecodeID AS INTEGER), lpep_pickup_datetime, lpep_dropoff_datetime,
                  CAST(trip_distance AS DECIMAL(9, 2)), PULocationID, DOLocationID,
                  CAST(fare_amount AS DECIMAL(9, 2)), CAST(extra AS DECIMAL(9, 2))
                FROM read_parquet(?)
                WHERE RatecodeID IS NOT NULL AND fare_amount > 0
                ORDER BY ALL\
                """)) {
      query.setString(1, parquet.toString());
      List<Trip> trips = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          trips.add(
              new Trip(
                  row.getInt(1),
                  row.getInt(2),
                  row.getObject(3, LocalDateTime.class),
                  row.getObject(4, LocalDateTime.class),
                  row.getBigDecimal(5),
                  row.getInt(6),
                  row.getInt(7),
                  row.getBigDecimal(8),
                  row.getBigDecimal(9)));
        }
      }
      return trips;
    }
  }

  /// Whether the records of such a trip can be taken at their word: neither parked with a running meter nor typed in.
  boolean isPlausible() {
    long seconds = ChronoUnit.SECONDS.between(pickup, dropoff);
    return seconds >= 60
        && seconds <= 3 * 3600
        && distance.compareTo(new BigDecimal("0.1")) >= 0
        && distance.compareTo(new BigDecimal(60)) <= 0;
  }

  /// The same trip so many weeks later, on the same day of the week.
  Trip weeksLater(int weeks) {
    return new Trip(
        vendor,
        rateCode,
        pickup.plusWeeks(weeks),
        dropoff.plusWeeks(weeks),
        distance,
        pickupZone,
        dropoffZone,
        fare,
        extra);
  }

  /// The body of a request for an estimate.
  byte[] request() {
    return """
    {"rate code": "%s", "pickup": "%s", "dropoff": "%s", "distance": %s, "pickup zone": %d, "dropoff zone": %d}\
    """
        .formatted(
            rateCode == JFK ? "JFK" : "standard",
            pickup.truncatedTo(ChronoUnit.SECONDS),
            dropoff.truncatedTo(ChronoUnit.SECONDS),
            distance.toPlainString(),
            pickupZone,
            dropoffZone)
        .getBytes(StandardCharsets.UTF_8);
  }
}
