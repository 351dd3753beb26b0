package dev.quoin.ratebook.parity;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Place;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What came of holding an older system's answers against a ratebook's.
///
/// @param calls how many calls there were
/// @param equal how many were answered alike
/// @param fields in how many calls each field was answered otherwise, by its path; those of a list's objects together
/// @param groups what differs, by what is behind it; the largest first
/// @param unexplained some of the calls that differ and are in no group
/// @param beyond how many there are of these: nothing is suspicious, or more differ than are looked into
/// @param together what all repairs at once would do
/// @param ranOut whether other values were no longer tried, for so many had been
public record ParityReport(
    long calls,
    long equal,
    SortedMap<String, Long> fields,
    List<Group> groups,
    List<Example> unexplained,
    long beyond,
    Together together,
    boolean ranOut) {
  public ParityReport {
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    groups = List.copyOf(groups);
    unexplained = List.copyOf(unexplained);
  }

  public long differing() {
    return calls - equal;
  }

  /// What all repairs at once would do, seen by asking again.
  ///
  /// @param mended how many of the calls that differ would be answered alike
  /// @param asked how many of the calls that are answered alike were asked again, from all over the log
  /// @param broken how many of these would no longer be
  public record Together(long mended, long asked, long broken) {}

  /// Calls that differ for one reason, as far as that can be told.
  ///
  /// @param alike what took part in exactly the same calls, and so cannot be told from the suspect
  /// @param differing how many calls differ
  /// @param equal how many calls it took part in that were answered alike
  /// @param repair the value with which, and with those found before it, the calls would be answered alike
  /// @param shifts how much more the older system asked for this reason alone, and how often
  public record Group(
      Suspect suspect,
      List<Suspect> alike,
      long differing,
      long equal,
      Optional<Repair> repair,
      SortedMap<Decimal, Long> shifts,
      List<Example> examples) {
    public Group {
      alike = List.copyOf(alike);
      shifts = Collections.unmodifiableSortedMap(new TreeMap<>(shifts));
      examples = List.copyOf(examples);
    }

    /// By how much most calls differ; of several, the least.
    public Optional<Decimal> usualShift() {
      return shifts.entrySet().stream()
          .max(
              Map.Entry.<Decimal, Long>comparingByValue()
                  .thenComparing(Map.Entry.comparingByKey(Collections.reverseOrder())))
          .map(Map.Entry::getKey);
    }
  }

  /// Another value that explains a group.
  ///
  /// @param name the column of a cell, or the id of a lever
  /// @param ours what the ratebook says, as it is written
  /// @param theirs what the older system seems to have
  /// @param isAllowed whether the ratebook would take theirs: a lever has its bounds
  /// @param place where ours stands
  public record Repair(String name, String ours, String theirs, boolean isAllowed, Place place) {}

  /// A call that differs.
  ///
  /// @param name its id; empty where it has none
  /// @param fields what was answered, theirs and ours, by the field's path
  public record Example(String name, Place place, Map<String, Pair> fields) {
    public Example {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  /// Values of a field as JSON; empty where there is no such field.
  public record Pair(Optional<String> theirs, Optional<String> ours) {}
}
