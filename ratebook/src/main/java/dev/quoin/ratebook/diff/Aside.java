package dev.quoin.ratebook.diff;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Set;

/// Leaves out of the policy's file what no price depends on.
final class Aside {
  private Aside() {}

  /// The file without some of its keys, and all that stands below these. A key that does not begin a line stays: then its
  /// files have to fit, too.
  static byte[] without(Set<String> keys, byte[] content) {
    StringBuilder text = new StringBuilder();
    boolean isAside = false;
    for (String line : new String(content, UTF_8).split("\n", -1)) {
      if (!isWithin(line)) {
        int colon = line.indexOf(':');
        isAside = colon > 0 && keys.contains(line.substring(0, colon).strip());
      }
      if (!isAside) {
        text.append(line).append('\n');
      }
    }
    return text.toString().getBytes(UTF_8);
  }

  /// Whether a line belongs to the key above it: it is indented, an item of its list, or nothing.
  private static boolean isWithin(String line) {
    return line.isBlank() || " \t-#]}".indexOf(line.charAt(0)) >= 0;
  }
}
