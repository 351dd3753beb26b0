package dev.quoin.compare;

import java.math.BigInteger;

/// What a number of requests cost under two policies. Amounts are whole numbers of the currency's smallest unit.
///
/// @param changed how many have another price, or a price under one policy alone, or none for another kind of reason
/// @param repriced those that have a price under both policies
/// @param winners those among them that became cheaper, with what they save: a negative sum
/// @param losers those that became dearer
/// @param newlyRefused priced before, refused after: the sum is what they cost before
/// @param newlyOffered refused before, priced after: the sum is what they cost after
/// @param newlyFailed priced before, failed after
/// @param newlyWorking failed before, priced after
public record Figures(
    long requests,
    long changed,
    Side before,
    Side after,
    Repriced repriced,
    Part winners,
    Part losers,
    Part newlyRefused,
    Part newlyOffered,
    Part newlyFailed,
    Part newlyWorking) {

  /// What became of the requests under one policy.
  ///
  /// @param total the sum of the prices
  public record Side(long priced, long refused, long failed, BigInteger total) {}

  /// Requests with a price under both policies.
  public record Repriced(long requests, BigInteger before, BigInteger after) {
    public BigInteger difference() {
      return after.subtract(before);
    }
  }

  /// Some of the requests, and a sum of theirs.
  public record Part(long requests, BigInteger total) {}

  /// By how much the sum of all prices has changed.
  public BigInteger difference() {
    return after.total().subtract(before.total());
  }
}
