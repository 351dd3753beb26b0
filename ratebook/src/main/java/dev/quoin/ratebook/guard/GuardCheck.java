package dev.quoin.ratebook.guard;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.parity.Suspect;
import dev.quoin.ratebook.value.Written;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/// Tries the guards of a ratebook on requests that are made up for it, and on recorded ones where there are some; those that limit
/// what changes are tried by [ChangeCheck].
public final class GuardCheck {
  private final Ratebook ratebook;
  private final Function<Program, Evaluator> evaluators;
  private final Options options;

  /// How requests are made up.
  ///
  /// @param count how many of the generator's, of each service
  /// @param at the pricing instant
  /// @param recorded inputs of requests that customers sent, by their service. Shares and means of a service that has some are of
  /// them alone
  public record Options(
      long seed, int count, Instant at, Map<String, List<Map<String, Value>>> recorded) {
    public Options {
      recorded = Map.copyOf(recorded);
    }

    /// Without recorded requests.
    public Options(long seed, int count, Instant at) {
      this(seed, count, at, Map.of());
    }
  }

  /// What was found.
  ///
  /// @param untried the guards against which nothing could be held, and why, at the guards
  /// @param guards how many there are
  /// @param tried on how many requests
  /// @param compared how many requests were held against each guard of the answers of a service, by its id, in the order of
  /// the guards
  public record Report(
      List<Broken> broken,
      List<Problem> untried,
      int guards,
      int tried,
      SequencedMap<String, Integer> compared) {
    public Report {
      broken = List.copyOf(broken);
      untried = List.copyOf(untried);
      compared = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(compared));
    }

    /// Both together.
    public Report and(Report other) {
      SequencedMap<String, Integer> together = new LinkedHashMap<>(compared);
      together.putAll(other.compared);
      return new Report(
          Stream.concat(broken.stream(), other.broken.stream())
              .sorted(Comparator.comparing(one -> one.guard().place()))
              .toList(),
          Stream.concat(untried.stream(), other.untried.stream()).sorted().toList(),
          guards + other.guards,
          tried + other.tried,
          together);
    }

