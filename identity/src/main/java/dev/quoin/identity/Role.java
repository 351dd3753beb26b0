package dev.quoin.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What somebody is trusted with. What each may do says [Operation].
public enum Role {
  VIEWER("reads prices that were given, and what became of releases"),
  ANALYST("asks for prices, publishes ratebooks and proposes releases"),
  APPROVER("approves releases, lets them answer, takes them back, and publishes, too"),
  OPERATOR("keeps a service running: takes back and freezes, books by hand"),
  ADMINISTRATOR("does everything, and alone says who may do what");

  private final String sentence;

  Role(String sentence) {
    this.sentence = sentence;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What it is there for.
  public String sentence() {
    return sentence;
  }

  /// The role of that name.
  public static Optional<Role> of(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
  }
}
