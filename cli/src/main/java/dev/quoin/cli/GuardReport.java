package dev.quoin.cli;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.guard.Broken;
import dev.quoin.ratebook.guard.Guard;
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
        "%s  %,d of %,d %s"
            .formatted(broken.guard().id(), broken.requests(), broken.compared(), counted(broken)));
    String request =
        broken.guard().rule() instanceof Guard.OfChange ? "  worst     " : "  smallest  ";
    broken
        .inputs()
        .ifPresent(inputs -> lines.add(request + Written.json(new Value.Context(inputs))));
    if (!broken.moved().isEmpty()) {
      lines.add("  moved to  " + Written.json(new Value.Context(broken.moved())));
    }
    for (Suspect suspect : broken.behind()) {
      Place place = place(suspect, folder);
      lines.add(
          "  behind    %s %s  %s:%d"
              .formatted(
                  suspect.kind() == Suspect.Kind.LEVER ? "lever" : "row of",
                  suspect.name(),
                  place.file(),
                  place.line()));
    }
    return lines;
  }

  /// What of a broken guard is counted.
  private static String counted(Broken broken) {
    return switch (broken.guard().rule()) {
      case Guard.Factor _ -> "numbers";
      case Guard.Change change when change.on() instanceof Guard.Mean -> "means";
      case Guard.Rule _ -> "requests";
    };
  }

  private static Place place(Suspect suspect, RatebookFolder folder) {
    return folder
        .asTyped(List.of(new Problem(suspect.place(), "broken-guard", suspect.name())))
        .getFirst()
        .place();
  }

  /// `, 24 of 25 guards kept on 20,939 requests`; nothing where there are none.
  static String summary(Optional<GuardCheck.Report> guards) {
    return guards
        .filter(report -> report.guards() > 0)
        .map(report ->
            ", %d of %d guards kept on %,d requests"
                .formatted(report.kept(), report.guards(), report.tried()))
        .orElse("");
  }

  static Object json(GuardCheck.Report report, RatebookFolder folder) {
    return JsonTree.object(
        "guards",
        report.guards(),
        "kept",
        report.kept(),
        "requests",
        report.tried(),
        "compared",
        report.compared(),
        "broken",
        report.broken().stream().map(broken -> json(broken, folder)).toList());
  }

  private static Object json(Broken broken, RatebookFolder folder) {
    return JsonTree.object(
        "guard",
        broken.guard().id(),
        "sentence",
        broken.sentence(),
        "requests",
        broken.requests(),
        "of",
        broken.compared(),
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
        broken.behind().stream().map(suspect -> json(suspect, place(suspect, folder))).toList());
  }

  private static Object json(Suspect suspect, Place place) {
    return JsonTree.object(
        "kind",
        suspect.kind() == Suspect.Kind.LEVER ? "lever" : "row",
        "name",
        suspect.name(),
        "file",
        place.file(),
        "line",
        place.line());
  }
}
