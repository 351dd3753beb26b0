package dev.quoin.server.evidence;

import dev.quoin.compare.By;
import dev.quoin.compare.Compare;
import dev.quoin.compare.Comparison;
import dev.quoin.compare.ComparisonJson;
import dev.quoin.compare.Counted;
import dev.quoin.compare.Figures;
import dev.quoin.compare.KeptRequests;
import dev.quoin.compare.Label;
import dev.quoin.compare.Money;
import dev.quoin.compare.NotCompared;
import dev.quoin.compare.Origin;
import dev.quoin.compare.Policy;
import dev.quoin.compare.Requests;
import dev.quoin.compare.Segments;
import dev.quoin.compare.TooMuch;
import dev.quoin.dmn.Program;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Approvals;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.json.JsonTree;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One service under the release that is active and under the one that is proposed: over what was asked last, or, where hardly
/// anything was, over what the generator makes. It shows no request of a customer.
final class ServiceComparison {
  /// Of fewer there is no mean.
  private static final long FEWEST = 100;

  private static final long GENERATED = 10_000;
  private static final long SEED = 1;
  private static final int MOST_AXES = 8;
  private static final int MOST_SEGMENTS = 10;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /// What says of single requests, or is too much to read.
  private static final Set<String> NOT_SHOWN =
      Set.of(
          "attribution",
          "distribution",
          "movers",
          "newly_refused_movers",
          "newly_offered_movers",
          "segments");

  private final Policy before;
  private final Policy after;
  private final Instant at;

  private ServiceComparison(Policy before, Policy after, Instant at) {
    this.before = before;
    this.after = after;
    this.at = at;
  }

  /// What was found.
  ///
  /// @param size absent where nothing can be said
  record Found(Map<String, Object> tree, Optional<Approvals.Size> size) {}

  /// Opens what servers were asked last.
  interface Journal {
    KeptRequests.Source open() throws IOException;
  }

  static Found of(Ratebook before, Ratebook after, String service, Journal journal, Instant at)
      throws IOException {
    if (!before.services().containsKey(service)) {
      return nothing(service, "the active release has no such service");
    }
    if (!after.services().containsKey(service)) {
      return nothing(service, "the proposed release has no such service any more");
    }
    if (!before.currency().equals(after.currency())) {
      return nothing(
          service,
          "prices are in %s before and in %s after".formatted(before.currency(), after.currency()));
    }
    try {
      return new ServiceComparison(Policy.of(before, service), Policy.of(after, service), at)
          .found(journal);
    } catch (EvaluationException e) {
      return nothing(service, e.problem().sentence());
    } catch (TooMuch e) {
      return nothing(service, e.problem().sentence());
    }
  }

  private static Found nothing(String service, String why) {
    return new Found(JsonTree.object("service", service, "not_compared", why), Optional.empty());
  }

  private Found found(Journal journal) throws IOException {
    try (KeptRequests recorded = new KeptRequests(journal.open(), before, after)) {
      Optional<Comparison> compared = compared(recorded);
      if (compared.filter(of -> of.all().requests() >= FEWEST).isPresent()) {
        Map<String, Object> source = JsonTree.object("kind", "recorded");
        source.put("left_out", leftOut(recorded.notCompared()));
        return found(compared.get(), source);
      }
    }
    return generated();
  }

  private Found generated() throws IOException {
    String service = after.service().name();
    boolean isOfAfter = !before.ratebook().generators().containsKey(service);
    if (isOfAfter && !after.ratebook().generators().containsKey(service)) {
      return nothing(service, "hardly anything was asked, and there is no generator");
    }
    if (!before.ratebook().zone().equals(after.ratebook().zone())) {
      return nothing(service, "hardly anything was asked, and the time zones differ");
    }
    Problems problems = new Problems();
    Optional<? extends Requests> requests =
        new Origin.Generated(isOfAfter, SEED, GENERATED).open(before, after, problems);
    if (requests.isEmpty()) {
      return nothing(service, first(problems.sorted()));
    }
    try (Requests open = requests.get()) {
      return compared(open)
          .map(of -> found(of, JsonTree.object("kind", "generated", "seed", SEED)))
          .orElseGet(() -> nothing(service, first(open.flaws().first())));
    }
  }

  private static String first(List<Problem> problems) {
    return problems.stream().map(Problem::sentence).findFirst().orElse("no request can be made");
  }

