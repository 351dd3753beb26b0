package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.source.Node;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a server says of a proposal, as text that is Markdown, too.
final class ProposalText {
  private final Node.Mapping proposal;
  private final List<String> lines = new ArrayList<>();

  private ProposalText(Node.Mapping proposal) {
    this.proposal = proposal;
  }

  /// Prints what came of something that was said: as JSON, or in a sentence.
  static int printTold(HttpResponse<String> response, JsonOption json, Terminal terminal) {
    Optional<Node.Mapping> told = ServerOption.object(response);
    terminal
        .out()
        .println(
            json.asked() || told.isEmpty()
                ? response.body().stripTrailing()
                : Report.escaped(
                    ReleaseAnswer.text(told.get(), "sentence")
                        + (ReleaseAnswer.text(told.get(), "is_new").equals("false")
                            ? "; it was so already"
                            : "")));
    return ExitCode.FINE;
  }

  /// Prints a proposal with its evidence.
  static int printShown(HttpResponse<String> response, JsonOption json, Terminal terminal) {
    Optional<Node.Mapping> shown = ServerOption.object(response);
    if (json.asked() || shown.isEmpty()) {
      terminal.out().println(response.body().stripTrailing());
    } else {
      new ProposalText(shown.get())
          .written()
          .forEach(line -> terminal.out().println(Report.escaped(line)));
    }
    return ExitCode.FINE;
  }

  private List<String> written() {
    lines.add(
        "# Proposal %s: %s %s"
            .formatted(of("proposal"), of("ratebook"), ReleaseAnswer.shortened(of("release"))));
    lines.add("");
    lines.add(of("sentence"));
    lines.add("");
    lines.add("- proposed by " + of("by") + " " + moment(of("at")) + said(of("message")));
    Optional<Node.Mapping> evidence = ReleaseAnswer.object(proposal, "evidence");
    evidence.ifPresent(this::head);
    evidence.ifPresent(this::body);
    reviews();
    return lines;
  }

  private void head(Node.Mapping evidence) {
    ReleaseAnswer.object(evidence, "publication")
        .ifPresent(of ->
            lines.add(
                "- published by %s: %s cases passed, %s guards hold"
                    .formatted(
                        ReleaseAnswer.text(of, "by"),
                        ReleaseAnswer.text(of, "cases"),
                        ReleaseAnswer.text(of, "guards"))));
    String against = ReleaseAnswer.text(evidence, "against");
    lines.add(
        against.isEmpty()
            ? "- no release was active: there is nothing to compare with"
            : "- compared with release %s %s"
                .formatted(
                    ReleaseAnswer.shortened(against),
                    moment(ReleaseAnswer.text(evidence, "made_at"))));
    ReleaseAnswer.object(evidence, "size")
        .ifPresent(size ->
            lines.add(
                "- %s %% of the requests get another answer, and prices change by %s %% in all"
                    .formatted(
                        ReleaseAnswer.text(size, "changed_percent"),
                        signed(ReleaseAnswer.text(size, "mean_percent")))));
  }

  private void body(Node.Mapping evidence) {
    if (ReleaseAnswer.text(evidence, "against").isEmpty()
        || !ReleaseAnswer.text(evidence, "failure").isEmpty()) {
      return;
    }
    differs(evidence);
    ReleaseAnswer.object(evidence, "guards").ifPresent(this::guards);
    ReleaseAnswer.list(evidence, "comparisons").forEach(this::comparison);
  }

  private void differs(Node.Mapping evidence) {
    title("What differs");
    List<String> shown = texts(evidence, "changes_shown");
    shown.forEach(change -> lines.add("- " + change));
    int all = Integer.parseInt(ReleaseAnswer.text(evidence, "changes"));
    if (all > shown.size()) {
      lines.add("- and %,d more".formatted(all - shown.size()));
    }
    if (all == 0) {
      lines.add("- nothing that a price depends on");
    }
    names("files: ", texts(evidence, "files"));
    names("guards that are gone: ", texts(evidence, "guards_gone"));
    names("new guards: ", texts(evidence, "guards_new"));
  }

  private void names(String what, List<String> names) {
    if (!names.isEmpty()) {
      lines.add("- " + what + String.join(", ", names));
    }
  }

