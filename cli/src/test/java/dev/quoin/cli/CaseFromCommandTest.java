package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Makes cases of what a real PostgreSQL holds. Its ratebook is that of Seoul, with two texts beside the inputs that no rule reads.
class CaseFromCommandTest {
  private static final Path SEOUL = Quoin.checkout().resolve("ratebooks/seoul-carshare");
  private static final Instant AT = Instant.parse("2026-06-01T12:00:00Z");
  private static final String CASES = "cases/real.csv";

  private static final String TEXTS =
      """
        <inputData id="in_remark" name="remark">
          <variable id="in_remark_variable" name="remark" typeRef="tRemark"/>
        </inputData>
        <inputData id="in_nickname" name="nickname">
          <variable id="in_nickname_variable" name="nickname" typeRef="string"/>
        </inputData>
      """;

  private static final String REMARK =
      """
        <itemDefinition id="type_remark" name="tRemark">
          <typeRef>string</typeRef>
          <allowedValues id="type_remark_allowed"><text>null, string length(?) &lt; 500</text></allowedValues>
        </itemDefinition>
      """;

  @TempDir static Path folder;

  private static @Nullable KeptAnswers kept;
  private static UUID quote = new UUID(0, 0);
  private static UUID refusal = new UUID(0, 0);
  private static UUID batch = new UUID(0, 0);

  @BeforeAll
  static void answer() throws IOException {
    copy(SEOUL, "own");
    change(
        "rental.dmn",
        "  <itemDefinition id=\"type_model\"",
        REMARK + "  <itemDefinition id=\"type_model\"");
    change("rental.dmn", "  <inputData id=\"in_start\"", TEXTS + "  <inputData id=\"in_start\"");
    change(
        "ratebook.yaml",
        "inputs: {distance: 20, utilisation: 45,",
        "inputs: {nickname: '\"x\"', distance: 20, utilisation: 45,");
    change(
        "rental.dmn",
        "    <inputData href=\"#in_birth_date\"/>",
        "    <inputData href=\"#in_remark\"/><inputData href=\"#in_nickname\"/>\n    <inputData href=\"#in_birth_date\"/>");
    change("generators/rental.yaml", "draws:\n", "draws:\n  nickname: {values: {Kim: 1}}\n");
    copy(folder.resolve("own"), "dearer");
    Path sheet = folder.resolve("dearer/tables/rate-sheet.csv");
    Files.writeString(
        sheet,
        Files.readString(sheet).replace("K8,>= 2024-06-07,109340", "K8,>= 2024-06-07,119340"));
    KeptAnswers answers = KeptAnswers.in(folder.resolve("data"), folder.resolve("own"));
    kept = answers;
    quote = answers.quote("rental", answers.request("rental", inputs("K8", 1990)), AT);
    refusal = answers.quote("rental", answers.request("rental", inputs("K8", 2009)), AT);
    batch =
        answers.batch(
            "rental",
            List.of(
                answers.request("rental", inputs("캐스퍼", 1990)),
                answers.request("rental", inputs("K8", 1990))),
            AT);
    answers.keep();
  }

  private static String inputs(String model, int born) {
    return """
    {"start": "2026-06-12T18:00:00", "end": "2026-06-14T21:00:00", "model": "%s", "distance": 180, "utilisation": 70,
     "membership": "business", "coupon percent": 10, "coupon amount": 5000, "birth date": "%d-05-20",
     "licence date": "2015-03-02", "remark": "call Kim, 010-1234-5678", "nickname": "Kim"}\
    """
        .formatted(model, born);
  }

  @Test
  void a_quote_becomes_a_case_that_passes_without_what_no_rule_reads() {
    Quoin.Ran ran = from(quote.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out().lines())
        .containsExactly(
            "case,in nickname,in start,in end,in model,in distance,in utilisation,in membership,in coupon percent,"
                + "in coupon amount,in birth date,in licence date,out total,out vat,line rental-fee,line demand,"
                + "line membership-discount,line percent-coupon,line amount-coupon,line mileage-fee,note",
            "rental of 2026-06-01,masked,2026-06-12T18:00+09:00,2026-06-14T21:00+09:00,K8,180,70,business,10,5000,"
                + "1990-05-20,2015-03-02,300770,27343,299120,29910,-32900,-29610,-5000,39250,"
                + ran.out().substring(ran.out().lastIndexOf(',') + 1).strip());
    assertThat(ran.all()).doesNotContain("Kim", "010", quote.toString(), "the app");
    assertThat(ran.err())
        .contains(
            ": the case passes\n",
            "left out, for no rule reads it: remark\n",
            "another value, for no rule reads it: nickname\n");
  }

