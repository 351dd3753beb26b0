package dev.quoin.ratebook.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatebookSchemaTest {
  private static final String GOOD =
      """
      ratebook: bikes
      title: {ko: 자전거, en: Bikes}
      currency: KRW
      time zone: Asia/Seoul
      models: [bikes.dmn]
      services:
        rental:
          title: {ko: 대여, en: Rental}
          decision service: Rental
          answer: {lines: line items, total: total}
      """;

  @Test
  void a_small_ratebook_is_fine() {
    assertThat(problems(GOOD)).isEmpty();
  }

  @Test
  void an_unknown_key_is_named_where_it_stands_with_what_was_meant() {
    assertThat(problems(GOOD + "levres: []\n"))
        .containsExactly(
            "ratebook.yaml:11:1: unknown-key: unknown key `levres`; did you mean `levers`?");
    assertThat(problems(GOOD.replace("lines:", "line:")))
        .containsExactly(
            "ratebook.yaml:10:13: missing-key: key `lines` is missing in `services.rental.answer`",
            "ratebook.yaml:10:14: unknown-key: unknown key `line`; did you mean `lines`?");
  }

  @Test
  void a_missing_key_is_named_with_its_owner() {
    assertThat(problems(GOOD.replace("currency: KRW\n", "")))
        .containsExactly(
            "ratebook.yaml:1:1: missing-key: key `currency` is missing in the ratebook");
  }

  @Test
  void a_key_that_another_one_needs_is_named() {
    assertThat(
            problems(
                GOOD
                    + """
                    bookings:
                      rental: {settle: {service: rental, release: lock}}
                    """))
        .containsExactly(
            "ratebook.yaml:12:11: missing-key: key `book` is missing in `bookings.rental`");
  }

  @Test
  void a_wrong_type_says_what_is_there_and_what_was_expected() {
    assertThat(problems(GOOD.replace("[bikes.dmn]", "bikes.dmn")))
        .containsExactly(
            "ratebook.yaml:5:9: wrong-type: `bikes.dmn` in `models` (expected: a list)");
    assertThat(problems(GOOD.replace("Rental\n    answer", "7\n    answer")))
        .containsExactly(
            "ratebook.yaml:9:23: wrong-type: `7` in `services.rental.decision service` (expected: a text; write it in quotes)");
  }

  @Test
  void a_word_outside_of_its_list_gets_a_suggestion() {
    assertThat(
            problems(
                GOOD
                    + """
                    tables:
                      - {id: rates, binds: bkm, file: tables/r.csv, hit policy: UNIQE, title: {ko: 가, en: a}}
                    """))
        .containsExactly("ratebook.yaml:12:61: bad-value: `UNIQE`; did you mean `UNIQUE`?");
  }

  @Test
  void a_wrong_id_is_shown_what_it_should_look_like() {
    assertThat(problems(GOOD.replace("ratebook: bikes", "ratebook: Bikes!").replace("KRW", "won")))
        .containsExactly(
            "ratebook.yaml:1:11: bad-value: `Bikes!` (expected: lowercase words with hyphens, such as `rental-fee`)",
            "ratebook.yaml:3:11: bad-value: `won` (expected: three capital letters, such as `KRW`)");
  }

  @Test
  void numbers_beyond_reason_do_not_reach_the_validator() {
    assertThat(problems(GOOD + "notes: 1e999999999\n"))
        .contains("ratebook.yaml:11:8: bad-number: `1e999999999` is no number to us");
  }

  private static List<String> problems(String yaml) {
    Problems problems = new Problems();
    Node root =
        Yaml.read("ratebook.yaml", yaml.getBytes(StandardCharsets.UTF_8), problems).orElseThrow();
    RatebookSchema.check(root, problems);
    return problems.sorted().stream().map(Problem::toString).toList();
  }
}
