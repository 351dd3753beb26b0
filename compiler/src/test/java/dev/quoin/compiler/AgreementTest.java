package dev.quoin.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.Expressions.Kind;
import dev.quoin.compiler.Expressions.Variable;
import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.testkit.Seeded;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The row form, the columns form, the traced form and the interpreter answer every question alike: the same value, the same null for
/// the same reason, the same problem at the same place, the same trace.
final class AgreementTest {
  /// By default as many as a build has time for; a soak asks for more.
  private static final int PROGRAMS = Integer.getInteger("quoin.programs", 700);

  private static final List<Variable> VARIABLES =
      List.of(
          new Variable("driver age", Kind.NUMBER),
          new Variable("distance", Kind.NUMBER),
          new Variable("model", Kind.TEXT),
          new Variable("start at", Kind.DATE_TIME),
          new Variable("end at", Kind.DATE_TIME),
          new Variable("birth date", Kind.DATE),
          new Variable("is member", Kind.TRUTH),
          new Variable("rates", Kind.NUMBERS));

  private static final List<ZoneId> ZONES =
      Stream.of("Asia/Seoul", "America/New_York", "+09:00", "Z").map(ZoneId::of).toList();

  @ParameterizedTest
  @EnumSource(Mode.class)
  void random_expressions_have_one_answer(Mode mode) {
    Seeded.forAll(PROGRAMS, 20_261_122, random -> agree(randomProgram(mode, random), random));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void random_tables_have_one_answer(Mode mode) {
    Seeded.forAll(
        PROGRAMS,
        20_261_123,
        random -> {
          Expressions expressions = new Expressions(random, VARIABLES);
          RandomTables tables = new RandomTables(random, expressions);
          Programs programs = inputs(mode);
          programs.decision(
              "table",
              (scope, problems) ->
                  tables
                      .table(VARIABLES, scope, problems)
                      .orElseGet(() -> Programs.checked("none", "null", scope, problems)));
          programs.decision("behind it", "if driver age > 10 then table else distance");
          if (programs.problems.isEmpty()) {
            agree(programs.build(), random);
          }
        });
  }

  /// A program and an edited one, asked together, answer what each answers alone.
  @ParameterizedTest
  @EnumSource(Mode.class)
  void random_programs_that_have_much_in_common_answer_as_each_does_alone(Mode mode) {
    Seeded.forAll(
        1 + PROGRAMS / 4,
        20_261_127,
        random -> {
          List<List<String>> texts = List.of(new ArrayList<>(), new ArrayList<>());
          List<Variable> known = new ArrayList<>(VARIABLES);
          List<Programs> both = new ArrayList<>(List.of(inputs(mode), inputs(mode)));
          for (int i = 0; i < 6; i++) {
            Kind kind = random.pick(List.of(Kind.values()));
            Expressions expressions = new Expressions(random, known);
            String text = expressions.of(kind, 3);
            String edited = random.oneIn(4) ? expressions.of(kind, 3) : text;
            Programs first = both.getFirst().copy().decision("decision " + i, text);
            Programs second = both.getLast().copy().decision("decision " + i, edited);
            if (first.problems.isEmpty() && second.problems.isEmpty()) {
              both = List.of(first, second);
              texts.getFirst().add(text);
              texts.getLast().add(edited);
              known.add(new Variable("decision " + i, kind));
            }
          }
          random.note("texts", texts);
          List<Program> programs = both.stream().map(Programs::build).toList();
          List<Value[]> requests = new ArrayList<>();
          for (int i = 0; i < 8; i++) {
            requests.add(randomInputs(programs.getFirst().globals().size(), ZONES, random));
          }
          List<Evaluator> compiled = programs.stream().map(Compiler::compile).toList();
          List<Evaluator> referees =
              programs.stream().<Evaluator>map(ModelInterpreter::new).toList();
          for (int i = 0; i < 3; i++) {
            Batched.agree(compiled, referees, requests, random);
          }
        });
  }

  private static void agree(Program program, Seeded random) {
    Evaluator compiled = Compiler.compile(program);
    Evaluator referee = new ModelInterpreter(program);
    List<ZoneId> zones = random.yes() ? ZONES : List.of(random.pick(ZONES));
    List<Value[]> requests = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Value[] inputs = randomInputs(program.globals().size(), zones, random);
      requests.add(inputs);
      for (int global = VARIABLES.size(); global < program.globals().size(); global++) {
        List<String> expected = Recorded.trace(referee, inputs, global);
        assertThat(Recorded.answer(compiled, inputs, global)).isEqualTo(expected.getFirst());
        assertThat(Recorded.trace(compiled, inputs, global)).isEqualTo(expected);
        assertThat(Recorded.answer(referee, inputs, global)).isEqualTo(expected.getFirst());
      }
    }
    for (int i = 0; i < 3; i++) {
      Batched.agree(program, compiled, referee, requests, random);
    }
  }

