package dev.quoin.ratebook.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quoin.compiler.Compiler;
import dev.quoin.dmn.Column;
import dev.quoin.dmn.Program;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.testkit.Checkout;
import dev.quoin.testkit.Seeded;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ColumnGeneratorTest {
  @TestFactory
  Stream<DynamicTest> by_columns_the_same_requests_are_drawn() {
    return Stream.of("seoul-carshare", "nyc-green-taxi")
        .map(ColumnGeneratorTest::ratebook)
        .flatMap(ratebook ->
            ratebook.generators().keySet().stream()
                .map(service ->
                    DynamicTest.dynamicTest(
                        ratebook.id() + ", " + service, () -> agree(ratebook, service))));
  }

  @Test
  void a_request_that_cannot_be_drawn_is_told_as_it_is_alone() {
    Generator failing = failing();
    ColumnGenerator columns = ColumnGenerator.of(failing, Compiler::compile);
    assertThatThrownBy(() -> columns.columns(1, 0, 500))
        .isInstanceOf(EvaluationException.class)
        .hasMessage(message(failing));
  }

  /// One that has no distance for some of what it draws.
  private static Generator failing() {
    Ratebook seoul = ratebook("seoul-carshare");
    List<Program.Input> inputs =
        seoul.program().globals().stream()
            .filter(global -> global instanceof Program.Input && global.name().equals("distance"))
            .map(Program.Input.class::cast)
            .toList();
    String text = "draws:\n  n: {numbers: 0..40}\n  distance: {expression: 100 / n}\n";
    Problems problems = new Problems();
    return Generator.read(
            "g.yaml",
            text.getBytes(UTF_8),
            new Generator.Subject(seoul.zone(), inputs, List.of()),
            problems)
        .orElseThrow(() -> new AssertionError(problems.sorted()));
  }

  private static String message(Generator failing) {
    for (long number = 0; number < 500; number++) {
      try {
        failing.inputs(1, number);
      } catch (EvaluationException e) {
        return String.valueOf(e.getMessage());
      }
    }
    throw new AssertionError("no request fails");
  }

  private static void agree(Ratebook ratebook, String service) {
    Generator generator = ratebook.generator(service, new Problems()).orElseThrow();
    ColumnGenerator columns = ColumnGenerator.of(generator, Compiler::compile);
    Seeded.forAll(
        3,
        6,
        seeded -> {
          long seed = seeded.between(-9L, 9L);
          long from = seeded.between(0L, 1_000_000_000_000L);
          int count = seeded.between(1, 1_500);
          Map<String, Column> drawn = columns.columns(seed, from, count);
          for (int lane = 0; lane < count; lane++) {
            Map<String, Value> request = new LinkedHashMap<>();
            for (Map.Entry<String, Column> column : drawn.entrySet()) {
              request.put(column.getKey(), column.getValue().value(lane));
            }
            Map<String, Value> alone = generator.inputs(seed, from + lane);
            assertThat(request).isEqualTo(alone);
            assertThat(List.copyOf(request.keySet())).isEqualTo(List.copyOf(alone.keySet()));
          }
        });
  }

  private static Ratebook ratebook(String name) {
    return Ratebook.load(Checkout.folder().resolve("ratebooks").resolve(name), new Problems())
        .orElseThrow();
  }
}
