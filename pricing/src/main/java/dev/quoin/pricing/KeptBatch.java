package dev.quoin.pricing;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Value;
import dev.quoin.pricing.Batch.Item;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Written;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A batch as the journal keeps it: by columns. Inputs that all cars share stand once; outcomes refer to the few shapes that they
/// have, a shape being the codes of a price, of a refusal or of a rejection.
///
///     {"shared":{"start":"2026-06-12T18:00+09:00",…},"columns":{"model":["K8","RAY"]}}
///     {"currency":"KRW","shapes":[{"price":["rental-fee","mileage-fee"]},{"refusal":["driver-too-young"]}],
///      "shape":[0,1],"totals":[338370],"amounts":[299120,39250],"shown":{"vat":[30761]}}
///
/// Totals and what is shown stand for prices only, amounts one for each code of each price, all in the order of the cars.
public final class KeptBatch {
  private static final String PRICE = "price";
  private static final String REFUSAL = "refusal";

  private KeptBatch() {}

  /// The inputs. Of a car that was rejected there are none: where a column is needed for it, it has null.
  public static String inputs(Batch batch) {
    List<Optional<Request>> rows = batch.items().stream().map(KeptBatch::request).toList();
    List<Request> answered = rows.stream().flatMap(Optional::stream).toList();
    List<Program.Input> inputs = answered.isEmpty() ? List.of() : answered.getFirst().asked();
    StringBuilder shared = new StringBuilder(384).append("{\"shared\":{");
    StringBuilder columns = new StringBuilder(rows.size() * 10).append("},\"columns\":{");
    boolean firstShared = true;
    boolean firstColumn = true;
    for (Program.Input input : inputs) {
      if (isShared(input, answered)) {
        Json.quote(input.name(), shared.append(firstShared ? "" : ","));
        Written.json(answered.getFirst().value(input), shared.append(':'));
        firstShared = false;
      } else {
        Json.quote(input.name(), columns.append(firstColumn ? "" : ","));
        columns.append(":[");
        for (int i = 0; i < rows.size(); i++) {
          Value value = rows.get(i).map(row -> row.value(input)).orElse(Value.NULL);
          Written.json(value, columns.append(i == 0 ? "" : ","));
        }
        columns.append(']');
        firstColumn = false;
      }
    }
    return shared.append(columns).append("}}").toString();
  }

  private static Optional<Request> request(Item item) {
    return item instanceof Item.Answered answered
        ? Optional.of(answered.request())
        : Optional.empty();
  }

  private static boolean isShared(Program.Input input, List<Request> answered) {
    Value first = answered.getFirst().value(input);
    for (Request request : answered) {
      if (!request.value(input).equals(first)) {
        return false;
      }
    }
    return true;
  }

  /// The outcomes.
  public static String outcomes(Batch batch) {
    Map<String, Integer> shapes = new LinkedHashMap<>();
    StringBuilder shape = new StringBuilder(batch.items().size() * 2);
    StringBuilder totals = new StringBuilder(batch.items().size() * 8);
    StringBuilder amounts = new StringBuilder(batch.items().size() * 32);
    Map<String, StringBuilder> shown = new LinkedHashMap<>();
    Optional<Item> before = Optional.empty();
    int number = 0;
    for (Item item : batch.items()) {
      if (before.isEmpty() || !isAlike(before.get(), item)) {
        number = shapes.computeIfAbsent(shape(item), _ -> shapes.size());
      }
      before = Optional.of(item);
      comma(shape).append(number);
      if (item instanceof Item.Answered answered
          && answered.outcome() instanceof Answer.Quote quote) {
        comma(totals).append(quote.total().toPlainText());
        quote.lines().forEach(line -> comma(amounts).append(line.amount().toPlainText()));
        quote
            .shown()
            .forEach((name, value) ->
                Written.json(value, comma(shown.computeIfAbsent(name, _ -> new StringBuilder()))));
      }
    }
    StringBuilder json = new StringBuilder(amounts.length() + totals.length() + 1_000);
    json.append("{\"currency\":\"").append(batch.release().ratebook().currency());
    json.append("\",\"shapes\":[").append(String.join(",", shapes.keySet()));
    json.append("],\"shape\":[").append(shape).append("],\"totals\":[").append(totals);
    json.append("],\"amounts\":[").append(amounts).append("],\"shown\":{");
    String separator = "";
    for (Map.Entry<String, StringBuilder> column : shown.entrySet()) {
      json.append(separator).append(Written.json(Value.of(column.getKey()))).append(":[");
      json.append(column.getValue()).append(']');
      separator = ",";
    }
    return json.append("}}").toString();
  }

  private static StringBuilder comma(StringBuilder json) {
    return json.isEmpty() ? json : json.append(',');
  }

  /// Whether both have the same shape for certain: most cars have the line items of the one before.
  private static boolean isAlike(Item one, Item other) {
    if (!(one instanceof Item.Answered(_, Answer.Quote first))
        || !(other instanceof Item.Answered(_, Answer.Quote second))
        || first.lines().size() != second.lines().size()) {
      return false;
    }
    for (int i = 0; i < first.lines().size(); i++) {
      if (!first.lines().get(i).code().equals(second.lines().get(i).code())) {
        return false;
      }
    }
    return true;
  }