  private Optional<Comparison> compared(Requests requests) throws IOException {
    Compare compare = new Compare(before, after, new Comparison.Options(axes(), 0, at, false));
    Counted counted = compare.count(requests, 0);
    return compare.comparison(counted, requests);
  }

  /// By what has few values, none of which tells who asked.
  private List<By> axes() {
    List<String> axes = new ArrayList<>();
    Optional<String> weekday = Optional.empty();
    for (int index : after.service().inputs()) {
      Program.Input input = (Program.Input) after.ratebook().program().globals().get(index);
      boolean hasFewValues =
          input.type() == Type.Simple.BOOLEAN
              || (input.type() == Type.Simple.STRING && !input.allowedText().isEmpty());
      if (hasFewValues && input.name().indexOf(',') < 0) {
        axes.add(input.name());
      } else if (input.type() == Type.Simple.DATE_TIME && weekday.isEmpty()) {
        weekday = Optional.of(input.name() + ".weekday");
      }
    }
    weekday.ifPresent(axes::addFirst);
    return By.read(axes.stream().limit(MOST_AXES).toList(), before, after, new Problems());
  }

  private Found found(Comparison comparison, Map<String, Object> source) {
    Map<String, Object> tree = ComparisonJson.of(comparison);
    tree.keySet().removeAll(NOT_SHOWN);
    Figures all = comparison.all();
    Map<String, Object> shown = JsonTree.object("service", after.service().name());
    shown.put("source", source);
    shown.put("at", at.toString());
    shown.putAll(tree);
    Optional<Approvals.Size> size = size(all);
    shown.put(
        "changed_percent", size.<Object>map(of -> of.changed().toPlainString()).orElse(Value.NULL));
    shown.put("segments", segments(comparison));
    return new Found(shown, size);
  }

  /// Rounded away from zero: what is above a bound stays above it.
  private static Optional<Approvals.Size> size(Figures all) {
    BigInteger before = all.repriced().before();
    BigInteger difference = all.repriced().difference();
    if (all.requests() == 0 || (before.signum() == 0 && difference.signum() != 0)) {
      return Optional.empty();
    }
    return Optional.of(
        new Approvals.Size(
            percent(BigInteger.valueOf(all.changed()), BigInteger.valueOf(all.requests())),
            before.signum() == 0 ? BigDecimal.ZERO.setScale(2) : percent(difference, before)));
  }

  private static BigDecimal percent(BigInteger part, BigInteger whole) {
    return new BigDecimal(part).multiply(HUNDRED).divide(new BigDecimal(whole), 2, RoundingMode.UP);
  }

  /// A segment beside the question by which it is one.
  private record Asked(By by, Segments.Segment segment) {
    BigInteger weight() {
      return segment.figures().difference().abs();
    }
  }

  /// Those whose prices change most in all.
  private static List<Object> segments(Comparison comparison) {
    Money money = comparison.money();
    return comparison.segments().stream()
        .flatMap(of -> of.list().stream().map(segment -> new Asked(of.by(), segment)))
        .filter(asked -> asked.segment().figures().changed() > 0)
        .sorted(Comparator.comparing(Asked::weight).reversed())
        .limit(MOST_SEGMENTS)
        .<Object>map(asked -> {
          Figures figures = asked.segment().figures();
          BigInteger before = figures.before().total();
          return JsonTree.object(
              "by",
              asked.by().written(),
              "value",
              String.join(", ", asked.segment().labels().stream().map(Label::text).toList()),
              "requests",
              figures.requests(),
              "changed",
              figures.changed(),
              "difference",
              money.text(figures.difference()),
              "percent",
              before.signum() == 0 ? Value.NULL : Money.percent(figures.difference(), before));
        })
        .toList();
  }

  private static List<Object> leftOut(NotCompared kept) {
    List<Object> groups = new ArrayList<>();
    kept.groups()
        .forEach((group, count) -> {
          if (isOfThis(group.why())) {
            groups.add(
                JsonTree.object(
                    "why", group.why().name().toLowerCase(Locale.ROOT), "answers", count));
          }
        });
    return groups;
  }

  /// What was asked of others says nothing of this service.
  private static boolean isOfThis(NotCompared.Why why) {
    return switch (why) {
      case OTHER_RATEBOOK,
          OTHER_SERVICE,
          SERVICE_ONLY_BEFORE,
          SERVICE_ONLY_AFTER,
          SERVICE_OF_NEITHER ->
          false;
      case OF_BOOKING, REJECTED, DAMAGED, UNREADABLE_BEFORE, UNREADABLE_AFTER, UNREADABLE -> true;
    };
  }
}