    /// How many were tried and hold.
    public int kept() {
      return guards - broken.size() - untried.size();
    }
  }

  /// What is found on the way.
  ///
  /// @param onlyWhether whether the first broken guard is enough, unexplained
  private record Findings(
      boolean onlyWhether,
      List<Broken> broken,
      Map<String, Problem> untried,
      Map<String, Integer> compared) {
    Findings(boolean onlyWhether) {
      this(onlyWhether, new ArrayList<>(), new HashMap<>(), new HashMap<>());
    }

    /// Whether a guard is not known to be broken.
    boolean isOpen(Guard guard) {
      return broken.stream().noneMatch(one -> one.guard().place().equals(guard.place()));
    }

    boolean isEnough() {
      return onlyWhether && !broken.isEmpty();
    }

    void untried(Guard guard, String why) {
      untried.putIfAbsent(
          guard.id(),
          new Problem(
              guard.place(), "untried-guard", "`%s` was not tried: %s".formatted(guard.id(), why)));
    }

    /// Those against which nothing was held at any instant.
    List<Problem> nowhereTried() {
      return untried.entrySet().stream()
          .filter(one -> compared.getOrDefault(one.getKey(), 0) == 0)
          .map(Map.Entry::getValue)
          .sorted()
          .toList();
    }
  }

  /// @param evaluators makes what evaluates the program: the compiler, or the interpreter
  public GuardCheck(Ratebook ratebook, Function<Program, Evaluator> evaluators, Options options) {
    this.ratebook = ratebook;
    this.evaluators = evaluators;
    this.options = options;
  }

  /// Tries all guards.
  public Report run() {
    return run(new Findings(false), new Asking(ratebook, evaluators, options.at()));
  }

  /// Whether no guard is broken; it ends at the first that is.
  ///
  /// @param asking prices with this ratebook at this instant
  boolean holds(Asking asking) {
    return run(new Findings(true), asking).broken().isEmpty();
  }

  private Report run(Findings findings, Asking first) {
    List<Asking> askings = new ArrayList<>(List.of(first));
    Turns.from(options.at(), ratebook).stream()
        .skip(1)
        .forEach(turn -> askings.add(new Asking(ratebook, evaluators, turn)));
    int tried = 0;
    for (Ratebook.Service service : ratebook.services().values()) {
      List<Guard> guards =
          ratebook.guards().stream()
              .filter(guard ->
                  guard.rule() instanceof Guard.OfService of
                      && of.service().name().equals(service.name()))
              .toList();
      if (!guards.isEmpty() && !findings.isEnough()) {
        Trials.Made made = new Trials(ratebook, service, options).make();
        for (Asking asking : askings) {
          tried += made.requests().size();
          asking.know(service, made.requests(), decisions(guards));
          for (Guard guard : guards) {
            if (!findings.isEnough() && findings.isOpen(guard)) {
              tryOn(guard, service, made, asking, findings);
            }
          }
        }
      }
    }
    for (Guard guard : ratebook.guards()) {
      if (guard.rule() instanceof Guard.Horizon horizon) {
        horizon(guard, horizon).ifPresent(findings.broken::add);
      }
    }
    findings.broken.sort((one, other) -> one.guard().place().compareTo(other.guard().place()));
    int guards =
        (int)
            ratebook.guards().stream()
                .filter(guard -> !(guard.rule() instanceof Guard.OfChange))
                .count();
    SequencedMap<String, Integer> compared = new LinkedHashMap<>();
    for (Guard guard : ratebook.guards()) {
      Integer count = findings.compared.get(guard.id());
      if (count != null) {
        compared.put(guard.id(), count);
      }
    }
    return new Report(findings.broken, findings.nowhereTried(), guards, tried, compared);
  }

  /// What the guards of a service look at, beside whether there is a price.
  private static Set<Integer> decisions(List<Guard> guards) {
    Set<Integer> decisions = new TreeSet<>();
    for (Guard guard : guards) {
      switch (guard.rule()) {
        case Guard.Range range -> decisions.add(range.of().decision());
        case Guard.Monotone monotone -> decisions.add(monotone.of().decision());
        case Guard.Answered _,
            Guard.Refused _,
            Guard.Refusals _,
            Guard.Horizon _,
            Guard.OfChange _ -> {}
      }
    }
    return decisions;
  }

  private void tryOn(
      Guard guard, Ratebook.Service service, Trials.Made made, Asking asking, Findings findings) {
    if (made.requests().isEmpty()) {
      findings.untried(
          guard,
          "there is no request of service `%s` (expected: a generator, or cases)"
              .formatted(service.name()));
      return;
    }
    Judge judge = new Judge(asking, made.levels());
    if (guard.rule() instanceof Guard.Refusals refusals) {
      refusals(guard, refusals, made, judge, said(guard, asking), findings);
      return;
    }
    Judge.Found found = judge.judge(guard, made.requests(), false);
    findings.compared.merge(guard.id(), found.compared(), Integer::sum);
    if (found.compared() == 0) {
      findings.untried(guard, why(guard, made.requests().size(), found.spoken()));
    } else if (!found.breaches().isEmpty()) {
      Judge.Breach breach = found.breaches().getFirst();
      if (findings.onlyWhether) {
        findings.broken.add(
            broken(
                guard,
                service,
                made.requests().get(breach.request()),
                breach,
                found,
                List.of(),
                asking));
        return;
      }
      List<Suspect> behind =
          new Culprits(ratebook, evaluators, asking.moment().instant())
              .of(service, made.requests(), found.breaches());
      Shrinking.Smallest smallest =
          new Shrinking(ratebook, judge, made.levels())
              .shrink(guard, service, made.requests().get(breach.request()), breach);
      findings.broken.add(
          broken(guard, service, smallest.request(), smallest.breach(), found, behind, asking));
    }
  }

  /// Why nothing could be held against a guard.
  private static String why(Guard guard, int requests, int spoken) {
    if (spoken > 0) {
      String lacking =
          switch (guard.rule()) {
            case Guard.Monotone _ -> "has another price to which its input moves";
            case Guard.Range range when range.with().isPresent() ->
                "has a price of `with` beside it";
            default -> "has an amount";
          };
      return "none of the %,d requests of which it speaks %s".formatted(spoken, lacking);
    }
    List<String> wanted = new ArrayList<>();
    wanted.add(
        switch (guard.rule()) {
          case Guard.Answered _, Guard.Refusals _, Guard.Refused _ -> "is right";
          case Guard.Range _, Guard.Monotone _, Guard.Horizon _, Guard.OfChange _ -> "has a price";
        });
    if (guard.when().isPresent()) {
      wanted.add("keeps to `when`");
    }
    if (guard.rule() instanceof Guard.Monotone monotone && monotone.except().isPresent()) {
      wanted.add("is outside of `except`");
    }
    return "none of %,d requests %s".formatted(requests, String.join(" and ", wanted));
  }

  private Broken broken(
      Guard guard,
      Ratebook.Service service,
      Value[] request,
      Judge.Breach breach,
      Judge.Found found,
      List<Suspect> behind,
      Asking asking) {
    Map<String, Value> inputs = new LinkedHashMap<>();
    Map<String, Value> moved = new LinkedHashMap<>();
    for (int index : service.inputs()) {
      String name = ratebook.program().globals().get(index).name();
      inputs.put(name, request[index]);
      breach
          .moved()
          .filter(other -> !other[index].equals(request[index]))
          .ifPresent(other -> moved.put(name, other[index]));
    }
    return new Broken(
        guard,
        sentence(said(guard, asking), guard, breach, moved),
        (int) found.breaches().stream().map(Judge.Breach::request).distinct().count(),
        found.compared(),
        Optional.of(inputs),
        moved,
        Optional.of(breach.got()),
        breach.movedTo(),
        breach.bound(),
        behind);
  }

  /// What a guard says, and what is not so; of another instant than that of pricing, at which.
  private String said(Guard guard, Asking asking) {
    return "`%s`: %s; but %s"
        .formatted(
            guard.id(),
            guard.text().en(),
            Turns.told(asking.moment().instant(), options.at(), ratebook.zone()));
  }

  private static String sentence(
      String said, Guard guard, Judge.Breach breach, Map<String, Value> moved) {
    String of =
        switch (guard.rule()) {
          case Guard.Range range -> range.of().name();
          case Guard.Monotone monotone -> monotone.of().name();
          case Guard.Answered _,
              Guard.Refused _,
              Guard.Refusals _,
              Guard.Horizon _,
              Guard.OfChange _ ->
              "";
        };
    if (of.isEmpty()) {
      return said + "a request " + ended(guard, breach);
    }
    if (breach.movedTo().isPresent()) {
      List<String> moves = new ArrayList<>();
      moved.forEach((name, value) -> moves.add(name + " " + Written.plain(value)));
      return "%s%s is `%s`, and `%s` with %s (expected: %s)"
          .formatted(
              said,
              of,
              breach.got(),
              breach.movedTo().get(),
              String.join(", ", moves),
              breach.bound().orElse(""));
    }
    return "%s%s is `%s` (expected: %s)"
        .formatted(said, of, breach.got(), breach.bound().orElse(""));
  }

  private static String ended(Guard guard, Judge.Breach breach) {
    if (guard.rule() instanceof Guard.Refused refused) {
      return refused.always() ? "has a price" : "is refused with `%s`".formatted(breach.got());
    }
    return "ends with `%s`".formatted(breach.got());
  }

  private static void refusals(
      Guard guard,
      Guard.Refusals rule,
      Trials.Made made,
      Judge judge,
      String said,
      Findings findings) {
    List<Value[]> sent = made.requests().subList(0, made.sent());
    Judge.Share found = judge.refused(guard, rule, sent);
    findings.compared.merge(guard.id(), found.of(), Integer::sum);
    if (found.of() == 0) {
      findings.untried(guard, why(guard, sent.size(), 0));
      return;
    }
    Decimal share = Decimal.of(found.refused() * 100L).dividedBy(Decimal.of(found.of()));
    if (share.compareTo(rule.atMost()) > 0) {
      findings.broken.add(
          whole(
              guard,
              "%s%d of %d requests are refused (expected: at most %s percent)"
                  .formatted(said, found.refused(), found.of(), rule.atMost().toPlainText()),
              found.refused(),
              found.of()));
    }
  }

  private Optional<Broken> horizon(Guard guard, Guard.Horizon rule) {
    LocalDate wanted = options.at().atZone(ratebook.zone()).toLocalDate().plusDays(rule.days());
    LocalDate last = rule.calendar().slots().declared().lastDay();
    return last.isBefore(wanted)
        ? Optional.of(
            whole(
                guard,
                "`%s`: %s; but calendar `%s` ends on %s (expected: %s or later)"
                    .formatted(guard.id(), guard.text().en(), rule.calendar().id(), last, wanted),
                1,
                1))
        : Optional.empty();
  }

  private static Broken whole(Guard guard, String sentence, int requests, int compared) {
    return new Broken(
        guard,
        sentence,
        requests,
        compared,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
