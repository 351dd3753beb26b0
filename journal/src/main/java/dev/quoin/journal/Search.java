package dev.quoin.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Which entries are looked for: those that pass all filters.
///
/// @param before only those whose ids are less: where the page before it ended
/// @param limit how many at most, newest first
public record Search(List<Filter> filters, Optional<UUID> before, int limit) {
  private static final Pattern DIGEST_BEGIN = Pattern.compile("[0-9a-f]{1,64}");

  public Search {
    filters = List.copyOf(filters);
    if (limit < 1) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: >= 1)");
    }
  }

  /// What an entry has to be.
  public sealed interface Filter {
    record Id(UUID id) implements Filter {}

    /// Of a customer, by the pseudonym.
    record Customer(String pseudonym) implements Filter {
      public Customer {
        Card.requirePseudonym(pseudonym);
      }
    }

    /// Answered at an instant or later.
    record From(Instant from) implements Filter {}

    /// Answered before an instant.
    record To(Instant to) implements Filter {}

    record Service(String service) implements Filter {}

    record Ratebook(String ratebook) implements Filter {}

    /// By the beginning of a digest.
    record Release(String begin) implements Filter {
      public Release {
        if (!DIGEST_BEGIN.matcher(begin).matches()) {
          throw new IllegalArgumentException("release: 1 to 64 hexadecimal digits are expected");
        }
      }
    }

    record Booking(String booking) implements Filter {}

    record OfKind(Kind kind) implements Filter {}

    record Outcome(Card.Answered outcome) implements Filter {}

    /// With a total between two; a batch has all between its lowest and its highest one, for all that is known here.
    record Total(Optional<BigDecimal> lowest, Optional<BigDecimal> highest) implements Filter {}

    /// With a line item of a code.
    record Line(String code) implements Filter {}

    /// Refused with a code.
    record Refusal(String code) implements Filter {}

    /// With an input, as [Card#searched(String, String)] writes it.
    record Input(String searched) implements Filter {}
  }
}
