package dev.quoin.cli;

import dev.quoin.feel.Problem;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.guard.Broken;
import dev.quoin.ratebook.guard.GuardCheck;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.parity.Suspect;
import dev.quoin.ratebook.value.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Shows what broke the guards of a ratebook.
final class GuardReport {
  private GuardReport() {}

  /// A broken guard with the smallest request and what is behind it.
  static List<String> lines(Broken broken, RatebookFolder folder) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  %,d of %,d requests"
            .formatted(broken.guard().id(), broken.requests(), broken.spoken()));
    broken
        .inputs()
        .ifPresent(inputs -> lines.add("  smallest  " + Written.json(new Value.Context(inputs))));
    if (!broken.moved().isEmpty()) {
      lines.add("  moved to  " + Written.json(new Value.Context(broken.moved())));
    }
    for (Suspect suspect : broken.behind()) {
      Problem placed =
          folder
              .asTyped(List.of(new Problem(suspect.place(), "broken-guard", suspect.name())))
              .getFirst();
      lines.add(
          "  behind    %s %s  %s:%d"
              .formatted(
                  suspect.kind() == Suspect.Kind.LEVER ? "lever" : "row of",
                  suspect.name(),
                  placed.place().file(),
                  placed.place().line()));
    }
    return lines;
  }

  /// `, 6 guards kept on 5,230 requests`; nothing where there are none.
  static String summary(Optional<GuardCheck.Report> guards) {
    return guards
        .filter(report -> report.guards() > 0)
        .map(report ->
            ", %d of %d guards kept on %,d requests"
                .formatted(
                    report.guards() - report.broken().size(), report.guards(), report.tried()))
        .orElse("");
  }

  static Object json(GuardCheck.Report report) {
    return JsonTree.object(
        "guards",
        report.guards(),
        "requests",
        report.tried(),
        "broken",
        report.broken().stream().map(GuardReport::json).toList());
  }

  private static Object json(Broken broken) {
    return JsonTree.object(
        "guard",
        broken.guard().id(),
        "sentence",
        broken.sentence(),
        "requests",
        broken.requests(),
        "of",
        broken.spoken(),
        "inputs",
        JsonTree.of(new Value.Context(broken.inputs().orElse(Map.of()))),
        "moved",
        JsonTree.of(new Value.Context(broken.moved())),
        "amount",
        broken.amount().orElse(""),
        "movedTo",
        broken.movedTo().orElse(""),
        "expected",
        broken.bound().orElse(""),
        "behind",
        broken.behind().stream()
            .map(suspect ->
                JsonTree.object(
                    "name",
                    suspect.name(),
                    "file",
                    suspect.place().file(),
                    "line",
                    suspect.place().line()))
            .toList());
  }
}
