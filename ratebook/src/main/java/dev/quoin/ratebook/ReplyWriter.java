package dev.quoin.ratebook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Shape.Aspect;
import dev.quoin.ratebook.Shape.Item;
import dev.quoin.ratebook.Shape.Part;
import dev.quoin.ratebook.Shape.Style;
import dev.quoin.ratebook.Shape.What;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/// Writes an answer in the shape that another system expects. The same answer gives the same bytes.
final class ReplyWriter {
  private static final String NULL = "null";

  private final Ratebook.Service service;
  private final Mapping.Call call;
  private final Answer answer;
  private final Mapping.About about;

  ReplyWriter(Ratebook.Service service, Mapping.Call call, Answer answer, Mapping.About about) {
    this.service = service;
    this.call = call;
    this.answer = answer;
    this.about = about;
  }

  byte[] write(Shape shape) {
    return fields(shape.fields(), Optional.empty()).getBytes(UTF_8);
  }

  /// A line, a refusal or a problem that a list is at.
  private sealed interface At {
    record Line(Answer.Line line) implements At {}

    record Refused(Answer.Refused reason) implements At {}

    record Wrong(Problem problem) implements At {}
  }

  private String fields(Part.Fields fields, Optional<At> at) {
    StringJoiner object = new StringJoiner(",", "{", "}");
    fields
        .parts()
        .forEach((name, part) ->
            part(part, at).ifPresent(json -> object.add(Json.quoted(name) + ":" + json)));
    return object.toString();
  }

  /// Empty where the field is left out.
  private Optional<String> part(Part part, Optional<At> at) {
    return switch (part) {
      case Part.Fields fields -> Optional.of(fields(fields, at));
      case Part.Each(Item item, Part.Fields fields) -> {
        StringJoiner list = new StringJoiner(",", "[", "]");
        items(item).forEach(one -> list.add(fields(fields, Optional.of(one))));
        yield Optional.of(list.toString());
      }
      case Part.Told(What what, Style style) -> {
        String json = told(what, style, at);
        yield style.omitted() && json.equals(NULL) ? Optional.empty() : Optional.of(json);
      }
    };
  }

  private List<At> items(Item item) {
    List<At> items = new ArrayList<>();
    switch (answer) {
      case Answer.Quote quote when item == Item.LINE ->
          quote.lines().forEach(line -> items.add(new At.Line(line)));
      case Answer.Refusal refusal when item == Item.REFUSAL ->
          refusal.reasons().forEach(reason -> items.add(new At.Refused(reason)));
      case Answer.Failure failure when item == Item.PROBLEM ->
          failure.problems().forEach(problem -> items.add(new At.Wrong(problem)));
      case Answer.Quote _, Answer.Refusal _, Answer.Failure _, Answer.Decided _ -> {}
    }
    return items;
  }

  private String told(What what, Style style, Optional<At> at) {
    return switch (what) {
      case What.Constant(Node.Scalar value) -> Json.write(value);
      case What.Echo echo ->
          call.tree().flatMap(tree -> echo.path().in(tree)).map(Json::write).orElse(NULL);
      case What.Total _ -> amount(quote().total(), style);
      case What.Sum(List<String> codes) ->
          amount(
              quote().lines().stream()
                  .filter(line -> codes.contains(line.code()))
                  .map(Answer.Line::amount)
                  .reduce(Decimal.ZERO, Decimal::plus),
              style);
      case What.Shown(String decision) ->
          value(quote().shown().getOrDefault(decision, Value.NULL), style);
      case What.OfItem(Item item, Aspect aspect) ->
          at.or(() -> items(item).stream().findFirst())
              .map(one -> aspect(one, aspect, style))
              .orElse(NULL);
      case What.OfQuote(Shape.Fact fact) ->
          switch (fact) {
            case ID -> about.id().map(ReplyWriter::text).orElse(NULL);
            case RATEBOOK -> text(about.ratebook());
            case DIGEST -> text(about.digest());
            case CURRENCY -> answer instanceof Answer.Quote quote ? text(quote.currency()) : NULL;
            case ASKED_AT -> instant(about.askedAt(), style);
            case VALID_UNTIL -> instant(about.validUntil(), style);
          };
    };
  }

  private Answer.Quote quote() {
    if (answer instanceof Answer.Quote quote) {
      return quote;
    }
    throw new IllegalStateException("the shape of a quote for " + answer);
  }

  private String aspect(At at, Aspect aspect, Style style) {
    return switch (at) {
      case At.Line(Answer.Line line) ->
          switch (aspect) {
            case CODE -> code(line.code(), style);
            case TEXT -> text(line.text(), style);
            case AMOUNT -> amount(line.amount(), style);
            case FIELD -> NULL;
          };
      case At.Refused(Answer.Refused reason) ->
          switch (aspect) {
            case CODE -> code(reason.code(), style);
            case TEXT -> text(reason.text(), style);
            case AMOUNT, FIELD -> NULL;
          };
      case At.Wrong(Problem problem) ->
          switch (aspect) {
            case CODE -> code(problem.code(), style);
            case TEXT ->
                text(
                    service
                        .text(problem)
                        .orElseGet(() -> new Texts(problem.sentence(), problem.sentence())),
                    style);
            case FIELD -> call.field(problem).map(ReplyWriter::text).orElse(NULL);
            case AMOUNT -> NULL;
          };
    };
  }

  private static String text(Texts texts, Style style) {
    return text(style.korean() ? texts.ko() : texts.en());
  }

  private static String text(String text) {
    return Json.quoted(text);
  }

  private static String code(String code, Style style) {
    return style.otherwise().isEmpty()
        ? text(code)
        : Json.write(style.codes().getOrDefault(code, style.otherwise().get()));
  }

  private static String instant(Instant instant, Style style) {
    return text(style.dates().map(dates -> dates.write(instant)).orElseGet(instant::toString));
  }

  private static String amount(Decimal amount, Style style) {
    Decimal signed = style.negated() ? amount.negated() : amount;
    return style
        .numbers()
        .map(numbers -> text(numbers.write(signed)))
        .orElseGet(signed::toPlainText);
  }

  private static String value(Value value, Style style) {
    if (style.otherwise().isPresent()) {
      return code(Written.plain(value), style);
    }
    return switch (value) {
      case Value.Num number -> amount(number.value(), style);
      case Value.Date _, Value.Time _, Value.DateTime _ ->
          style.dates().map(dates -> text(dates.write(value))).orElseGet(() -> Written.json(value));
      case Value.Null _,
          Value.Bool _,
          Value.Text _,
          Value.DayTimeDuration _,
          Value.YearMonthDuration _,
          Value.Items _,
          Value.Context _,
          Value.Range _,
          Value.Function _ ->
          Written.json(value);
    };
  }
}
