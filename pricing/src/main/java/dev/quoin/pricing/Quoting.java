package dev.quoin.pricing;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.AsOf;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.source.Node;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Prices what is asked under a release: reads the inputs, asks the pricer, and tells a question that is wrong from a ratebook that
/// is.
public final class Quoting {
  /// What an evaluation says when the question reaches beyond what the ratebook knows. All else that stops one is a slip of the
  /// ratebook.
  private static final Set<String> BEYOND_THE_RATEBOOK = Set.of("outside-calendar");

  private static final String UNKNOWN_DECISION = "unknown-decision";

  private Quoting() {}

  /// Reads the inputs of a service.
  public static Verdict<Request> read(Release release, String service, Node inputs) {
    return service(release, service)
        .then(asked -> read(Request.reader(release.ratebook(), asked), inputs));
  }

  static Verdict<Ratebook.Service> service(Release release, String name) {
    Problems problems = new Problems();
    return Request.service(release.ratebook(), name, new Place("request", 0, 0), problems)
        .<Verdict<Ratebook.Service>>map(Verdict.Given::new)
        .orElseGet(() ->
            new Verdict.Rejected<>(
                new Rejection(Rejection.Kind.UNKNOWN, flaws("service", problems.sorted()))));
  }

  static Verdict<Request> read(Request.Reader reader, Node inputs) {
    Problems problems = new Problems();
    return reader
        .read(inputs, problems)
        .<Verdict<Request>>map(Verdict.Given::new)
        .orElseGet(() ->
            new Verdict.Rejected<>(
                new Rejection(Rejection.Kind.WRONG, new Fields(inputs).flaws(problems.sorted()))));
  }

  /// The price of a request that was read under the same release, or why the policy has none.
  public static Verdict<Answer.Outcome> price(
      Release release, String service, Request request, Instant at) {
    return price(release, service, request, AsOf.at(at));
  }

  static Verdict<Answer.Outcome> price(
      Release release, String service, Request request, AsOf asOf) {
    return verdict(release, service, request, release.pricer().quote(service, request, asOf));
  }

  /// What the answer of a release's pricer is to the one who asked.
  public static Verdict<Answer.Outcome> verdict(
      Release release, String service, Request request, Answer answer) {
    return switch (answer) {
      case Answer.Outcome outcome -> new Verdict.Given<>(outcome);
      case Answer.Failure failure ->
          new Verdict.Rejected<>(
              rejection(release.ratebook(), service, request, failure.problems()));
      case Answer.Decided decided ->
          throw new IllegalStateException("no answer of a service: " + decided);
    };
  }

  /// The value of any decision, of the inputs that it needs.
  public static Verdict<Decided> decide(Release release, String decision, Node inputs, Instant at) {
    Problems problems = new Problems();
    Optional<Request> request = Request.ofDecision(release.ratebook(), decision, inputs, problems);
    if (request.isEmpty()) {
      List<Flaw> flaws = new Fields(inputs).flaws(problems.sorted());
      boolean isUnknown = flaws.stream().anyMatch(flaw -> flaw.code().equals(UNKNOWN_DECISION));
      return new Verdict.Rejected<>(
          new Rejection(isUnknown ? Rejection.Kind.UNKNOWN : Rejection.Kind.WRONG, flaws));
    }
    return switch (release.pricer().decide(decision, request.get(), at)) {
      case Answer.Decided decided ->
          new Verdict.Given<>(new Decided(release, decision, at, decided.value()));
      case Answer.Failure failure ->
          new Verdict.Rejected<>(
              rejection(release.ratebook(), "", request.get(), failure.problems()));
      case Answer.Outcome outcome ->
          throw new IllegalStateException("no value of a decision: " + outcome);
    };
  }

  private static Rejection rejection(
      Ratebook ratebook, String service, Request request, List<Problem> problems) {
    List<Flaw> unmet = Fields.unmet(ratebook, requirements(ratebook, service), problems);
    if (!unmet.isEmpty()) {
      return new Rejection(Rejection.Kind.WRONG, unmet);
    }
    boolean beyond =
        problems.stream().allMatch(problem -> BEYOND_THE_RATEBOOK.contains(problem.code()));
    return beyond
        ? new Rejection(Rejection.Kind.WRONG, flaws(beyond(ratebook, request), problems))
        : new Rejection(Rejection.Kind.BROKEN, slips(problems));
  }

  /// The first input that lies beyond a calendar; empty where only what is made of inputs does.
  private static String beyond(Ratebook ratebook, Request request) {
    return request.inputs().entrySet().stream()
        .filter(input ->
            input.getValue() instanceof Value.DateTime moment
                && ratebook.calendars().stream()
                    .anyMatch(calendar -> !calendar.slots().knows(moment)))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  /// What is wrong with the ratebook, each at its place.
  private static List<Flaw> slips(List<Problem> problems) {
    return problems.stream()
        .map(problem -> new Flaw(problem.place().toString(), problem.code(), problem.sentence()))
        .toList();
  }

  private static List<Ratebook.Requirement> requirements(Ratebook ratebook, String service) {
    Ratebook.Service asked = ratebook.services().get(service);
    return asked == null ? List.of() : asked.requirements();
  }

  private static List<Flaw> flaws(String field, List<Problem> problems) {
    return problems.stream()
        .map(problem -> new Flaw(field, problem.code(), problem.sentence()))
        .toList();
  }
}
