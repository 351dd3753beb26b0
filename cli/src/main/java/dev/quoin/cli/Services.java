package dev.quoin.cli;

import dev.quoin.ratebook.Ratebook;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Of which service somebody speaks.
final class Services {
  private Services() {}

  /// The one that was typed, or the only one.
  static String one(@Nullable String typed, Ratebook ratebook) throws Unusable {
    Set<String> services = ratebook.services().keySet();
    if (typed == null && services.size() == 1) {
      return services.iterator().next();
    }
    if (typed == null || !services.contains(typed)) {
      throw new Unusable(
          "%s (the ratebook has `%s`)"
              .formatted(
                  typed == null ? "`--service` is missing" : "unknown service `" + typed + "`",
                  String.join("`, `", services)));
    }
    return typed;
  }
}