  /// Decisions on decisions; what the checker refuses is left out.
  private static Program randomProgram(Mode mode, Seeded random) {
    Programs programs = inputs(mode);
    List<Variable> known = new ArrayList<>(VARIABLES);
    for (int i = 0; i < 4; i++) {
      Kind kind = random.pick(List.of(Kind.values()));
      Expressions expressions = new Expressions(random, known);
      String text = random.note("text " + i, expressions.of(kind, 3));
      if (random.oneIn(5)) {
        text = "{x: %s, y: %s, z: x}".formatted(text, expressions.of(kind, 2));
      } else {
        known.add(new Variable("decision " + i, kind));
      }
      Programs trial = programs.copy();
      trial.decision("decision " + i, text);
      if (trial.problems.isEmpty()) {
        programs = trial;
      } else {
        known.remove(new Variable("decision " + i, kind));
      }
    }
    return programs.build();
  }

  private static Programs inputs(Mode mode) {
    Programs programs = new Programs(mode);
    for (Variable variable : VARIABLES) {
      programs.input(variable.name(), type(variable.kind()), variable.name().equals("distance"));
    }
    return programs.function("twice", List.of("n"), "n * 2");
  }

  private static Type type(Kind kind) {
    return switch (kind) {
      case NUMBER -> Type.Simple.NUMBER;
      case TEXT -> Type.Simple.STRING;
      case TRUTH -> Type.Simple.BOOLEAN;
      case DATE -> Type.Simple.DATE;
      case DATE_TIME -> Type.Simple.DATE_TIME;
      case DURATION -> Type.Simple.DAY_TIME_DURATION;
      case NUMBERS -> new Type.ListType(Type.Simple.NUMBER);
    };
  }

  private static Value[] randomInputs(int size, List<ZoneId> zones, Seeded random) {
    Value[] inputs = new Value[size];
    inputs[0] = number(random);
    inputs[1] = random.oneIn(4) ? Value.NULL : number(random);
    inputs[2] = Value.of(random.pick("", "K8", "대여", "x"));
    boolean local = zones.size() == 1 ? zones.getFirst().equals(ZONES.getLast()) : random.yes();
    inputs[3] = dateTime(local, zones, random);
    inputs[4] = dateTime(zones.size() == 1 ? local : random.yes(), zones, random);
    inputs[5] = new Value.Date(random.date(LocalDate.of(1988, 5, 7), LocalDate.of(1988, 5, 9)));
    inputs[6] = Value.of(random.yes());
    inputs[7] = new Value.Items(random.list(0, 3, () -> number(random)));
    return inputs;
  }

  /// Local, or in a zone, around a leap day and where clocks are put forward.
  private static Value dateTime(boolean isLocal, List<ZoneId> zones, Seeded random) {
    LocalDate day = random.pick(LocalDate.of(2024, 2, 29), LocalDate.of(2024, 3, 10));
    LocalDateTime local = random.dateTime(day.minusDays(2), day.plusDays(2), 60);
    if (isLocal) {
      return new Value.DateTime(local, null, null);
    }
    ZonedDateTime zoned = local.atZone(random.pick(zones));
    return new Value.DateTime(zoned.toLocalDateTime(), zoned.getZone(), zoned.getOffset());
  }

  private static Value number(Seeded random) {
    return random.oneIn(8)
        ? Value.of(Decimal.of(random.decimal(34, -20, 34)))
        : random.yes()
            ? Value.of(random.between(-3, 30))
            : Value.of(Decimal.of(random.decimal(6, 0, 4)));
  }
}
