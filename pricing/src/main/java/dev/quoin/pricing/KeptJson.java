package dev.quoin.pricing;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.Texts;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Inputs;
import dev.quoin.ratebook.value.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Inputs and outcomes as the journal keeps them: JSON without a blank, the same text for the same thing. What the release
/// knows is left out: texts, and levers; so what is kept is read under the release that made it.
///
///     {"start":"2026-06-12T18:00+09:00","model":"K8","distance":180,…}
///     {"currency":"KRW","total":300770,"codes":["rental-fee",…],"amounts":[299120,…],"shown":{"vat":27343}}
///     {"refusals":["driver-too-young"]}
public final class KeptJson {
  private static final Place KEPT = new Place("journal", 1, 1);

  private KeptJson() {}

  public static String of(Request request) {
    StringBuilder json = new StringBuilder(384);
    json.append('{');
    String separator = "";
    for (Program.Input input : request.asked()) {
      Json.quote(input.name(), json.append(separator));
      Written.json(request.value(input), json.append(':'));
      separator = ",";
    }
    json.append('}');
    return json.toString();
  }

  public static String of(Answer.Outcome outcome) {
    StringBuilder json = new StringBuilder(256);
    switch (outcome) {
      case Answer.Quote quote -> price(quote, json);
      case Answer.Refusal refusal -> {
        json.append("{\"refusals\":[");
        for (int i = 0; i < refusal.reasons().size(); i++) {
          json.append(i == 0 ? "\"" : ",\"").append(refusal.reasons().get(i).code()).append('"');
        }
        json.append("]}");
      }
    }
    return json.toString();
  }

  private static void price(Answer.Quote quote, StringBuilder json) {
    List<Answer.Line> lines = quote.lines();
    json.append("{\"currency\":\"").append(quote.currency()).append("\",\"total\":");
    json.append(quote.total().toPlainText()).append(",\"codes\":[");
    for (int i = 0; i < lines.size(); i++) {
      json.append(i == 0 ? "\"" : ",\"").append(lines.get(i).code()).append('"');
    }
    json.append("],\"amounts\":[");
    for (int i = 0; i < lines.size(); i++) {
      json.append(i == 0 ? "" : ",").append(lines.get(i).amount().toPlainText());
    }
    json.append("],\"shown\":");
    values(quote.shown(), json);
    json.append('}');
  }

  private static void values(Map<String, Value> values, StringBuilder json) {
    json.append('{');
    String separator = "";
    for (Map.Entry<String, Value> entry : values.entrySet()) {
      Json.quote(entry.getKey(), json.append(separator));
      Written.json(entry.getValue(), json.append(':'));
      separator = ",";
    }
    json.append('}');
  }

  /// The request of which `of` wrote the text.
  public static Request request(Release release, String service, String json) {
    return request(release, service, tree(json));
  }

  /// The inputs of which `of` wrote the text, whatever release made it.
  public static Node.Mapping inputs(String json) {
    return mapping(json);
  }

  static Request request(Release release, String service, Node tree) {
    Problems problems = new Problems();
    return Request.of(release.ratebook(), service(release, service), tree, problems)
        .orElseThrow(() -> unreadable(problems.sorted()));
  }

  /// The outcome of which `of` wrote the text.
  public static Answer.Outcome outcome(Release release, String service, String json) {
    Node.Mapping tree = mapping(json);
    if (tree.get("refusals").isPresent()) {
      return refusal(release, list(tree, "refusals"));
    }
    Node.Mapping shown = (Node.Mapping) entry(tree, "shown");
    return price(
        release,
        service,
        text(entry(tree, "currency")),
        entry(tree, "total"),
        list(tree, "codes"),
        list(tree, "amounts"),
        name -> entry(shown, name));
  }

  static Answer.Refusal refusal(Release release, List<Node> codes) {
    return new Answer.Refusal(
        codes.stream()
            .map(KeptJson::text)
            .map(code -> new Answer.Refused(code, text(code, release.ratebook().refusals())))
            .toList());
  }

  /// A price of its parts.
  ///
  /// @param amounts one for each code
  /// @param shown what is shown beside the total, by name
  static Answer.Quote price(
      Release release,
      String service,
      String currency,
      Node total,
      List<Node> codes,
      List<Node> amounts,
      Function<String, Node> shown) {
    List<Answer.Line> lines = new ArrayList<>(codes.size());
    for (int i = 0; i < codes.size(); i++) {
      String code = text(codes.get(i));
      lines.add(
          new Answer.Line(
              code, text(code, release.ratebook().lineItems()), number(amounts.get(i))));
    }
    Map<String, Value> values = new LinkedHashMap<>();
    for (int index : service(release, service).shown()) {
      Program.Global global = release.ratebook().program().globals().get(index);
      values.put(
          global.name(), value(shown.apply(global.name()), global.type(), release.ratebook()));
    }
    return new Answer.Quote(lines, number(total), values, currency);
  }

  /// A range has no notation of its own, and stays the text that it is shown as.
  private static Value value(Node node, Type type, Ratebook ratebook) {
    if (Inputs.isNull(node)) {
      return Value.NULL;
    }
    if (type instanceof Type.RangeType) {
      return Value.of(text(node));
    }
    Problems problems = new Problems();
    return Inputs.of(ratebook.zone(), problems)
        .read(node, type, "what is shown")
        .orElseThrow(() -> unreadable(problems.sorted()));
  }

  private static Ratebook.Service service(Release release, String name) {
    Ratebook.Service service = release.ratebook().services().get(name);
    if (service == null) {
      throw new IllegalStateException("release " + release.digest() + " has no service " + name);
    }
    return service;
  }

  private static Texts text(String code, Map<String, Texts> texts) {
    Texts text = texts.get(code);
    if (text == null) {
      throw new IllegalStateException("the release has no text for " + code);
    }
    return text;
  }

  static Node entry(Node.Mapping tree, String key) {
    return tree.get(key).orElseThrow(() -> new IllegalStateException("no `" + key + "` was kept"));
  }

  static String text(Node node) {
    return ((Node.Scalar) node).text();
  }

  private static Decimal number(Node node) {
    return Decimal.parse(text(node));
  }

  static List<Node> list(Node.Mapping tree, String key) {
    return ((Node.Listing) entry(tree, key)).items();
  }

  static Node.Mapping mapping(String json) {
    return (Node.Mapping) tree(json);
  }

  private static Node tree(String json) {
    Problems problems = new Problems();
    return Json.read(KEPT, json, problems).orElseThrow(() -> unreadable(problems.sorted()));
  }

  /// Says where and what kind: what it is about are inputs, which no log may hold.
  private static IllegalStateException unreadable(List<Problem> problems) {
    return new IllegalStateException(
        "what was kept cannot be read: "
            + problems.stream()
                .map(problem -> problem.place() + " " + problem.code())
                .collect(Collectors.joining(", ")));
  }
}
