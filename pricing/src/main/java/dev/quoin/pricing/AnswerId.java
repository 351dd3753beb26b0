package dev.quoin.pricing;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names an answer for ever. The prices of a batch share the id of the batch and are told apart by their place in it, so that a
/// batch is kept as one row.
///
/// @param item the place in the batch, from 0; [#ALONE] for an answer that stands by itself
public record AnswerId(UUID id, int item) {
  public static final int ALONE = -1;

  private static final Pattern WRITTEN =
      Pattern.compile(
          "(\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12})(?:\\.(0|[1-9]\\d{0,5}))?");

  public static AnswerId of(UUID id) {
    return new AnswerId(id, ALONE);
  }

  /// The id that a text is; empty where it is none.
  public static Optional<AnswerId> read(String text) {
    Matcher parts = WRITTEN.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String item = parts.group(2);
    return Optional.of(
        new AnswerId(
            UUID.fromString(parts.group(1)), item == null ? ALONE : Integer.parseInt(item)));
  }

  /// The UUID; of a price of a batch with its place behind a full stop.
  @Override
  public String toString() {
    return item == ALONE ? id.toString() : id + "." + item;
  }
}
