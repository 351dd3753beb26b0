package dev.quoin.cli.parity;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Place;
import dev.quoin.ratebook.parity.ParityReport;
import dev.quoin.ratebook.parity.Suspect;
import java.util.Optional;

/// The sentences that the text and the page have in common.
///
/// @param ratebook the ratebook's folder as it was typed
record Wording(String ratebook) {

  /// A part of the ratebook: `table waiver fees, rule 6, of decision waiver day fee`.
  String suspect(Suspect suspect) {
    return switch (suspect.kind()) {
      case ROW ->
          "table `%s`, rule %,d, asked by decision `%s`"
              .formatted(suspect.name(), suspect.rule(), suspect.decision());
      case DEFAULT ->
          "table `%s`, no rule matched, asked by decision `%s`"
              .formatted(suspect.name(), suspect.decision());
      case LEVER ->
          "lever `%s`, used by decision `%s`".formatted(suspect.name(), suspect.decision());
      case CALENDAR ->
          "calendar `%s`, asked by decision `%s`".formatted(suspect.name(), suspect.decision());
      case DECISION -> "decision `%s`".formatted(suspect.decision());
      case PROBLEM ->
          "the ratebook gives no answer: `%s`%s"
              .formatted(
                  suspect.name(),
                  suspect.decision().isEmpty() ? "" : " in `" + suspect.decision() + "`");
    };
  }

  /// Where it stands; empty for what stands nowhere.
  Optional<String> where(Suspect suspect) {
    return suspect.kind() == Suspect.Kind.PROBLEM
        ? Optional.empty()
        : Optional.of(where(suspect.place()));
  }

  String where(Place place) {
    String file = ratebook.endsWith("/") ? ratebook + place.file() : ratebook + "/" + place.file();
    return place.line() == 0 ? file : file + ":" + place.line();
  }

  static String repair(ParityReport.Repair repair) {
    return "`%s` is %s here, and seems to be %s there%s: with it, and what is found for the others, these calls are answered alike"
        .formatted(
            repair.name(),
            repair.ours(),
            repair.theirs(),
            repair.isAllowed() ? "" : ", which its bounds do not allow");
  }

  static String innocent(long equal) {
    return equal == 0
        ? "it took part in no call that is answered alike"
        : "it took part in %s answered alike, too".formatted(calls(equal));
  }

  static Optional<String> shift(ParityReport.Group group) {
    return group
        .usualShift()
        .map(usual ->
            group.shifts().size() == 1
                ? "for this alone theirs is " + more(usual)
                : "for this alone theirs is mostly %s, from %s to %s"
                    .formatted(
                        more(usual),
                        more(group.shifts().firstKey()),
                        more(group.shifts().lastKey())));
  }

  private static String more(Decimal by) {
    return by.abs().toPlainText() + (by.signum() < 0 ? " less" : " more");
  }

  static String calls(long count) {
    return count == 1 ? "1 call" : "%,d calls".formatted(count);
  }

  /// A share in percent with two places, rounded down: only all are 100 %.
  static String percent(long part, long whole) {
    long hundredths = whole == 0 ? 10_000 : part * 10_000 / whole;
    return "%d.%02d %%".formatted(hundredths / 100, hundredths % 100);
  }

  static String name(ParityReport.Example example) {
    String at = example.place().file() + ":" + example.place().line();
    return example.name().isEmpty() ? at : example.name() + " (" + at + ")";
  }

  static String pair(ParityReport.Pair pair) {
    return "theirs %s, ours %s"
        .formatted(pair.theirs().orElse("no field"), pair.ours().orElse("no field"));
  }

  static Optional<String> summary(ParityReport report) {
    long repairs = report.groups().stream().filter(group -> group.repair().isPresent()).count();
    ParityReport.Together together = report.together();
    return repairs == 0
        ? Optional.empty()
        : Optional.of(
            "With %s %s of the %s that differ would be answered alike, and of %s that are, asked again, %s."
                .formatted(
                    repairs == 1 ? "this value" : "these %,d values".formatted(repairs),
                    together.mended() == report.differing()
                        ? "all"
                        : "%,d".formatted(together.mended()),
                    calls(report.differing()),
                    calls(together.asked()),
                    together.broken() == 0
                        ? "all still"
                        : "%,d no longer".formatted(together.broken())));
  }

  static Optional<String> ranOut(ParityReport report) {
    return report.ranOut()
        ? Optional.of("So many values were tried that some were not: a repair may be missing.")
        : Optional.empty();
  }

  /// A field of an answer.
  static String field(String path) {
    return path.isEmpty() ? "the answer" : path;
  }

  static Optional<String> beyond(ParityReport report) {
    return report.beyond() == 0
        ? Optional.empty()
        : Optional.of("%s differ and are in no group above.".formatted(calls(report.beyond())));
  }
}
