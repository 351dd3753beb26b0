package dev.quoin.feel.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quoin.feel.Reason;
import dev.quoin.feel.Type;
import dev.quoin.feel.Type.Simple;
import dev.quoin.feel.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BuiltinTest {
  private static final Type NUMBERS = new Type.ListType(Simple.NUMBER);

  private static String sentence(String formula) {
    return ((Value.Null) Formula.value(formula)).reason().map(Reason::sentence).orElseThrow();
  }

  @Test
  void overloads_come_in_the_order_in_which_they_are_tried() {
    assertThat(Builtin.named("min")).containsExactly(Builtin.MIN, Builtin.MIN_OF);
    assertThat(Builtin.named("before").getLast()).isEqualTo(Builtin.BEFORE_POINTS);
    assertThat(Builtin.named("unknown")).isEmpty();
  }

  @Test
  void the_functions_are_those_of_the_specification() {
    assertThat(Builtin.names())
        .hasSize(86)
        .contains(
            "date and time",
            "years and months duration",
            "string join",
            "list replace",
            "context put",
            "is",
            "sort");
  }

  @Test
  void a_result_has_the_type_that_its_arguments_give_it() {
    assertThat(Builtin.MAX.result(List.of(NUMBERS))).isEqualTo(Simple.NUMBER);
    assertThat(Builtin.MAX.result(List.of(new Type.ListType(Simple.NULL)))).isEqualTo(Simple.ANY);
    assertThat(Builtin.MIN_OF.result(List.of(Simple.STRING, Simple.NUMBER))).isEqualTo(Simple.ANY);
    assertThat(Builtin.APPEND.result(List.of(NUMBERS, Simple.NUMBER))).isEqualTo(NUMBERS);
    assertThat(Builtin.APPEND.result(List.of(new Type.ListType(Simple.NULL), Simple.NUMBER)))
        .isEqualTo(NUMBERS);
    assertThat(Builtin.CONCATENATE.result(List.of(NUMBERS, Simple.NUMBER))).isEqualTo(NUMBERS);
    assertThat(Builtin.FLATTEN.result(List.of(new Type.ListType(NUMBERS)))).isEqualTo(NUMBERS);
    assertThat(Builtin.LIST_REPLACE.result(List.of(NUMBERS, Simple.NUMBER, Simple.STRING)))
        .isEqualTo(new Type.ListType(Simple.ANY));
    assertThat(Builtin.ABS.result(List.of(Simple.ANY))).isEqualTo(Simple.ANY);
    assertThat(Builtin.GET_VALUE.result(List.of(new Type.ContextType(Map.of()), Simple.STRING)))
        .isEqualTo(Simple.ANY);
  }

  @Test
  void an_overload_takes_what_its_siblings_take() {
    Value duration = Literals.duration("-P1D");
    assertThat(Builtin.ABS.apply(new Value[] {duration}, Formula.MOMENT))
        .isEqualTo(Literals.duration("P1D"));
    Value range = Operators.range(true, Value.of(1), Value.of(3), true);
    assertThat(Builtin.INCLUDES_RANGES.apply(new Value[] {range, Value.of(2)}, Formula.MOMENT))
        .isEqualTo(Value.TRUE);
  }

  @Test
  void a_wrong_number_of_arguments_is_a_broken_promise() {
    assertThatThrownBy(() -> Builtin.SQRT.apply(new Value[0], Formula.MOMENT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sentences_quote_at_most_80_characters() {
    String list = "[" + "12345, ".repeat(1000) + "1]";
    assertThat(sentence("upper case(" + list + ")"))
        .hasSizeLessThan(180)
        .contains("12345, ")
        .contains("…`");
  }

  @Test
  void sentences_say_what_was_given_and_what_was_expected() {
    assertThat(sentence("substring(42, 1)"))
        .isEqualTo("`substring` was given a number, `42` (expected: a string as `string`)");
    assertThat(sentence("matches(\"a\", \"\\\\ba\")"))
        .isEqualTo("`matches` was given the pattern `\\ba`: `\\b` means nothing");
    assertThat(sentence("@\"2021-01-01T00:00:00Z\" - @\"2021-01-01T00:00:00\""))
        .isEqualTo(
            "`-` cannot join `2021-01-01T00:00:00Z` and `2021-01-01T00:00:00`, a date and time with a zone and a local"
                + " date and time");
  }

  @Test
  void results_have_their_limits() {
    Value half = Value.of("a".repeat(600_000));
    assertThat(code(Operators.add(half, half))).isEqualTo("too-large");
    Value list = new Value.Items(List.of(half, half));
    assertThat(code(Builtin.STRING_JOIN.apply(new Value[] {list}, Formula.MOMENT)))
        .isEqualTo("too-large");
    assertThat(code(Builtin.STRING_FROM.apply(new Value[] {list}, Formula.MOMENT)))
        .isEqualTo("too-large");
    Value[] many = new Value[600_000];
    Arrays.fill(many, Value.TRUE);
    Value items = new Value.Items(List.of(many));
    assertThat(code(Builtin.CONCATENATE.apply(new Value[] {items, items}, Formula.MOMENT)))
        .isEqualTo("too-large");
  }

  private static String code(Value value) {
    return ((Value.Null) value).reason().orElseThrow().code();
  }

  @Test
  void every_code_has_its_page() throws Exception {
    Set<String> codes = new TreeSet<>();
    Pattern error = Pattern.compile("Value\\.error\\(\\s*\"([a-z-]+)\"");
    for (String folder : List.of("builtin", "interpret")) {
      try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/quoin/feel", folder))) {
        for (Path file : files.toList()) {
          Matcher matcher = error.matcher(Files.readString(file));
          while (matcher.find()) {
            codes.add(matcher.group(1));
          }
        }
      }
    }
    List<String> withoutPage = new ArrayList<>(codes);
    withoutPage.removeIf(code -> Files.exists(Path.of("../docs/problems", code + ".md")));
    assertThat(codes).hasSizeGreaterThan(15);
    assertThat(withoutPage).isEmpty();
  }
}