  @Test
  void it_goes_into_a_file_of_cases_under_a_name_of_its_own_and_is_tested_there()
      throws IOException {
    Path file = folder.resolve("own/" + CASES);
    Quoin.Ran first = from(quote.toString());
    Files.writeString(file, first.out());
    Quoin.Ran second = from(batch + ".1", "--into", "own/" + CASES);
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(second.out()).isEmpty();
    assertThat(Files.readString(file))
        .contains("\nrental of 2026-06-01,", "\n\"rental of 2026-06-01, 2\",");
    Path policy = folder.resolve("own/ratebook.yaml");
    String whole = Files.readString(policy);
    Files.writeString(
        policy,
        whole.replaceFirst(
            "\ncases:\n(?s:.*?)\ngenerators:",
            "\ncases:\n  - {file: " + CASES + ", service: rental}\n\ngenerators:"));
    Quoin.Ran tested = Quoin.in(folder).run("test", "own");
    assertThat(tested.out()).as(tested.all()).matches("[1-9]\\d* passed, 0 failed\n");
    Quoin.Ran refused = from(refusal.toString(), "--into", "own/" + CASES);
    assertThat(refused.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(refused.err()).contains("` has no column `refusals` (expected: ");
  }

  @Test
  void what_comes_out_otherwise_in_a_working_folder_is_told() {
    Quoin.Ran ran = from(quote.toString(), "--ratebook", "dearer");
    assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(ran.out()).startsWith("case,in nickname,");
    assertThat(ran.err())
        .contains(": the case passes\n", "dearer: total is 3", " (expected: 300770)\n");
    Quoin.Ran without = from(quote.toString(), "--ratebook", SEOUL.toString());
    assertThat(without.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(without.err())
        .contains(SEOUL + ": unknown-column: `nickname` is no input of service `rental`");
  }

  @Test
  void a_refusal_expects_its_codes() {
    Quoin.Ran ran = from(refusal.toString(), "--name", "too young, \"really\"");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains(",refusals,note\n\"too young, \"\"really\"\"\",")
        .doesNotContain("out total");
  }

  @Test
  void what_is_not_there_is_told() {
    assertNotThere(from("4711"), "quoin: `4711` is no id of an answer ");
    UUID other = new UUID(quote.getMostSignificantBits(), 5);
    assertNotThere(from(other.toString()), "quoin: the database has no answer `" + other + "`");
    assertNotThere(from(batch + ".2"), "quoin: there is no answer `" + batch + ".2` in its batch");
    assertNotThere(from(batch.toString()), "quoin: there is no answer `" + batch + "` in its");
    assertNotThere(Quoin.in(folder).run("case"), "quoin: a command is missing");
  }

  private static void assertNotThere(Quoin.Ran ran, String sentence) {
    assertThat(ran.err()).startsWith(sentence);
    assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
  }

  private static Quoin.Ran from(String id, String... more) {
    List<String> args = new ArrayList<>(List.of("case", "from", id, "--data", "data"));
    args.addAll(List.of(more));
    return Quoin.in(folder).run(args.toArray(String[]::new));
  }

  private static void copy(Path from, String name) throws IOException {
    Path copy = folder.resolve(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path one : files.toList()) {
        Files.copy(one, copy.resolve(from.relativize(one).toString()));
      }
    }
  }

  /// Where it occurs first.
  private static void change(String file, String text, String other) throws IOException {
    Path changed = folder.resolve("own").resolve(file);
    String whole = Files.readString(changed);
    assertThat(whole).contains(text);
    Files.writeString(
        changed, whole.replaceFirst(Pattern.quote(text), Matcher.quoteReplacement(other)));
  }

  @AfterAll
  static void stop() {
    if (kept != null) {
      kept.close();
    }
  }
}
