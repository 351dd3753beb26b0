package dev.quoin.ratebook;

import dev.quoin.ratebook.legacy.Dates;
import dev.quoin.ratebook.legacy.FieldPath;
import dev.quoin.ratebook.legacy.Numbers;
import dev.quoin.ratebook.source.Node;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What another system expects to be answered: an HTTP status and a tree of fields, in the order in which they were
/// written.
record Shape(int status, Part.Fields fields) {

  /// A part of the tree.
  sealed interface Part {

    /// An object.
    record Fields(Map<String, Part> parts) implements Part {
      public Fields {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
      }
    }

    /// A list with an object for each line, refusal or problem.
    record Each(Item item, Fields fields) implements Part {}

    /// A single value.
    record Told(What what, Style style) implements Part {}
  }

  /// What a list is over.
  enum Item {
    LINE,
    REFUSAL,
    PROBLEM
  }

  /// What a single value says.
  sealed interface What {
    /// Always the same.
    record Constant(Node.Scalar value) implements What {}

    /// What came in a field of the call, as it came.
    record Echo(FieldPath path) implements What {}

    record Total() implements What {}

    /// The sum of the lines with these codes; 0 where there is none.
    record Sum(List<String> codes) implements What {
      public Sum {
        codes = List.copyOf(codes);
      }
    }

    /// A decision that is shown beside the total.
    record Shown(String decision) implements What {}

    /// An aspect of a line, a refusal or a problem: of the one that a list is at, else of the first.
    record OfItem(Item item, Aspect aspect) implements What {}

    record OfQuote(Fact fact) implements What {}
  }

  /// What there is to say of a line, a refusal or a problem.
  enum Aspect {
    CODE,
    TEXT,
    AMOUNT,
    FIELD
  }

  /// What there is to say of a quote beside its price.
  enum Fact {
    ID,
    RATEBOOK,
    DIGEST,
    CURRENCY,
    ASKED_AT,
    VALID_UNTIL
  }

  /// How a value is written.
  ///
  /// @param numbers empty where numbers are JSON numbers
  /// @param codes their codes for ours
  /// @param otherwise their code for all others
  /// @param negated whether an amount changes its sign
  /// @param korean whether a text is the Korean one
  /// @param omitted whether the field is left out where the value is null
  record Style(
      Optional<Numbers> numbers,
      Optional<Dates> dates,
      Map<String, Node.Scalar> codes,
      Optional<Node.Scalar> otherwise,
      boolean negated,
      boolean korean,
      boolean omitted) {
    Style {
      codes = Collections.unmodifiableMap(new LinkedHashMap<>(codes));
    }
  }
}
