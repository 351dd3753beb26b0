package dev.quoin.compare;

import dev.quoin.feel.Value;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.diff.Change;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.json.QuoteJson;
import dev.quoin.ratebook.value.Written;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A comparison as a tree of [JsonTree]. It says nothing of when, where and how fast it was made: the same policies and the
/// same requests give the same bytes.
public final class ComparisonJson {
  /// What all values have in common, or none has.
  private static final Set<String> OF_NO_SWEEP =
      Set.of(
          "service",
          "currency",
          "requests",
          "before",
          "segments",
          "attribution",
          "movers",
          "newly_refused_movers",
          "newly_offered_movers");

  private final Comparison comparison;
  private final Money money;

  private ComparisonJson(Comparison comparison) {
    this.comparison = comparison;
    this.money = comparison.money();
  }

  public static Map<String, Object> of(Comparison comparison) {
    return new ComparisonJson(comparison).tree();
  }

  /// What the values of a lever do: those that are tried, each with what changes from the one in force.
  ///
  /// @param lever as it is in force
  public static Map<String, Object> of(
      Sweep.Swept swept, Ratebook.Lever lever, Optional<NotCompared> notCompared) {
    List<Object> values = new ArrayList<>();
    for (Sweep.Point point : swept.points()) {
      Map<String, Object> tree = JsonTree.object("value", Written.plain(point.lever().value()));
      Map<String, Object> all = of(point.comparison());
      all.keySet().removeAll(OF_NO_SWEEP);
      tree.putAll(all);
      values.add(tree);
    }
    Map<String, Object> first = of(swept.points().getFirst().comparison());
    Map<String, Object> tree =
        JsonTree.object(
            "service",
            swept.policy().service().name(),
            "currency",
            swept.money().currency(),
            "requests",
            swept.points().getFirst().comparison().all().requests(),
            "lever",
            lever.id(),
            "now",
            Written.plain(lever.value()),
            "before",
            Objects.requireNonNull(first.get("before")),
            "values",
            values);
    notCompared.ifPresent(kept -> tree.put("not_compared", of(kept)));
    return tree;
  }

  /// The same, with what was kept and is not compared.
  public static Map<String, Object> of(Comparison comparison, Optional<NotCompared> notCompared) {
    Map<String, Object> tree = of(comparison);
    notCompared.ifPresent(kept -> tree.put("not_compared", of(kept)));
    return tree;
  }

  /// What was kept and is not compared.
  public static Map<String, Object> of(NotCompared kept) {
    List<Object> groups = new ArrayList<>();
    kept.groups()
        .forEach((group, count) ->
            groups.add(
                JsonTree.object(
                    "why",
                    group.why().name().toLowerCase(Locale.ROOT),
                    "ratebook",
                    group.ratebook(),
                    "service",
                    group.service(),
                    "kind",
                    group.kind(),
                    "answers",
                    count)));
    List<Object> causes = new ArrayList<>();
    kept.causes()
        .forEach((cause, told) ->
            causes.add(
                JsonTree.object(
                    "side",
                    cause.isAfter() ? "after" : "before",
                    "field",
                    cause.field(),
                    "code",
                    cause.code(),
                    "requests",
                    told.requests(),
                    "example",
                    told.example(),
                    "sentence",
                    told.sentence())));
    return JsonTree.object(
        "answers",
        kept.count(),
        "groups",
        groups,
        "unreadable",
        causes,
        "not_asked_for",
        new LinkedHashMap<String, Object>(kept.unasked()));
  }

  private Map<String, Object> tree() {
    Figures all = comparison.all();
    Map<String, Object> tree =
        JsonTree.object(
            "service",
            comparison.before().service().name(),
            "currency",
            money.currency(),
            "requests",
            all.requests(),
            "changed",
            all.changed(),
            "before",
            policy(comparison.before(), all.before(), comparison.codesBefore()),
            "after",
            policy(comparison.after(), all.after(), comparison.codesAfter()));
    tree.putAll(change(all));
    tree.put("newly_refused", part(all.newlyRefused(), comparison.newlyRefused()));
    tree.put("newly_offered", part(all.newlyOffered(), comparison.newlyOffered()));
    tree.put("distribution", distribution());
    tree.put("segments", comparison.segments().stream().map(this::segments).toList());
    tree.put(
        "attribution", comparison.attribution().<Object>map(this::attribution).orElse(Value.NULL));
    tree.put("movers", movers(comparison.movers()));
    tree.put("newly_refused_movers", movers(comparison.refusedMovers()));
    tree.put("newly_offered_movers", movers(comparison.offeredMovers()));
    return tree;
  }

  private Map<String, Object> policy(Policy policy, Figures.Side side, Comparison.Codes codes) {
    Map<String, Object> tree =
        JsonTree.object("ratebook", policy.ratebook().id(), "release", policy.release().digest());
    tree.putAll(side(side));
    tree.put("refusals", new LinkedHashMap<>(codes.refusals()));
    tree.put("failures", new LinkedHashMap<>(codes.failures()));
    return tree;
  }

