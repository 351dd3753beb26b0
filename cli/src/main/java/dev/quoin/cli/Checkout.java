package dev.quoin.cli;

import java.nio.file.Path;

/// The checkout whose launcher runs, where the docs and the demo are.
final class Checkout {
  private Checkout() {}

  /// The launcher says where it is. Without one, as in tests, it is the working folder.
  static Path home() {
    return Path.of(System.getProperty("quoin.home", ""));
  }

  /// What somebody in a working folder calls a file of the checkout.
  static String named(String file, Path home, Path folder) {
    boolean isHere =
        home.toString().isEmpty()
            || home.toAbsolutePath().normalize().equals(folder.toAbsolutePath().normalize());
    return isHere ? file : home.resolve(file).toString();
  }
}
