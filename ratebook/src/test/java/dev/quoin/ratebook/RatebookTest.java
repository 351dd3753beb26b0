package dev.quoin.ratebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.feel.Problems;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatebookTest {
  @TempDir Path folder;
  private Bikes bikes;

  @BeforeEach
  void write() {
    bikes = new Bikes(folder);
  }

  @Test
  void a_sound_ratebook_is_loaded_whole() {
    Ratebook ratebook = bikes.load();
    assertThat(ratebook.id()).isEqualTo("bikes");
    assertThat(ratebook.zone()).isEqualTo(ZoneId.of("Asia/Seoul"));
    assertThat(ratebook.title()).isEqualTo(new Texts("자전거 대여", "Bike rental"));
    assertThat(ratebook.services()).containsOnlyKeys("rental");
    assertThat(ratebook.services().values())
        .singleElement()
        .satisfies(service -> assertThat(service.inputs()).hasSize(7));
    assertThat(ratebook.tables()).extracting(Ratebook.Table::id).containsExactly("rates");
    assertThat(ratebook.levers()).extracting(Ratebook.Lever::id).containsExactly("weekend uplift");
    assertThat(ratebook.lineItems()).containsOnlyKeys("rental-fee", "mileage-fee");
  }

  @Test
  void its_digest_is_that_of_its_files() {
    String digest = bikes.load().digest();
    assertThat(digest).matches("[0-9a-f]{64}").isEqualTo(bikes.load().digest());
    bikes.write("README.md", "not a part of it".getBytes(UTF_8));
    assertThat(bikes.load().digest()).isEqualTo(digest);
    bikes.change("tables/rates.csv", "city,>= 10,100", "city,>= 10,101");
    assertThat(bikes.load().digest()).isNotEqualTo(digest);
  }

  @Nested
  class SearchedBy {
    @Test
    void inputs_that_are_single_values() {
      bikes.change(
          "ratebook.yaml",
          "shown: [minutes]}",
          "shown: [minutes]}\n    search by: [model, distance]");
      Ratebook ratebook = bikes.load();
      assertThat(ratebook.services().values().iterator().next().searchBy())
          .extracting(index -> ratebook.program().globals().get(index).name())
          .containsExactly("model", "distance");
    }

    @Test
    void others_are_refused() {
      bikes.change(
          "ratebook.yaml",
          "shown: [minutes]}",
          "shown: [minutes]}\n    search by: [modell, start, weekend uplift]");
      assertThat(bikes.problems())
          .containsExactly(
              "ratebook.yaml:15:17: unknown-field: the service has no input `modell`; did you mean `model`?",
              "ratebook.yaml:15:25: wrong-type: input `start` is of type date and time (expected: a string, a number, a boolean or a date, for it is searched by)",
              "ratebook.yaml:15:32: unknown-field: the service has no input `weekend uplift`");
    }
  }

  @Nested
  class FromMemory {
    @Test
    void its_files_give_the_same_digest_and_the_same_prices() {
      Ratebook read = bikes.load();
      assertThat(read.files())
          .containsOnlyKeys(
              "bikes.dmn",
              "cases/rental.csv",
              "ratebook.yaml",
              "tables/holidays.csv",
              "tables/rates.csv");
      Ratebook kept = load(read.files());
      assertThat(kept.digest()).isEqualTo(read.digest());
      assertThat(kept.files().keySet()).isEqualTo(read.files().keySet());
      assertThat(Check.of(kept).errors()).isEmpty();
      Cases cases = Cases.read(kept, kept.cases().getFirst(), new Problems()).orElseThrow();
      assertThat(new CaseRunner(new Pricer(kept, ModelInterpreter::new)).run(cases, _ -> {}))
          .hasSize(5)
          .allMatch(CaseRunner.Result::passed);
    }

    @Test
    void files_that_it_does_not_name_are_no_part_of_it() {
      Map<String, byte[]> files = new HashMap<>(bikes.load().files());
      files.put("README.md", "not a part of it".getBytes(UTF_8));
      assertThat(load(files).digest()).isEqualTo(bikes.load().digest());
      assertThat(load(files).files()).doesNotContainKey("README.md");
    }

    @Test
    void what_the_caller_does_with_his_arrays_later_changes_nothing() {
      Map<String, byte[]> files = new HashMap<>(bikes.load().files());
      files.replaceAll((_, content) -> content.clone());
      Ratebook kept = load(files);
      files.values().forEach(content -> Arrays.fill(content, (byte) 0));
      assertThat(load(kept.files()).digest()).isEqualTo(bikes.load().digest());
    }

    @Test
    void the_problems_are_those_of_the_folder() {
      Map<String, byte[]> files = new HashMap<>(bikes.load().files());
      bikes.change("ratebook.yaml", "file: tables/rates.csv", "file: ../rates.csv");
      bikes.change("ratebook.yaml", "[tables/holidays.csv]", "[tables]");
      bikes.change("ratebook.yaml", "cases/rental.csv", "cases/rentl.csv");
      files.put("ratebook.yaml", bikes.read("ratebook.yaml").getBytes(UTF_8));
      Problems problems = new Problems();
      assertThat(Ratebook.load(files, problems)).isEmpty();
      assertThat(Bikes.lines(problems.sorted()))
          .isEqualTo(bikes.problems())
          .containsExactly(
              "ratebook.yaml:28:11: outside-folder: `../rates.csv` leads out of the ratebook's"
                  + " folder",
              "ratebook.yaml:51:62: unreadable-file: `tables` is no file",
              "ratebook.yaml:54:12: missing-file: no file `cases/rentl.csv` in the folder");
    }

    private static Ratebook load(Map<String, byte[]> files) {
      Problems problems = new Problems();
      return Ratebook.load(files, problems)
          .orElseThrow(() -> new AssertionError(problems.sorted().toString()));
    }
  }

  @Nested
  class OfFiles {
    @Test
    void a_folder_without_a_ratebook_is_refused() {
      Problems problems = new Problems();
      assertThat(Ratebook.load(folder.resolve("nowhere"), problems)).isEmpty();
      assertThat(Bikes.lines(problems.sorted()))
          .singleElement()
          .asString()
          .endsWith("nowhere: missing-file: no folder of this name");
      assertThat(bikes.delete("ratebook.yaml").problems())
          .containsExactly("ratebook.yaml: missing-file: no file `ratebook.yaml` in the folder");
    }

    @Test
    void what_is_there_but_cannot_be_read_is_not_called_missing() throws IOException {
      bikes.delete("tables/rates.csv");
      Files.createDirectory(folder.resolve("tables/rates.csv"));
      assertThat(bikes.problems())
          .containsExactly("ratebook.yaml:28:11: unreadable-file: `tables/rates.csv` is no file");
      bikes.delete("tables/rates.csv");
      Files.createSymbolicLink(folder.resolve("tables/rates.csv"), Path.of("rates.csv"));
      assertThat(bikes.problems())
          .singleElement()
          .asString()
          .startsWith("ratebook.yaml:28:11: unreadable-file: `tables/rates.csv` cannot be read: ");
    }

    @Test
    void a_missing_table_is_refused_where_it_is_asked_for() {
      assertThat(bikes.delete("tables/rates.csv").problems())
          .containsExactly(
              "ratebook.yaml:28:11: missing-file: no file `tables/rates.csv` in the folder");
    }

    @Test
    void a_missing_model_and_missing_cases_are_refused_at_once() {
      assertThat(bikes.delete("bikes.dmn").delete("cases/rental.csv").problems())
          .containsExactly(
              "ratebook.yaml:5:10: missing-file: no file `bikes.dmn` in the folder",
              "ratebook.yaml:54:12: missing-file: no file `cases/rental.csv` in the folder");
    }

    @Test
    void no_path_leads_out_of_the_folder() throws IOException {
      Path outside = Files.createTempFile("outside", ".csv");
      try {
        assertThat(
                bikes
                    .change("ratebook.yaml", "tables/rates.csv", "../" + outside.getFileName())
                    .problems())
            .containsExactly(
                "ratebook.yaml:28:11: outside-folder: `../%s` leads out of the ratebook's folder"
                    .formatted(outside.getFileName()));
        bikes.change("ratebook.yaml", "../" + outside.getFileName(), outside.toString());
        assertThat(bikes.problems()).singleElement().asString().contains("outside-folder");
        bikes.change("ratebook.yaml", outside.toString(), "tables/link.csv");
        Files.createSymbolicLink(folder.resolve("tables/link.csv"), outside);
        assertThat(bikes.problems())
            .containsExactly(
                "ratebook.yaml:28:11: outside-folder: `tables/link.csv` leads out of the ratebook's"
                    + " folder");
      } finally {
        Files.delete(outside);
      }
    }

    @Test
    void windows_line_ends_and_a_byte_order_mark_are_read() {
      String csv = bikes.read("tables/rates.csv");
      bikes.write("tables/rates.csv", ("\uFEFF" + csv.replace("\n", "\r\n")).getBytes(UTF_8));
      bikes.write(
          "ratebook.yaml", bikes.read("ratebook.yaml").replace("\n", "\r\n").getBytes(UTF_8));
      assertThat(bikes.problems()).isEmpty();
    }

    @Test
    void cp949_bytes_are_refused_with_a_hint() {
      assertThat(bikes.encode("tables/holidays.csv", Charset.forName("x-windows-949")).problems())
          .containsExactly(
              "tables/holidays.csv:2:12: not-utf-8: byte `BE` is not UTF-8; the file seems to be"
                  + " CP949 (EUC-KR): save it as \"CSV UTF-8\"");
    }

    @Test
    void a_ragged_row_is_refused() {
      assertThat(bikes.change("tables/rates.csv", "sport,-,200,30,", "sport,-,200").problems())
          .containsExactly(
              "tables/rates.csv:4:9: ragged-row: 3 cells (expected: 5, as in the header)");
    }
  }

  @Nested
  class Models {
    @Test
    void broken_xml_is_refused_with_its_place() {
      assertThat(bikes.change("bikes.dmn", "</decisionService>", "</decisionServce>").problems())
          .isNotEmpty()
          .allMatch(line -> line.matches("bikes\\.dmn:\\d+:\\d+: .*"));
    }

    @Test
    void an_xml_bomb_is_refused() {
      String bomb =
          "<!DOCTYPE d [<!ENTITY a \"xxxxxxxxxx\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c"
              + " \"&b;&b;&b;&b;\">]>\n";
      bikes.change("bikes.dmn", "<definitions", bomb + "<definitions");
      bikes.change("bikes.dmn", "How long is the bike away?", "&c;");
      assertThat(bikes.problems()).singleElement().asString().startsWith("bikes.dmn:2:");
    }

    @Test
    void an_external_entity_is_refused() {
      String entity = "<!DOCTYPE d [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>\n";
      bikes.change("bikes.dmn", "<definitions", entity + "<definitions");
      bikes.change("bikes.dmn", "How long is the bike away?", "&e;");
      assertThat(bikes.problems()).singleElement().asString().startsWith("bikes.dmn:2:");
    }

    @Test
    void a_cycle_of_requirements_is_refused() {
      bikes.change(
          "bikes.dmn",
          "<informationRequirement id=\"r1\"><requiredInput"
              + " href=\"#in_start\"/></informationRequirement>",
          "<informationRequirement id=\"r1\"><requiredInput"
              + " href=\"#in_start\"/></informationRequirement><informationRequirement"
              + " id=\"r99\"><requiredDecision href=\"#d_total\"/></informationRequirement>");
      bikes.change(
          "bikes.dmn",
          "<informationRequirement id=\"r18\"><requiredInput"
              + " href=\"#in_member\"/></informationRequirement>",
          "<informationRequirement id=\"r18\"><requiredDecision"
              + " href=\"#d_minutes\"/></informationRequirement>");
      assertThat(bikes.problems())
          .isNotEmpty()
          .anyMatch(line -> line.matches("bikes\\.dmn:\\d+:\\d+: cyclic-requirement.*"));
    }

    @Test
    void models_that_refer_to_each_other_are_one() {
      String model = bikes.read("bikes.dmn");
      int begin = model.indexOf("  <decisionService");
      int end = model.indexOf("</definitions>");
      String service = model.substring(begin, end);
      bikes.write("bikes.dmn", (model.substring(0, begin) + model.substring(end)).getBytes(UTF_8));
      bikes.write(
          "service.dmn",
          ("""
          <?xml version="1.0" encoding="UTF-8"?>
          <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="services" name="Services" namespace="https://quoin.dev/test/services">
          """
                  + service.replace("href=\"#", "href=\"https://quoin.dev/test/bikes#")
                  + "</definitions>\n")
              .getBytes(UTF_8));
      bikes.change("ratebook.yaml", "[bikes.dmn]", "[bikes.dmn, service.dmn]");
      assertThat(bikes.problems()).isEmpty();
    }
  }

  @Nested
  class Bindings {
    @Test
    void an_unknown_id_gets_a_suggestion_and_the_model_is_told_that_nothing_is_bound() {
      assertThat(bikes.change("ratebook.yaml", "bkm_rate", "bkm_rates").problems())
          .contains(
              "ratebook.yaml:27:12: unknown-binding: no business knowledge model has the id"
                  + " `bkm_rates`; did you mean `bkm_rate`?")
          .anyMatch(line -> line.startsWith("bikes.dmn:") && line.contains("unbound"));
      assertThat(
              bikes
                  .change("ratebook.yaml", "bkm_rates", "bkm_rate")
                  .change("ratebook.yaml", "in_uplift", "in_uplft")
                  .problems())
          .contains(
              "ratebook.yaml:34:12: unknown-binding: no input data has the id `in_uplft`; did you"
                  + " mean `in_uplift`?");
    }

    @Test
    void an_unknown_column_is_refused_at_its_header() {
      assertThat(
              bikes
                  .change("tables/rates.csv", "out per km: number", "out per kilometre: number")
                  .problems())
          .containsExactly(
              "tables/rates.csv:1:1: missing-column: no column `out per km: number` for the entry"
                  + " of the model's result",
              "tables/rates.csv:1:59: unknown-column: column `per kilometre` is no entry of the"
                  + " model's result (expected: one of `per km`, `per slot`)");
    }

    @Test
    void one_table_bound_twice_is_refused() {
      assertThat(bikes.change("ratebook.yaml", "binds: bkm_slots", "binds: bkm_rate").problems())
          .contains(
              "ratebook.yaml:45:12: duplicate-value: business knowledge model `bkm_rate` is bound"
                  + " twice");
    }

    @Test
    void kinds_that_the_model_does_not_declare_are_refused() {
      assertThat(bikes.change("ratebook.yaml", "- name: weekday", "- name: week day").problems())
          .singleElement()
          .asString()
          .contains("wrong-type", "context<weekend: number, week day: number>");
    }
  }

  @Nested
  class Levers {
    @Test
    void a_value_out_of_bounds_is_refused() {
      assertThat(bikes.change("ratebook.yaml", "value: 1.50", "value: 2.05").problems())
          .containsExactly(
              "ratebook.yaml:36:12: lever-out-of-bounds: lever `weekend uplift` is `2.05`"
                  + " (expected: from 1 to 2)");
    }

    @Test
    void a_value_between_two_steps_is_refused() {
      assertThat(bikes.change("ratebook.yaml", "value: 1.50", "value: 1.52").problems())
          .containsExactly(
              "ratebook.yaml:36:12: lever-off-step: lever `weekend uplift` is `1.52` (expected: in"
                  + " steps of 0.05 from 1)");
    }

    @Test
    void a_type_that_is_not_the_models_is_refused() {
      assertThat(
              bikes
                  .change(
                      "ratebook.yaml",
                      "type: number\n"
                          + "    value: 1.50\n"
                          + "    minimum: 1.00\n"
                          + "    maximum: 2.00\n"
                          + "    step: 0.05\n",
                      "type: string\n    value: high\n")
                  .problems())
          .containsExactly(
              "ratebook.yaml:36:12: wrong-type: lever `weekend uplift` is of type string (expected:"
                  + " number, as input `weekend uplift`)");
    }
  }

  @Nested
  class Services {
    @Test
    void unknown_decision_services_and_decisions_get_suggestions() {
      assertThat(
              bikes
                  .change("ratebook.yaml", "decision service: Rental", "decision service: Rentals")
                  .problems())
          .containsExactly(
              "ratebook.yaml:13:23: unknown-decision-service: unknown decision service `Rentals`;"
                  + " did you mean `Rental`?");
      bikes.change("ratebook.yaml", "decision service: Rentals", "decision service: Rental");
      assertThat(bikes.change("ratebook.yaml", "total: total", "total: totl").problems())
          .containsExactly(
              "ratebook.yaml:14:60: unknown-decision: `totl` is no output decision of decision"
                  + " service `Rental`; did you mean `total`?");
    }

    @Test
    void a_decision_of_the_wrong_type_is_refused() {
      assertThat(bikes.change("ratebook.yaml", "total: total", "total: line items").problems())
          .singleElement()
          .asString()
          .startsWith("ratebook.yaml:14:60: wrong-type: decision `line items` is of type list<")
          .endsWith("(expected: number)");
    }

    @Test
    void a_requirement_is_checked_at_its_own_place() {
      assertThat(bikes.change("ratebook.yaml", "end > start", "end > strat").problems())
          .singleElement()
          .asString()
          .startsWith("ratebook.yaml:16:27: unknown-name: unknown name `strat`");
      bikes.change("ratebook.yaml", "end > strat", "distance + 1");
      assertThat(bikes.problems())
          .containsExactly(
              "ratebook.yaml:16:21: wrong-type: the expression is of type number (expected:"
                  + " boolean)");
      bikes
          .change("ratebook.yaml", "distance + 1", "distance > 0")
          .change("ratebook.yaml", "at: end", "at: starts");
      assertThat(bikes.problems())
          .containsExactly(
              "ratebook.yaml:19:13: unknown-field: `starts` is no input of the service; did you"
                  + " mean `start`?");
    }

    @Test
    void a_currency_that_iso_4217_does_not_know_is_refused() {
      assertThat(bikes.change("ratebook.yaml", "currency: KRW", "currency: WON").problems())
          .containsExactly(
              "ratebook.yaml:3:11: bad-value: `WON` (expected: a currency of ISO 4217, such as"
                  + " `KRW`)");
    }

    @Test
    void cases_of_an_unknown_service_are_refused() {
      assertThat(bikes.change("ratebook.yaml", "service: rental}", "service: rentl}").problems())
          .containsExactly(
              "ratebook.yaml:54:39: unknown-service: unknown service `rentl`; did you mean"
                  + " `rental`?");
    }
  }

  @Nested
  class Calendars {
    @Test
    void what_is_no_part_of_time_is_refused() {
      bikes.change("ratebook.yaml", "PT10M", "10 minutes");
      bikes.change("ratebook.yaml", "2026-01-01..2026-12-31", "2026-12-31..2026-01-01");
      bikes.change("ratebook.yaml", "SAT 00:00", "SAT 24:00");
      assertThat(bikes.problems())
          .containsExactly(
              "ratebook.yaml:46:11: bad-value: `10 minutes` is no days and time duration (expected:"
                  + " such as P1DT2H30M)",
              "ratebook.yaml:47:14: bad-value: `2026-12-31..2026-01-01` (expected: a first and a"
                  + " last day, such as `2018-01-01..2027-12-31`)",
              "ratebook.yaml:51:25: bad-value: `SAT 24:00` (expected: a day of the week and a time,"
                  + " such as `FRI 19:00`)");
    }

    @Test
    void the_last_kind_holds_always_and_only_the_last() {
      bikes.change(
          "ratebook.yaml",
          "      - name: weekday\n",
          "      - name: weekday\n        when: {hours: \"02:00..06:00\"}\n");
      assertThat(bikes.problems())
          .containsExactly(
              "ratebook.yaml:52:9: bad-value: the last kind has a `when` (expected: none, for each"
                  + " slot is of some kind)");
    }

    @Test
    void a_date_that_is_none_or_occurs_twice_is_refused() {
      bikes.change(
          "tables/holidays.csv", "2026-05-05,어린이날\n", "2026-05-05,a\n2026-05-05,b\n2026-5-6,c\n");
      assertThat(bikes.problems())
          .containsExactly(
              "tables/holidays.csv:3:1: duplicate-value: `2026-05-05` occurs twice",
              "tables/holidays.csv:4:1: bad-value: `2026-5-6` is no date (expected: such as"
                  + " 2026-05-01)");
    }
  }

  @Test
  void problems_of_several_files_come_at_once() {
    bikes.change("ratebook.yaml", "value: 1.50", "value: 3.00");
    bikes.change("tables/rates.csv", "sport,-,200", "sport,-,2x0");
    bikes.change("bikes.dmn", "sum(line items.amount)", "sum(line items.amont)");
    List<String> problems = bikes.problems();
    assertThat(problems).hasSize(3);
    assertThat(problems.get(0)).startsWith("bikes.dmn:");
    assertThat(problems.get(1)).startsWith("ratebook.yaml:36:12: lever-out-of-bounds");
    assertThat(problems.get(2)).startsWith("tables/rates.csv:4:9: bad-value");
  }

  @Test
  void an_unknown_time_zone_gets_a_suggestion() {
    assertThat(bikes.change("ratebook.yaml", "Asia/Seoul", "Asia/Soul").problems())
        .containsExactly(
            "ratebook.yaml:4:12: unknown-zone: unknown time zone `Asia/Soul`; did you mean"
                + " `Asia/Seoul`?");
  }

  @Test
  void codes_that_occur_twice_are_refused() {
    assertThat(bikes.change("ratebook.yaml", "code: mileage-fee", "code: rental-fee").problems())
        .containsExactly("ratebook.yaml:22:12: duplicate-value: `rental-fee` occurs twice");
  }
}
