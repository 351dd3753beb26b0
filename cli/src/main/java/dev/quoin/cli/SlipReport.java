package dev.quoin.cli;

import dev.quoin.feel.Place;
import dev.quoin.ratebook.guard.Slip;
import dev.quoin.ratebook.guard.SlipCheck;
import dev.quoin.ratebook.json.JsonTree;
import java.util.ArrayList;
import java.util.List;

/// Shows which slips of the pen a ratebook would not stop.
final class SlipReport {
  private final SlipCheck.Report report;
  private final String ratebook;

  SlipReport(SlipCheck.Report report, String ratebook) {
    this.report = report;
    this.ratebook = ratebook;
  }

  boolean misses() {
    return count(SlipCheck.Stopped.BY_NOBODY) > 0;
  }

  /// The slips that nobody stops, each as one sees it in a file, and how many others stop.
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Slip slip : report.slips(SlipCheck.Stopped.BY_NOBODY)) {
      Place place = slip.place();
      lines.add("%s:%d: missed: %s".formatted(file(place), place.line(), slip.kind()));
      lines.add("  - " + slip.before());
      lines.add("  + " + slip.after());
    }
    lines.add(
        "%s: of %,d slips the check stops %,d, guards %,d, cases %,d; %,d are missed (%,d more change no price)"
            .formatted(
                ratebook,
                report.tried().size(),
                count(SlipCheck.Stopped.BY_CHECK),
                count(SlipCheck.Stopped.BY_GUARDS),
                count(SlipCheck.Stopped.BY_CASES),
                count(SlipCheck.Stopped.BY_NOBODY),
                report.passedOver()));
    return lines;
  }

  Object json() {
    return JsonTree.object(
        "slips",
        report.tried().size(),
        "by_check",
        count(SlipCheck.Stopped.BY_CHECK),
        "by_guards",
        count(SlipCheck.Stopped.BY_GUARDS),
        "by_cases",
        count(SlipCheck.Stopped.BY_CASES),
        "change_nothing",
        report.passedOver(),
        "by_cases_only",
        list(SlipCheck.Stopped.BY_CASES),
        "missed",
        list(SlipCheck.Stopped.BY_NOBODY));
  }

  private int count(SlipCheck.Stopped stopped) {
    return report.slips(stopped).size();
  }

  private List<Object> list(SlipCheck.Stopped stopped) {
    List<Object> list = new ArrayList<>();
    for (Slip slip : report.slips(stopped)) {
      list.add(
          JsonTree.object(
              "number",
              slip.number(),
              "kind",
              slip.kind().toString(),
              "in",
              slip.subject().toString(),
              "file",
              file(slip.place()),
              "line",
              slip.place().line(),
              "before",
              slip.before(),
              "after",
              slip.after()));
    }
    return list;
  }

  private String file(Place place) {
    return Report.join(ratebook, place.file());
  }
}
