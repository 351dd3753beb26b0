package dev.quoin.ratebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Problem;
import dev.quoin.testkit.Seeded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ratebooks with one large rate table of six inputs: one as people write it, in which each input has one rate, and one
/// like the third table of the engines' race, made by chance.
///
/// `-Dquoin.rows=100000` makes tables of so many rows and says how long checking takes; with `-Dquoin.large=FOLDER` they
/// stay there, so that they can be checked at the command line, too.
class LargeTableTest {
  private static final int ROWS = Integer.getInteger("quoin.rows", 3_200);
  private static final List<String> CLASSES =
      List.of("MINI", "SMALL", "COMPACT", "MIDSIZE", "LARGE", "SUV", "VAN", "EV");
  private static final List<String> DAYS = List.of("1", "[2..3]", "[4..7]", "[8..14]", ">= 15");
  private static final List<String> AGES = List.of("< 23", "[23..29]", "[30..64]", ">= 65");
  private static final List<String> GRADES = List.of("VIP", "STANDARD");

  private static final String HEADER =
      "in zone: string,in car class: string,in days: number step 1,in age: number step 1,in grade:"
          + " string,in channel: string,out rate: number";

  @TempDir Path temporary;

  @Test
  void a_table_with_one_rate_for_each_input_has_no_findings() throws IOException {
    Check check = check("unique", "UNIQUE", rows());
    assertThat(check.errors()).isEmpty();
    assertThat(check.warnings()).isEmpty();
  }

  @Test
  void one_row_lost_and_one_doubled_are_found_among_all() throws IOException {
    List<String> rows = rows();
    int wider = rows.size() / 2;
    while (!rows.get(wider).contains("[2..3]")) {
      wider++;
    }
    rows.set(wider, rows.get(wider).replace("[2..3]", "[2..4]"));
    String lost = rows.removeLast();
    Check check = check("slips", "UNIQUE", rows);
    assertThat(check.errors())
        .singleElement()
        .asString()
        .contains("overlapping-rules")
        .contains("`days` is `4`")
        .contains("rates.csv:" + (wider + 2));
    assertThat(check.warnings())
        .extracting(Problem::sentence)
        .singleElement()
        .asString()
        .contains(
            "no rule of `rates` covers `zone` is `\"%s\"`, `car class` is `\"%s\"`"
                .formatted(lost.split(",", -1)[0], lost.split(",", -1)[1]));
  }

  @Test
  void a_table_made_by_chance_is_decided() throws IOException {
    Check check = check("first", "FIRST", byChance(Seeded.of(3)));
    assertThat(check.errors()).isEmpty();
    assertThat(check.warnings()).extracting(Problem::code).doesNotContain("undecided-table");
    assertThat(check.warnings()).extracting(Problem::code).contains("gap", "unreachable-rule");
  }

