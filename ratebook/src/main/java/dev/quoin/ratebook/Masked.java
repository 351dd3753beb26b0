package dev.quoin.ratebook;

import dev.quoin.dmn.Program;
import dev.quoin.dmn.Reads;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.ratebook.value.Conditions;
import dev.quoin.ratebook.value.Plain;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request without what no rule reads: nothing of that is needed to show how a price came to be.
///
/// An input that no rule reads is left out where it may be null, and has another value where it may not.
///
/// @param inputs what is left, by the names
/// @param leftOut the names of the inputs that are left out
/// @param replaced the names of those that have another value
/// @param kept the names of those that are as they were although no rule reads them: the ratebook allows no value that is known here
public record Masked(
    Map<String, Value> inputs, List<String> leftOut, List<String> replaced, List<String> kept) {
  /// What may stand in place of a value.
  private static final Map<Type, List<String>> OTHERS =
      Map.of(
          Type.Simple.STRING, List.of("masked", "-"),
          Type.Simple.NUMBER, List.of("0", "1"),
          Type.Simple.BOOLEAN, List.of("false", "true"),
          Type.Simple.DATE, List.of("2000-01-01"),
          Type.Simple.TIME, List.of("00:00"),
          Type.Simple.DATE_TIME, List.of("2000-01-01T00:00"),
          Type.Simple.DAY_TIME_DURATION, List.of("PT0S"),
          Type.Simple.YEAR_MONTH_DURATION, List.of("P0M"));

  private static final Place NOWHERE = new Place("mask", 0, 0);

  public Masked {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    leftOut = List.copyOf(leftOut);
    replaced = List.copyOf(replaced);
    kept = List.copyOf(kept);
  }

  /// What is left of a request of a service.
  public static Masked of(Ratebook ratebook, Ratebook.Service service, Request request) {
    BitSet read = read(ratebook, service);
    Map<String, Value> inputs = new LinkedHashMap<>();
    List<String> leftOut = new ArrayList<>();
    List<String> replaced = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    for (Program.Input input : request.asked()) {
      Value value = request.value(input);
      if (value instanceof Value.Null) {
        continue;
      }
      if (read.get(input.index())) {
        inputs.put(input.name(), value);
      } else if (input.nullable()) {
        leftOut.add(input.name());
      } else {
        Optional<Value> other = other(ratebook, input);
        inputs.put(input.name(), other.orElse(value));
        (other.isPresent() ? replaced : kept).add(input.name());
      }
    }
    return new Masked(inputs, leftOut, replaced, kept);
  }

  /// The globals that an answer of the service may depend on.
  private static BitSet read(Ratebook ratebook, Ratebook.Service service) {
    List<Integer> asked = new ArrayList<>(service.decisionService().outputs());
    service.refusals().ifPresent(asked::add);
    asked.add(service.lines());
    asked.add(service.total());
    asked.addAll(service.shown());
    service.requirements().forEach(requirement -> globals(requirement.condition(), asked));
    return Reads.of(ratebook.program()).reached(asked);
  }

  private static void globals(TypedExpr expr, List<Integer> found) {
    if (expr instanceof TypedExpr.Global global) {
      found.add(global.index());
    }
    Children.of(expr).forEach(child -> globals(child, found));
  }

  private static Optional<Value> other(Ratebook ratebook, Program.Input input) {
    if (!(input.type() instanceof Type.Simple type)) {
      return Optional.empty();
    }
    Plain plain = new Plain(ratebook.zone(), new Problems());
    return OTHERS.getOrDefault(type, List.of()).stream()
        .flatMap(text -> plain.read(text, type, NOWHERE).stream())
        .filter(value -> Conditions.allows(input.allowed(), value))
        .findFirst();
  }
}
