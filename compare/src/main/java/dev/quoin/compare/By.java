package dev.quoin.compare;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How requests are put into segments: by an input, by a part of a date, by numbers in steps, or by several of these at
/// once, with commas between them: `model`, `start.hour`, `distance step 10`, `membership, start.weekday`.
///
/// @param written as it was written
public record By(String written, List<Axis> axes) {
  private static final Pattern PART = Pattern.compile("(.+)\\.([a-z]+)");
  private static final Pattern STEP = Pattern.compile("(.+?)\\s+step\\s+([0-9.]+)");

  public By {
    axes = List.copyOf(axes);
  }

  /// One of the things that the requests of a segment have in common.
  ///
  /// @param input the name of the input
  public record Axis(String input, Part part, Optional<Decimal> step) {}

  /// What of an input's value counts.
  public enum Part {
    VALUE,
    DATE,
    YEAR,
    MONTH,
    WEEKDAY,
    HOUR;

    static Optional<Part> of(String name, Type type) {
      boolean isTime = type == Type.Simple.DATE_TIME;
      boolean isDate = isTime || type == Type.Simple.DATE;
      return switch (name) {
        case "date" -> isTime ? Optional.of(DATE) : Optional.empty();
        case "hour" -> isTime ? Optional.of(HOUR) : Optional.empty();
        case "year" -> isDate ? Optional.of(YEAR) : Optional.empty();
        case "month" -> isDate ? Optional.of(MONTH) : Optional.empty();
        case "weekday" -> isDate ? Optional.of(WEEKDAY) : Optional.empty();
        default -> Optional.empty();
      };
    }
  }

  /// Reads what was written, for two policies: a question may be about an input that only one of them has.
  public static List<By> read(
      List<String> written, Policy before, Policy after, Problems problems) {
    Map<String, Program.Input> inputs = new LinkedHashMap<>();
    Stream.of(before, after)
        .flatMap(policy -> Sides.inputs(policy).stream())
        .forEach(input -> inputs.putIfAbsent(input.name(), input));
    return written.stream().flatMap(one -> read(one, inputs, problems).stream()).toList();
  }

  /// Reads what was written.
  ///
  /// @param inputs those that a request may have, by their names
  static Optional<By> read(String written, Map<String, Program.Input> inputs, Problems problems) {
    List<Axis> axes = new ArrayList<>();
    List<String> texts = List.of(written.split(",", -1));
    for (String text : texts) {
      axis(text.strip(), inputs, problems).ifPresent(axes::add);
    }
    return axes.size() == texts.size() ? Optional.of(new By(written, axes)) : Optional.empty();
  }

  private static Optional<Axis> axis(
      String text, Map<String, Program.Input> inputs, Problems problems) {
    if (inputs.containsKey(text)) {
      return Optional.of(new Axis(text, Part.VALUE, Optional.empty()));
    }
    Matcher step = STEP.matcher(text);
    if (step.matches()) {
      Program.Input input = inputs.get(step.group(1));
      Decimal size = Decimal.tryParse(step.group(2));
      if (input != null
          && input.type() == Type.Simple.NUMBER
          && size != null
          && size.signum() > 0) {
        return Optional.of(new Axis(input.name(), Part.VALUE, Optional.of(size)));
      }
    }
    Matcher part = PART.matcher(text);
    if (part.matches()) {
      Program.Input input = inputs.get(part.group(1));
      Optional<Part> found =
          input == null ? Optional.empty() : Part.of(part.group(2), input.type());
      if (input != null && found.isPresent()) {
        return Optional.of(new Axis(input.name(), found.get(), Optional.empty()));
      }
    }
    problems.add(
        new Place("--by", 0, 0),
        "unknown-column",
        "`%s` is no input of the service%s (expected: an input, such as `model`; a part of a date such as `start.hour`, of `date`, `year`, `month`, `weekday` and `hour`; or numbers in steps, such as `distance step 10`)"
            .formatted(text, Suggestion.text(text, inputs.keySet())));
    return Optional.empty();
  }
}
