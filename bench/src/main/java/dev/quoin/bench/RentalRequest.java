package dev.quoin.bench;

import java.time.LocalDate;
import java.time.LocalDateTime;

/// What the rental service is asked, in local time of Seoul.
///
/// @param metres the expected distance
/// @param oneWayMetres the straight line to the place of return, or `RETURNS` where the car comes back to its place
/// @param utilisation percent of the zone's cars that are taken
/// @param couponPercent 0 without a percent coupon
/// @param couponAmount in won; 0 without an amount coupon
public record RentalRequest(
    LocalDateTime start,
    LocalDateTime end,
    String model,
    long metres,
    long oneWayMetres,
    int utilisation,
    String membership,
    int couponPercent,
    long couponAmount,
    LocalDate birthDate,
    LocalDate licenceDate) {

  /// The car comes back to its place.
  public static final long RETURNS = -1;

  /// The same request with another end.
  public RentalRequest until(LocalDateTime newEnd) {
    return new RentalRequest(
        start,
        newEnd,
        model,
        metres,
        oneWayMetres,
        utilisation,
        membership,
        couponPercent,
        couponAmount,
        birthDate,
        licenceDate);
  }

  /// The same request with other distances.
  public RentalRequest over(long newMetres, long newOneWayMetres) {
    return new RentalRequest(
        start,
        end,
        model,
        newMetres,
        newOneWayMetres,
        utilisation,
        membership,
        couponPercent,
        couponAmount,
        birthDate,
        licenceDate);
  }
}
