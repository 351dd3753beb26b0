package dev.quoin.cli.parity;

import dev.quoin.feel.Place;
import dev.quoin.ratebook.Mapping;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.parity.ParityReport;
import dev.quoin.ratebook.parity.Suspect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A report as JSON. It has no times and no paths but those of the ratebook and the log: the same files give the same bytes.
public final class ParityTree {
  private ParityTree() {}

  public static Map<String, Object> of(ParityReport report, Ratebook ratebook, Mapping mapping) {
    return JsonTree.object(
        "ratebook",
        ratebook.id(),
        "release",
        ratebook.digest(),
        "mapping",
        mapping.id(),
        "calls",
        report.calls(),
        "equal",
        report.equal(),
        "differing",
        report.differing(),
        "with_repairs",
        JsonTree.object(
            "mended",
            report.together().mended(),
            "asked_again",
            report.together().asked(),
            "broken",
            report.together().broken(),
            "trials_ran_out",
            report.ranOut()),
        "fields",
        new LinkedHashMap<>(report.fields()),
        "groups",
        report.groups().stream().map(ParityTree::group).toList(),
        "in_no_group",
        report.beyond(),
        "unexplained",
        report.unexplained().stream().map(ParityTree::example).toList());
  }

  private static Map<String, Object> group(ParityReport.Group group) {
    Map<String, Object> tree = suspect(group.suspect());
    tree.put("differing", group.differing());
    tree.put("equal", group.equal());
    group
        .repair()
        .ifPresent(repair -> {
          Map<String, Object> found =
              JsonTree.object(
                  "name",
                  repair.name(),
                  "ours",
                  repair.ours(),
                  "theirs",
                  repair.theirs(),
                  "allowed",
                  repair.isAllowed());
          place(repair.place(), found);
          tree.put("repair", found);
        });
    tree.put("alike", group.alike().stream().map(ParityTree::suspect).toList());
    List<Object> shifts = new ArrayList<>();
    group
        .shifts()
        .forEach((by, calls) -> shifts.add(JsonTree.object("by", JsonTree.of(by), "calls", calls)));
    tree.put("shifts", shifts);
    tree.put("examples", group.examples().stream().map(ParityTree::example).toList());
    return tree;
  }

  private static Map<String, Object> suspect(Suspect suspect) {
    Map<String, Object> tree =
        JsonTree.object("kind", suspect.kind().name().toLowerCase(Locale.ROOT));
    if (!suspect.decision().isEmpty()) {
      boolean isField = suspect.kind() == Suspect.Kind.PROBLEM;
      tree.put(isField ? "field" : "decision", suspect.decision());
    }
    if (!suspect.name().isEmpty()) {
      tree.put("name", suspect.name());
    }
    if (suspect.rule() > 0) {
      tree.put("rule", suspect.rule());
    }
    if (suspect.kind() != Suspect.Kind.PROBLEM) {
      place(suspect.place(), tree);
    }
    return tree;
  }

  private static void place(Place place, Map<String, Object> tree) {
    tree.put("file", place.file());
    tree.put("line", place.line());
    tree.put("column", place.column());
  }

  private static Map<String, Object> example(ParityReport.Example example) {
    Map<String, Object> fields = new LinkedHashMap<>();
    example
        .fields()
        .forEach((path, pair) -> {
          Map<String, Object> both = new LinkedHashMap<>();
          pair.theirs().ifPresent(theirs -> both.put("theirs", theirs));
          pair.ours().ifPresent(ours -> both.put("ours", ours));
          fields.put(path, both);
        });
    return JsonTree.object(
        "id",
        example.name(),
        "file",
        example.place().file(),
        "line",
        example.place().line(),
        "fields",
        fields);
  }
}
