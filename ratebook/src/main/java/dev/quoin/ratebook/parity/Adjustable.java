package dev.quoin.ratebook.parity;

import dev.quoin.feel.Place;
import dev.quoin.ratebook.Ratebook;
import java.util.List;
import java.util.Optional;

/// One value of a ratebook that may have been another one in the older system.
interface Adjustable {
  /// What it is called: the column of a cell, the id of a lever.
  String name();

  /// What it is now, as it is written.
  String text();

  /// Where that stands.
  Place place();

  boolean isNumber();

  /// Other values that lie near at hand.
  List<String> others(Ratebook ratebook);

  /// Whether the ratebook would take that value there.
  boolean allows(String other);

  /// The ratebook with another value there; empty where it is none then.
  Optional<Ratebook> with(Ratebook ratebook, String other);
}
