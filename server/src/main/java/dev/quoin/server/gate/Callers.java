package dev.quoin.server.gate;

import java.util.Locale;

/// Whether those who ask for prices have to show a key.
public enum Callers {
  /// They need none.
  OPEN,
  /// Each of them does.
  KEYS;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