  /// For each zone all combinations of the rest.
  private static List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (int zone = 1; rows.size() < ROWS; zone++) {
      for (String carClass : CLASSES) {
        for (String days : DAYS) {
          for (String age : AGES) {
            for (String grade : GRADES) {
              rows.add(
                  "Z%04d,%s,%s,%s,%s,-,%d"
                      .formatted(zone, carClass, days, age, grade, 10_000 + rows.size() % 9_000));
            }
          }
        }
      }
    }
    return rows;
  }

  private static List<String> byChance(Seeded seeded) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(
          "Z%04d,%s,%s,%s,%s,%s,%d"
              .formatted(
                  seeded.between(1, Math.max(2, ROWS / 250)),
                  seeded.pick(CLASSES),
                  seeded.pick(DAYS),
                  seeded.pick(AGES),
                  seeded.oneIn(4) ? "VIP" : "-",
                  seeded.oneIn(8) ? "KIOSK" : "-",
                  seeded.between(1_000, 20_000)));
    }
    return rows;
  }

  private Check check(String name, String hitPolicy, List<String> rows) throws IOException {
    String kept = System.getProperty("quoin.large");
    Path folder = (kept == null ? temporary : Path.of(kept)).resolve(name);
    Files.createDirectories(folder.resolve("tables"));
    Files.writeString(folder.resolve("ratebook.yaml"), yaml(hitPolicy));
    Files.writeString(folder.resolve("rental.dmn"), MODEL);
    Files.writeString(
        folder.resolve("tables/rates.csv"), HEADER + "\n" + String.join("\n", rows) + "\n");
    long start = System.nanoTime();
    Check check = Check.of(folder);
    if (Integer.getInteger("quoin.rows") != null) {
      System.err.printf(
          "%s: %,d rows checked in %,d ms: %d errors, %d warnings%n",
          name,
          rows.size(),
          (System.nanoTime() - start) / 1_000_000,
          check.errors().size(),
          check.warnings().size());
    }
    return check;
  }

  private static String yaml(String hitPolicy) {
    return """
    ratebook: large
    title: {ko: 큰 요율표, en: A large rate table}
    currency: KRW
    time zone: Asia/Seoul
    models: [rental.dmn]
    services:
      rental:
        title: {ko: 대여, en: Rental}
        decision service: Rental
        answer: {lines: line items, total: total}
    line items:
      - {code: rental-fee, text: {ko: 대여요금, en: Rental fee}}
    tables:
      - id: rates
        binds: bkm_rate
        file: tables/rates.csv
        hit policy: %s
        title: {ko: 요율, en: Rates}
    """
        .formatted(hitPolicy);
  }

  private static final String MODEL =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="large" name="Large" namespace="https://quoin.dev/test/large">
        <itemDefinition id="t_days" name="tDays"><typeRef>number</typeRef><allowedValues id="t_days_allowed"><text>[1..90]</text></allowedValues></itemDefinition>
        <itemDefinition id="t_grade" name="tGrade"><typeRef>string</typeRef><allowedValues id="t_grade_allowed"><text>"VIP", "STANDARD"</text></allowedValues></itemDefinition>
        <itemDefinition id="t_line" name="tLine">
          <itemComponent id="t_line_code" name="code"><typeRef>string</typeRef></itemComponent>
          <itemComponent id="t_line_amount" name="amount"><typeRef>number</typeRef></itemComponent>
        </itemDefinition>
        <itemDefinition id="t_lines" name="tLines" isCollection="true"><typeRef>tLine</typeRef></itemDefinition>
        <inputData id="in_zone" name="zone"><variable id="v_zone" name="zone" typeRef="string"/></inputData>
        <inputData id="in_class" name="car class"><variable id="v_class" name="car class" typeRef="string"/></inputData>
        <inputData id="in_days" name="days"><variable id="v_days" name="days" typeRef="tDays"/></inputData>
        <inputData id="in_age" name="age"><variable id="v_age" name="age" typeRef="number"/></inputData>
        <inputData id="in_grade" name="grade"><variable id="v_grade" name="grade" typeRef="tGrade"/></inputData>
        <inputData id="in_channel" name="channel"><variable id="v_channel" name="channel" typeRef="string"/></inputData>
        <decision id="d_fee" name="fee">
          <variable id="v_fee" name="fee" typeRef="number"/>
          <informationRequirement id="r1"><requiredInput href="#in_zone"/></informationRequirement>
          <informationRequirement id="r2"><requiredInput href="#in_class"/></informationRequirement>
          <informationRequirement id="r3"><requiredInput href="#in_days"/></informationRequirement>
          <informationRequirement id="r4"><requiredInput href="#in_age"/></informationRequirement>
          <informationRequirement id="r5"><requiredInput href="#in_grade"/></informationRequirement>
          <informationRequirement id="r6"><requiredInput href="#in_channel"/></informationRequirement>
          <knowledgeRequirement id="r7"><requiredKnowledge href="#bkm_rate"/></knowledgeRequirement>
          <literalExpression id="e_fee"><text>rate(zone, car class, days, age, grade, channel) * days</text></literalExpression>
        </decision>
        <decision id="d_lines" name="line items">
          <variable id="v_lines" name="line items" typeRef="tLines"/>
          <informationRequirement id="r8"><requiredDecision href="#d_fee"/></informationRequirement>
          <literalExpression id="e_lines"><text>[{code: "rental-fee", amount: fee}]</text></literalExpression>
        </decision>
        <decision id="d_total" name="total">
          <variable id="v_total" name="total" typeRef="number"/>
          <informationRequirement id="r9"><requiredDecision href="#d_fee"/></informationRequirement>
          <literalExpression id="e_total"><text>fee</text></literalExpression>
        </decision>
        <businessKnowledgeModel id="bkm_rate" name="rate">
          <variable id="v_rate" name="rate" typeRef="number"/>
          <encapsulatedLogic id="f_rate">
            <formalParameter id="p_zone" name="zone" typeRef="string"/>
            <formalParameter id="p_class" name="car class" typeRef="string"/>
            <formalParameter id="p_days" name="days" typeRef="tDays"/>
            <formalParameter id="p_age" name="age" typeRef="number"/>
            <formalParameter id="p_grade" name="grade" typeRef="tGrade"/>
            <formalParameter id="p_channel" name="channel" typeRef="string"/>
          </encapsulatedLogic>
        </businessKnowledgeModel>
        <decisionService id="s_rental" name="Rental">
          <outputDecision href="#d_lines"/>
          <outputDecision href="#d_total"/>
        </decisionService>
      </definitions>
      """;
}