  private void guards(Node.Mapping guards) {
    if (ReleaseAnswer.text(guards, "guards").equals("0")) {
      return;
    }
    title("Limits on change");
    lines.add(
        "- %s of %s hold"
            .formatted(ReleaseAnswer.text(guards, "kept"), ReleaseAnswer.text(guards, "guards")));
    for (Node.Mapping broken : ReleaseAnswer.list(guards, "broken")) {
      lines.add(
          "- broken: `%s`: %s"
              .formatted(
                  ReleaseAnswer.text(broken, "guard"), ReleaseAnswer.text(broken, "sentence")));
      texts(broken, "behind").forEach(row -> lines.add("  - behind it: " + row));
    }
    texts(guards, "untried").forEach(sentence -> lines.add("- " + sentence));
  }

  private void comparison(Node.Mapping of) {
    title(ReleaseAnswer.text(of, "service"));
    String why = ReleaseAnswer.text(of, "not_compared");
    if (!why.isEmpty()) {
      lines.add("- not compared: " + why);
      return;
    }
    boolean isRecorded =
        ReleaseAnswer.object(of, "source")
            .filter(source -> ReleaseAnswer.text(source, "kind").equals("recorded"))
            .isPresent();
    lines.add(
        "- %s of %s requests change (%s %%); %s"
            .formatted(
                count(of, "changed"),
                count(of, "requests"),
                ReleaseAnswer.text(of, "changed_percent"),
                isRecorded
                    ? "they are what customers asked last"
                    : "hardly anything was asked, so the generator made them"));
    lines.add(
        "- cheaper: %s, dearer: %s, newly refused: %s, newly offered: %s, newly failed: %s"
            .formatted(
                part(of, "winners"),
                part(of, "losers"),
                part(of, "newly_refused"),
                part(of, "newly_offered"),
                part(of, "newly_failed")));
    lines.add(
        "- total: %s → %s %s"
            .formatted(side(of, "before"), side(of, "after"), ReleaseAnswer.text(of, "currency")));
    for (Node.Mapping segment : ReleaseAnswer.list(of, "segments")) {
      String percent = ReleaseAnswer.text(segment, "percent");
      lines.add(
          "- %s %s: %s of %s change, %s%s"
              .formatted(
                  ReleaseAnswer.text(segment, "by"),
                  ReleaseAnswer.text(segment, "value").isEmpty()
                      ? "-"
                      : ReleaseAnswer.text(segment, "value"),
                  count(segment, "changed"),
                  count(segment, "requests"),
                  signed(ReleaseAnswer.text(segment, "difference")),
                  percent.isEmpty() ? "" : " (" + signed(percent) + " %)"));
    }
  }

  private void reviews() {
    List<Node.Mapping> reviews = ReleaseAnswer.list(proposal, "reviews");
    if (reviews.isEmpty()) {
      return;
    }
    title("Said");
    for (Node.Mapping review : reviews) {
      List<String> waives = texts(review, "waives");
      lines.add(
          "- %s, %s %s%s%s"
              .formatted(
                  ReleaseAnswer.text(review, "by"),
                  ReleaseAnswer.text(review, "kind"),
                  moment(ReleaseAnswer.text(review, "at")),
                  waives.isEmpty() ? "" : ", waives " + String.join(", ", waives),
                  said(ReleaseAnswer.text(review, "comment"))));
    }
  }

  private void title(String text) {
    lines.add("");
    lines.add("## " + text);
    lines.add("");
  }

  private String of(String name) {
    return ReleaseAnswer.text(proposal, name);
  }

  private static String moment(String at) {
    return "at " + at;
  }

  private static String said(String text) {
    return text.isEmpty() ? "" : ": " + text;
  }

  private static String signed(String number) {
    return !number.isEmpty() && new BigDecimal(number).signum() > 0 ? "+" + number : number;
  }

  private static String count(Node.Mapping object, String name) {
    return "%,d".formatted(Long.parseLong(ReleaseAnswer.text(object, name)));
  }

  private static String part(Node.Mapping object, String name) {
    return ReleaseAnswer.object(object, name).map(part -> count(part, "requests")).orElse("0");
  }

  private static String side(Node.Mapping object, String name) {
    return ReleaseAnswer.object(object, name)
        .map(side -> ReleaseAnswer.text(side, "total"))
        .orElse("");
  }

  /// The texts of a list; none where it is not there.
  static List<String> texts(Node.Mapping object, String name) {
    return object
        .get(name)
        .filter(Node.Listing.class::isInstance)
        .map(items ->
            ((Node.Listing) items)
                .items().stream()
                    .filter(Node.Scalar.class::isInstance)
                    .map(item -> ((Node.Scalar) item).text())
                    .toList())
        .orElse(List.of());
  }
}