  private static String shape(Item item) {
    StringBuilder json = new StringBuilder(128);
    switch (item) {
      case Item.Answered(_, Answer.Quote quote) -> {
        json.append("{\"" + PRICE + "\":[");
        for (int i = 0; i < quote.lines().size(); i++) {
          json.append(i == 0 ? "\"" : ",\"").append(quote.lines().get(i).code()).append('"');
        }
      }
      case Item.Answered(_, Answer.Refusal refusal) -> {
        json.append("{\"" + REFUSAL + "\":[");
        for (int i = 0; i < refusal.reasons().size(); i++) {
          json.append(i == 0 ? "\"" : ",\"").append(refusal.reasons().get(i).code()).append('"');
        }
      }
      case Item.Rejected(Rejection rejection) -> {
        json.append("{\"").append(rejection.kind()).append("\":[");
        for (int i = 0; i < rejection.flaws().size(); i++) {
          Flaw flaw = rejection.flaws().get(i);
          json.append(i == 0 ? "[" : ",[").append(Written.json(Value.of(flaw.field())));
          json.append(",\"").append(flaw.code()).append("\",");
          json.append(Written.json(Value.of(flaw.sentence()))).append(']');
        }
      }
    }
    return json.append("]}").toString();
  }

  /// The items of a batch of which both texts were written.
  public static List<Item> items(Release release, String service, String inputs, String outcomes) {
    Node.Mapping asked = KeptJson.mapping(inputs);
    Node.Mapping answered = KeptJson.mapping(outcomes);
    return new Reader(release, service, asked, answered).items();
  }

  /// The inputs of each car, of a batch of which both texts were written, whatever release made it; nothing of a car that was
  /// rejected.
  public static List<Optional<Node.Mapping>> inputs(String inputs, String outcomes) {
    Trip trip = new Trip(KeptJson.mapping(inputs));
    Shapes shapes = new Shapes(KeptJson.mapping(outcomes));
    List<Optional<Node.Mapping>> cars = new ArrayList<>(shapes.size());
    for (int i = 0; i < shapes.size(); i++) {
      cars.add(
          switch (shapes.of(i).key()) {
            case PRICE, REFUSAL -> Optional.of(trip.inputs(i));
            default -> Optional.empty();
          });
    }
    return cars;
  }

  /// What was asked, by columns.
  private record Trip(Node.Mapping shared, Node.Mapping columns) {
    Trip(Node.Mapping asked) {
      this(
          (Node.Mapping) KeptJson.entry(asked, "shared"),
          (Node.Mapping) KeptJson.entry(asked, "columns"));
    }

    Node.Mapping inputs(int item) {
      List<Node.Mapping.Entry> entries = new ArrayList<>(shared.entries());
      for (Node.Mapping.Entry column : columns.entries()) {
        Node value = ((Node.Listing) column.value()).items().get(item);
        entries.add(new Node.Mapping.Entry(column.key(), value, column.place()));
      }
      return new Node.Mapping(entries, shared.place());
    }
  }

  /// What came of each car: its kind, with the codes.
  private record Shapes(List<Node.Mapping> shapes, List<Node> shape) {
    Shapes(Node.Mapping answered) {
      this(
          KeptJson.list(answered, "shapes").stream().map(Node.Mapping.class::cast).toList(),
          KeptJson.list(answered, "shape"));
    }

    int size() {
      return shape.size();
    }

    Node.Mapping.Entry of(int item) {
      return shapes.get(Integer.parseInt(KeptJson.text(shape.get(item)))).entries().getFirst();
    }
  }

  private static final class Reader {
    private final Release release;
    private final String service;
    private final Trip trip;
    private final Shapes shapes;
    private final String currency;
    private final Iterator<Node> totals;
    private final Iterator<Node> amounts;
    private final Map<String, Iterator<Node>> shown = new LinkedHashMap<>();

    Reader(Release release, String service, Node.Mapping asked, Node.Mapping answered) {
      this.release = release;
      this.service = service;
      this.trip = new Trip(asked);
      this.shapes = new Shapes(answered);
      this.currency = KeptJson.text(KeptJson.entry(answered, "currency"));
      this.totals = KeptJson.list(answered, "totals").iterator();
      this.amounts = KeptJson.list(answered, "amounts").iterator();
      ((Node.Mapping) KeptJson.entry(answered, "shown"))
          .entries()
          .forEach(column ->
              shown.put(column.key(), ((Node.Listing) column.value()).items().iterator()));
    }

    List<Item> items() {
      List<Item> items = new ArrayList<>(shapes.size());
      for (int i = 0; i < shapes.size(); i++) {
        Node.Mapping.Entry own = shapes.of(i);
        List<Node> codes = ((Node.Listing) own.value()).items();
        items.add(
            switch (own.key()) {
              case PRICE -> new Item.Answered(request(i), price(codes));
              case REFUSAL -> new Item.Answered(request(i), KeptJson.refusal(release, codes));
              default -> new Item.Rejected(rejection(own.key(), codes));
            });
      }
      return items;
    }

    private Request request(int item) {
      return KeptJson.request(release, service, trip.inputs(item));
    }

    private Answer.Quote price(List<Node> codes) {
      List<Node> own = new ArrayList<>(codes.size());
      codes.forEach(_ -> own.add(amounts.next()));
      return KeptJson.price(release, service, currency, totals.next(), codes, own, this::nextShown);
    }

    private Node nextShown(String name) {
      return Optional.ofNullable(shown.get(name))
          .orElseThrow(() -> new IllegalStateException("no `" + name + "` was kept"))
          .next();
    }

    private static Rejection rejection(String kind, List<Node> flaws) {
      return new Rejection(
          Rejection.Kind.valueOf(kind),
          flaws.stream()
              .map(flaw -> ((Node.Listing) flaw).items())
              .map(parts ->
                  new Flaw(
                      KeptJson.text(parts.get(0)),
                      KeptJson.text(parts.get(1)),
                      KeptJson.text(parts.get(2))))
              .toList());
    }
  }
}
