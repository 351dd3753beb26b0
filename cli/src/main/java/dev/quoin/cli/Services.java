package dev.quoin.cli;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Of which service somebody speaks.
final class Services {
  private Services() {}

  /// The one that was typed, or the only one.
  ///
  /// @param whose such as `the ratebook has`
  static String one(@Nullable String typed, Set<String> services, String whose) throws Unusable {
    if (typed == null && services.size() == 1) {
      return services.iterator().next();
    }
    if (typed == null || !services.contains(typed)) {
      throw new Unusable(
          "%s (%s `%s`)"
              .formatted(
                  typed == null ? "`--service` is missing" : "unknown service `" + typed + "`",
                  whose,
                  String.join("`, `", services)));
    }
    return typed;
  }
}
