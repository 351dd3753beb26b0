package dev.quoin.ratebook.guard;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.NoPrice;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.parity.Suspect;
import dev.quoin.ratebook.value.Written;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Tries the guards of a ratebook on requests that are made up for it, and on recorded ones.
public final class GuardCheck {
  private final Ratebook ratebook;
  private final Function<Program, Evaluator> evaluators;
  private final Options options;
  private final Map<String, List<Map<String, Value>>> recorded = new LinkedHashMap<>();

  /// How requests are made up.
  ///
  /// @param count how many of the generator's, of each service
  /// @param at the pricing instant
  /// @param explains whether the smallest request and the rows behind are looked for; without it only which guards are broken
  public record Options(long seed, int count, Instant at, boolean explains) {}

  /// What was found.
  ///
  /// @param tried on how many requests
  public record Report(List<Broken> broken, int guards, int tried) {
    public Report {
      broken = List.copyOf(broken);
    }
  }

  /// @param evaluators makes what evaluates the program: the compiler, or the interpreter
  public GuardCheck(Ratebook ratebook, Function<Program, Evaluator> evaluators, Options options) {
    this.ratebook = ratebook;
    this.evaluators = evaluators;
    this.options = options;
  }

  /// Also tries the guards on these requests of a service.
  public GuardCheck with(String service, List<Map<String, Value>> requests) {
    recorded.computeIfAbsent(service, _ -> new ArrayList<>()).addAll(requests);
    return this;
  }

  /// Tries all guards.
  public Report run() {
    Asking asking = new Asking(ratebook, evaluators, options.at());
    List<Broken> broken = new ArrayList<>();
    int tried = 0;
    for (Ratebook.Service service : ratebook.services().values()) {
      List<Guard> guards =
          ratebook.guards().stream()
              .filter(guard ->
                  guard.rule() instanceof Guard.OfService of
                      && of.service().name().equals(service.name()))
              .toList();
      if (!guards.isEmpty()) {
        Trials trials = new Trials(ratebook, service, options.seed());
        Trials.Made made = trials.make(options.count());
        recorded
            .getOrDefault(service.name(), List.of())
            .forEach(inputs -> made.requests().add(trials.request(inputs)));
        tried += made.requests().size();
        for (Guard guard : guards) {
          tryOn(guard, service, made, asking).ifPresent(broken::add);
        }
      }
    }
    for (Guard guard : ratebook.guards()) {
      if (guard.rule() instanceof Guard.Horizon horizon) {
        horizon(guard, horizon).ifPresent(broken::add);
      }
    }
    broken.sort((one, other) -> one.guard().place().compareTo(other.guard().place()));
    return new Report(broken, ratebook.guards().size(), tried);
  }

  private Optional<Broken> tryOn(
      Guard guard, Ratebook.Service service, Trials.Made made, Asking asking) {
    if (guard.rule() instanceof Guard.Refusals refusals) {
      return refusals(guard, refusals, made, asking);
    }
    Judge judge = new Judge(asking, made.levels());
    Judge.Found found = judge.judge(guard, made.requests(), false);
    if (found.breaches().isEmpty()) {
      return Optional.empty();
    }
    Judge.Breach breach = found.breaches().getFirst();
    Value[] request = made.requests().get(breach.request());
    List<Suspect> behind = List.of();
    if (options.explains()) {
      behind =
          new Culprits(ratebook, evaluators, options.at())
              .of(service, made.requests(), found.breaches());
      Shrinking.Smallest smallest =
          new Shrinking(ratebook, judge, made.levels()).shrink(guard, service, request, breach);
      request = smallest.request();
      breach = smallest.breach();
    }
    return Optional.of(broken(guard, service, request, breach, found, behind));
  }

  private Broken broken(
      Guard guard,
      Ratebook.Service service,
      Value[] request,
      Judge.Breach breach,
      Judge.Found found,
      List<Suspect> behind) {
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
        sentence(guard, breach, moved),
        (int) found.breaches().stream().map(Judge.Breach::request).distinct().count(),
        found.spoken(),
        Optional.of(inputs),
        moved,
        Optional.of(breach.got()),
        breach.movedTo(),
        breach.bound(),
        behind);
  }

  private static String sentence(Guard guard, Judge.Breach breach, Map<String, Value> moved) {
    String of =
        switch (guard.rule()) {
          case Guard.Range range -> range.of().name();
          case Guard.Monotone monotone -> monotone.of().name();
          case Guard.Answered _, Guard.Refusals _, Guard.Horizon _ -> "";
        };
    String said = "`" + guard.id() + "`: " + guard.text().en();
    if (of.isEmpty()) {
      return "%s; but a request ends with `%s`".formatted(said, breach.got());
    }
    if (breach.movedTo().isPresent()) {
      List<String> moves = new ArrayList<>();
      moved.forEach((name, value) -> moves.add(name + " " + Written.plain(value)));
      return "%s; but %s is `%s`, and `%s` with %s (expected: %s)"
          .formatted(
              said,
              of,
              breach.got(),
              breach.movedTo().get(),
              String.join(", ", moves),
              breach.bound().orElse(""));
    }
    return "%s; but %s is `%s` (expected: %s)"
        .formatted(said, of, breach.got(), breach.bound().orElse(""));
  }

  private Optional<Broken> refusals(
      Guard guard, Guard.Refusals rule, Trials.Made made, Asking asking) {
    List<Value[]> drawn = made.requests().subList(0, made.random());
    List<Optional<NoPrice>> without = asking.ask(rule.service(), drawn, Set.of()).without();
    long refused = without.stream().flatMap(Optional::stream).filter(NoPrice::isRefusal).count();
    Decimal share =
        drawn.isEmpty()
            ? Decimal.ZERO
            : Decimal.of(refused * 100).dividedBy(Decimal.of(drawn.size()));
    return share.compareTo(rule.atMost()) <= 0
        ? Optional.empty()
        : Optional.of(
            whole(
                guard,
                "`%s`: %s; but %d of %d requests are refused (expected: at most %s percent)"
                    .formatted(
                        guard.id(),
                        guard.text().en(),
                        refused,
                        drawn.size(),
                        rule.atMost().toPlainText()),
                (int) refused,
                drawn.size()));
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

  private static Broken whole(Guard guard, String sentence, int requests, int spoken) {
    return new Broken(
        guard,
        sentence,
        requests,
        spoken,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
