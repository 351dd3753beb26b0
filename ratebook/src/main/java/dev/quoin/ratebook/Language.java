package dev.quoin.ratebook;

import java.util.Map;

/// In which of a ratebook's two languages its texts are shown.
public enum Language {
  KO,
  EN;

  /// Korean where the environment says so, English everywhere else.
  public static Language of(Map<String, String> environment) {
    for (String variable : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
      String value = environment.getOrDefault(variable, "");
      if (!value.isEmpty()) {
        return value.startsWith("ko") ? KO : EN;
      }
    }
    return EN;
  }
}