  private Map<String, Object> side(Figures.Side side) {
    return JsonTree.object(
        "priced",
        side.priced(),
        "refused",
        side.refused(),
        "failed",
        side.failed(),
        "total",
        money.text(side.total()),
        "mean",
        mean(side.total(), side.priced()));
  }

  private Map<String, Object> change(Figures figures) {
    Figures.Repriced repriced = figures.repriced();
    return JsonTree.object(
        "difference",
        money.text(figures.difference()),
        "repriced",
        JsonTree.object(
            "requests",
            repriced.requests(),
            "before",
            money.text(repriced.before()),
            "after",
            money.text(repriced.after()),
            "difference",
            money.text(repriced.difference()),
            "mean",
            mean(repriced.difference(), repriced.requests()),
            "percent",
            repriced.before().signum() == 0
                ? Value.NULL
                : Money.percent(repriced.difference(), repriced.before())),
        "winners",
        part(figures.winners()),
        "losers",
        part(figures.losers()),
        "newly_refused",
        part(figures.newlyRefused()),
        "newly_offered",
        part(figures.newlyOffered()),
        "newly_failed",
        part(figures.newlyFailed()),
        "newly_working",
        part(figures.newlyWorking()));
  }

  private Map<String, Object> part(Figures.Part part) {
    return JsonTree.object("requests", part.requests(), "total", money.text(part.total()));
  }

  private Object mean(BigInteger total, long count) {
    return count == 0 ? Value.NULL : money.mean(total, count);
  }

  private Map<String, Object> part(Figures.Part part, Map<String, Long> codes) {
    Map<String, Object> tree = part(part);
    tree.put("codes", new LinkedHashMap<>(codes));
    return tree;
  }

  private Map<String, Object> distribution() {
    Distribution distribution = comparison.distribution();
    Map<String, Object> quantiles = new LinkedHashMap<>();
    if (!distribution.isEmpty()) {
      for (int percent : Comparison.QUANTILES) {
        quantiles.put(Integer.toString(percent), money.text(distribution.quantile(percent)));
      }
    }
    List<Object> differences = new ArrayList<>();
    for (int i = 0; i < distribution.differences().length; i++) {
      differences.add(
          List.of(money.text(distribution.differences()[i]), distribution.requests()[i]));
    }
    return JsonTree.object("quantiles", quantiles, "differences", differences);
  }

  private Map<String, Object> segments(Segments segments) {
    return JsonTree.object(
        "by",
        segments.by().written(),
        "segments",
        segments.list().stream().map(segment -> segment(segment)).toList());
  }

  private Map<String, Object> segment(Segments.Segment segment) {
    Figures figures = segment.figures();
    Map<String, Object> tree =
        JsonTree.object(
            "values",
            segment.labels().stream()
                .map(label -> label.isNull() ? Value.NULL : (Object) label.text())
                .toList(),
            "requests",
            figures.requests(),
            "changed",
            figures.changed(),
            "before",
            side(figures.before()),
            "after",
            side(figures.after()));
    tree.putAll(change(figures));
    return tree;
  }

  private Map<String, Object> attribution(Attribution attribution) {
    return JsonTree.object(
        "requests",
        attribution.requests(),
        "difference",
        money.text(attribution.difference()),
        "units",
        attribution.shares().stream().map(this::share).toList(),
        "apart",
        part(attribution.apart()));
  }

  /// The exact part is a fraction of whole numbers, of the currency as the amount is: of a dollar, not of a cent.
  private Map<String, Object> share(Attribution.Share share) {
    return JsonTree.object(
        "unit",
        share.unit().text(),
        "changes",
        share.unit().changes().stream().map(Change::text).toList(),
        "amount",
        money.text(share.amount()),
        "exact",
        share.exact() + "/" + share.parts().multiply(BigInteger.TEN.pow(money.digits())));
  }

  private List<Object> movers(List<Comparison.Mover> movers) {
    List<Object> trees = new ArrayList<>();
    for (Comparison.Mover mover : movers) {
      trees.add(
          JsonTree.object(
              "id",
              mover.id(),
              "inputs",
              QuoteJson.values(mover.inputs()),
              "difference",
              money.text(mover.difference()),
              "attribution",
              mover.shares().stream().map(this::share).toList(),
              "before",
              explained(mover.explainedBefore()),
              "after",
              explained(mover.explainedAfter())));
    }
    return trees;
  }

  private static Map<String, Object> explained(Explanation explanation) {
    Answer answer = explanation.answer();
    Map<String, Object> tree = QuoteJson.of(answer);
    tree.put("explanation", QuoteJson.of(explanation.steps()));
    return tree;
  }
}
