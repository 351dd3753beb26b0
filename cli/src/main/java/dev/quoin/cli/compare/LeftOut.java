package dev.quoin.cli.compare;

import dev.quoin.compare.NotCompared;
import dev.quoin.ratebook.html.Html;
import dev.quoin.ratebook.layout.Grid;
import dev.quoin.ratebook.layout.Grid.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was kept and is not compared, for people: a row for each reason.
///
/// @param what of what there are so many
/// @param why in a sentence
record LeftOut(String what, long count, String why) {
  static final String TITLE = "not compared, of what was kept";

  /// For whoever has the requests anyway: with an example of each reason.
  static List<LeftOut> of(Optional<NotCompared> notCompared) {
    return of(notCompared, true);
  }

  /// For what is passed on: without a word of what a customer wrote.
  static List<LeftOut> ofOthers(Optional<NotCompared> notCompared) {
    return of(notCompared, false);
  }

  private static List<LeftOut> of(Optional<NotCompared> notCompared, boolean hasExamples) {
    List<LeftOut> rows = new ArrayList<>();
    notCompared.ifPresent(kept -> {
      kept.groups()
          .forEach((group, count) -> rows.add(new LeftOut(what(group), count, why(group.why()))));
      kept.causes().forEach((cause, told) -> rows.add(of(cause, told, hasExamples)));
      kept.unasked()
          .forEach((input, count) ->
              rows.add(
                  new LeftOut(
                      "input " + input, count, "no longer asked for, compared without it")));
    });
    return rows;
  }

  /// As lines; none where nothing is left out.
  static List<String> lines(List<LeftOut> rows) {
    List<String> lines = new ArrayList<>();
    if (!rows.isEmpty()) {
      lines.add("");
      lines.add(TITLE);
      Grid grid = Grid.of(Side.LEFT, Side.RIGHT, Side.LEFT);
      rows.forEach(row -> grid.row("  " + row.what(), Shown.count(row.count()), row.why()));
      lines.addAll(grid.lines());
    }
    return lines;
  }

  /// As a section of a page; nothing where nothing is left out.
  static void section(List<LeftOut> rows, Html html) {
    if (rows.isEmpty()) {
      return;
    }
    html.open("section").line("h2", "N" + TITLE.substring(1));
    html.open("table").open("tbody");
    for (LeftOut row : rows) {
      html.open("tr").line("th", row.what(), "scope", "row");
      html.line("td", Shown.count(row.count())).line("td", row.why()).close();
    }
    html.close().close().close().newLine();
  }

  private static String what(NotCompared.Group group) {
    String service = "%s of %s".formatted(group.kind(), group.service());
    return group.why() == NotCompared.Why.OTHER_RATEBOOK
        ? service + ", " + group.ratebook()
        : service;
  }

  private static String why(NotCompared.Why why) {
    return switch (why) {
      case OTHER_RATEBOOK -> "answered by another ratebook";
      case OTHER_SERVICE -> "another service";
      case SERVICE_ONLY_BEFORE -> "a service that is there before and not after";
      case SERVICE_ONLY_AFTER -> "a service that is there after and not before";
      case SERVICE_OF_NEITHER -> "a service that is no longer there";
      case OF_BOOKING -> "asks what its quote asked";
      case REJECTED -> "a car that was not answered";
      case DAMAGED -> "cannot be read as it was kept";
      case UNREADABLE_BEFORE -> "no request before";
      case UNREADABLE_AFTER -> "no request after";
      case UNREADABLE -> "no request before and after";
    };
  }

  private static LeftOut of(NotCompared.Cause cause, NotCompared.Told told, boolean hasExample) {
    return new LeftOut(
        "%s, %s".formatted(cause.code(), cause.isAfter() ? "after" : "before"),
        told.requests(),
        hasExample
            ? "%s, in %s".formatted(told.sentence(), told.example())
            : cause.field().isEmpty() ? "in the request as a whole" : "in " + cause.field());
  }
}
