package dev.quoin.cli.parity;

import dev.quoin.ratebook.Mapping;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.layout.Grid;
import dev.quoin.ratebook.layout.Grid.Side;
import dev.quoin.ratebook.parity.ParityReport;
import dev.quoin.ratebook.parity.Suspect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A report in lines, for a terminal.
public final class ParityText {
  private static final int MAX_FIELDS = 3;
  private static final int SHORT_DIGEST = 12;
  private static final String INDENT = "    ";

  private final ParityReport report;
  private final Wording wording;
  private final List<String> lines = new ArrayList<>();

  private ParityText(ParityReport report, Wording wording) {
    this.report = report;
    this.wording = wording;
  }

  /// The lines.
  ///
  /// @param typed the ratebook's folder as it was typed
  public static List<String> of(
      ParityReport report, Ratebook ratebook, Mapping mapping, String typed) {
    ParityText text = new ParityText(report, new Wording(typed));
    text.lines.add(heading(ratebook, mapping));
    text.write();
    return text.lines;
  }

  static String heading(Ratebook ratebook, Mapping mapping) {
    return "%s %s · parity with %s"
        .formatted(
            ratebook.id(), ratebook.digest().substring(0, SHORT_DIGEST), mapping.title().en());
  }

  private void write() {
    lines.add("");
    Grid counts = Grid.of(Side.LEFT, Side.RIGHT, Side.RIGHT);
    counts.row("calls", "%,d".formatted(report.calls()), "");
    count(counts, "answered alike", report.equal());
    count(counts, "differing", report.differing());
    lines.addAll(counts.lines());
    if (!report.fields().isEmpty()) {
      lines.add("");
      Grid fields = Grid.of(Side.LEFT, Side.RIGHT);
      fields.row("field", "calls");
      report
          .fields()
          .forEach((path, calls) -> fields.row(Wording.field(path), "%,d".formatted(calls)));
      lines.addAll(fields.lines());
    }
    for (int i = 0; i < report.groups().size(); i++) {
      group(i + 1, report.groups().get(i));
    }
    if (report.beyond() > 0) {
      lines.add("");
      Wording.beyond(report).ifPresent(lines::add);
      report.unexplained().forEach(this::example);
    }
    Wording.ranOut(report).ifPresent(lines::add);
    Wording.summary(report)
        .ifPresent(summary -> {
          lines.add("");
          lines.add(summary);
        });
  }

  private void count(Grid counts, String what, long count) {
    counts.row(what, "%,d".formatted(count), Wording.percent(count, report.calls()));
  }

  private void group(int number, ParityReport.Group group) {
    lines.add("");
    lines.add(
        "%d. %s: %s"
            .formatted(number, Wording.calls(group.differing()), wording.suspect(group.suspect())));
    wording.where(group.suspect()).ifPresent(where -> lines.add(INDENT + where));
    group.repair().map(Wording::repair).ifPresent(repair -> lines.add(INDENT + repair));
    for (Suspect alike : group.alike()) {
      lines.add(
          INDENT
              + "or "
              + wording.suspect(alike)
              + wording.where(alike).map(where -> ", " + where).orElse("")
              + ", which took part in the same calls");
    }
    lines.add(INDENT + Wording.innocent(group.equal()));
    Wording.shift(group).ifPresent(shift -> lines.add(INDENT + shift));
    group.examples().forEach(this::example);
  }

  private void example(ParityReport.Example example) {
    lines.add(INDENT + Wording.name(example));
    int shown = 0;
    for (Map.Entry<String, ParityReport.Pair> field : example.fields().entrySet()) {
      if (shown++ < MAX_FIELDS) {
        lines.add(
            INDENT
                + INDENT
                + Wording.field(field.getKey())
                + ": "
                + Wording.pair(field.getValue()));
      }
    }
    if (shown > MAX_FIELDS) {
      lines.add(INDENT + INDENT + "… " + (shown - MAX_FIELDS) + " more");
    }
  }
}
