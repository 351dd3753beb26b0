package dev.quoin.server.command;

import dev.quoin.pricing.AnswerId;
import dev.quoin.pricing.Flaw;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Names that callers choose: of themselves, of requests, of bookings. They are kept and shown, so they are short and can be
/// printed.
final class Names {
  static final int MAX_LENGTH = 128;
  private static final int MAX_QUOTED = 60;

  private final List<Flaw> flaws = new ArrayList<>();

  /// A call, unless its names are wrong.
  static Verdict<Call> of(Call call) {
    return new Names().check(call).unless(call);
  }

  /// A text that somebody sent, as it may stand in a sentence.
  static String cut(String text) {
    return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "…";
  }

  Names check(Call call) {
    for (String header : call.twice()) {
      flaws.add(
          new Flaw("", "bad-id", "the header `%s` comes twice (expected: once)".formatted(header)));
    }
    check("caller", call.caller()).check("request_id", call.requestId());
    call.customer().ifPresent(this::checkCustomer);
    return this;
  }

  /// Notes what is wrong with the name of a customer. It comes in a header, which alters what is not ASCII; then two customers would
  /// be one.
  private void checkCustomer(String name) {
    boolean isVisible = name.chars().allMatch(character -> character > ' ' && character <= '~');
    if (!isVisible || name.length() > MAX_LENGTH) {
      flaws.add(
          new Flaw(
              "customer",
              "bad-id",
              "the customer's name %s (expected: 1 to %d characters of ASCII without blanks, such as the number of an account)"
                  .formatted(
                      isVisible
                          ? "has %,d characters".formatted(name.length())
                          : "holds another character",
                      MAX_LENGTH)));
    }
  }

  /// Notes what is wrong with a name.
  Names check(String field, String name) {
    if (name.isEmpty()) {
      flaws.add(new Flaw(field, "missing-field", "`%s` is missing".formatted(field)));
    } else if (name.length() > MAX_LENGTH) {
      flaw(field, "has %,d characters".formatted(name.length()));
    } else if (!isPrinted(name)) {
      flaw(field, "holds a character that cannot be printed");
    } else if (!name.equals(name.strip())) {
      flaw(field, "begins or ends with white space");
    }
    return this;
  }

  /// Notes what is wrong with a name that stands in paths, where some texts mean other paths.
  Names checkInPath(String field, String name) {
    if (name.equals(".") || name.equals("..") || name.contains("/") || name.contains("\\")) {
      flaws.add(
          new Flaw(
              field,
              "bad-id",
              "`%s` is `%s` (expected: no `/` and `\\`, for it stands in paths)"
                  .formatted(field, cut(name))));
      return this;
    }
    return check(field, name);
  }

  /// Notes what is wrong with the id of an answer.
  Names checkAnswer(String field, String id) {
    if (id.isEmpty()) {
      return check(field, id);
    }
    if (AnswerId.read(id).isEmpty()) {
      flaws.add(
          new Flaw(
              field,
              "bad-id",
              "`%s` is `%s` (expected: the id of an answer)".formatted(field, cut(id))));
    }
    return this;
  }

  Names check(String field, Optional<String> name) {
    return name.isPresent() ? check(field, name.get()) : this;
  }

  private void flaw(String field, String what) {
    flaws.add(
        new Flaw(
            field,
            "bad-id",
            "`%s` %s (expected: 1 to %d printable characters)".formatted(field, what, MAX_LENGTH)));
  }

  /// The value, unless a name is wrong.
  <T> Verdict<T> unless(T value) {
    return flaws.isEmpty()
        ? new Verdict.Given<>(value)
        : new Verdict.Rejected<>(new Rejection(Rejection.Kind.WRONG, flaws));
  }

  private static boolean isPrinted(String name) {
    for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
      if (!isPrinted(name.codePointAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrinted(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
