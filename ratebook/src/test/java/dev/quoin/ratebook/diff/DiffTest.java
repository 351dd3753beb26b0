package dev.quoin.ratebook.diff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.testkit.Checkout;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DiffTest {
  private static final Ratebook SEOUL =
      Ratebook.load(Checkout.folder().resolve("ratebooks/seoul-carshare"), new Problems())
          .orElseThrow();

  @Test
  void a_lever_has_another_value() {
    assertThat(texts("value: 1.25", "value: 1.27"))
        .containsExactly("lever demand full: 1.25 → 1.27");
    assertThat(texts("value: 1.25", "value: 1.250")).isEmpty();
  }

  @Test
  void a_row_answers_differently() {
    assertThat(texts("business,10,0,", "business,12,5,"))
        .containsExactly(
            "row of memberships: membership business: rental percent 10 → 12, one way percent 0 → 5");
    assertThat(texts("business,10,0,invented", "business,10.0,0,another note")).isEmpty();
  }

  @Test
  void a_text_that_looks_like_a_number_is_a_text() {
    Ratebook one = changed("true,light,in sheet A", "true,01,in sheet A");
    Ratebook other = changed("true,light,in sheet A", "true,1,in sheet A");
    assertThat(Diff.of(one, other).changes())
        .extracting(Change::text)
        .isNotEmpty()
        .allMatch(text -> text.endsWith("class 01 → 1"));
  }

  @Test
  void rows_are_new_or_gone() {
    assertThat(texts("business,10,0,invented\n", "business,10,0,invented\nstudent,20,0,new\n"))
        .containsExactly("row of memberships: membership student (new)");
    assertThat(texts("business,10,0,invented\n", ""))
        .containsExactly("row of memberships: membership business (gone)");
  }

  @Test
  void a_bound_that_moves_is_one_change_of_rows() {
    assertThat(texts("[26..29],", "[26..28],", "[30..69],", "[29..69],"))
        .containsExactly("rows of waiver risks: 4 gone, 4 new");
  }

  @Test
  void a_decision_and_a_function_are_known_by_their_ids() {
    assertThat(texts("round half up(total / 11, 0)", "round half up(total / 12, 0)"))
        .containsExactly("decision vat");
    assertThat(
            texts(
                "band weight(band, kilometres)) * kilometre rate / 100",
                "band weight(band, kilometres)) * kilometre rate / 101"))
        .containsExactly("function mileage price");
  }

  @Test
  void what_only_people_read_is_no_difference() {
    assertThat(
            texts(
                "How much VAT does the total contain?",
                "VAT?",
                "pricing team",
                "us",
                "Rental fee}",
                "Fee of the rental}"))
        .isEmpty();
  }

  @Test
  void any_of_the_changes_can_be_taken_over_by_itself() {
    Ratebook changed =
        changed(
            "value: 1.25",
            "value: 1.27",
            "business,10,0,invented",
            "business,15,0,more",
            "2,30,100,90,",
            "2,30,100,85,",
            "round half up(total / 11, 0)",
            "round half up(total / 12, 0)");
    Diff diff = Diff.of(SEOUL, changed);
    List<Change> changes = diff.changes();
    assertThat(changes).hasSize(4);
    for (int subset = 0; subset < 1 << changes.size(); subset++) {
      Set<Change> taken = new HashSet<>();
      for (int i = 0; i < changes.size(); i++) {
        if ((subset & 1 << i) != 0) {
          taken.add(changes.get(i));
        }
      }
      Problems problems = new Problems();
      Diff.Between between = diff.with(taken, problems).orElseThrow();
      assertThat(found(SEOUL, between)).isEqualTo(taken);
    }
  }

  @Test
  void a_change_that_needs_another_makes_no_ratebook_alone() {
    Ratebook changed =
        changed(
            "<decision id=\"dec_vat\"",
            "<decision id=\"dec_one\" name=\"one\"><variable id=\"dec_one_variable\" name=\"one\" typeRef=\"number\"/><literalExpression id=\"dec_one_expression\" typeRef=\"number\"><text>1</text></literalExpression></decision><decision id=\"dec_vat\"",
            "<informationRequirement id=\"dec_vat_needs_dec_total\">",
            "<informationRequirement id=\"dec_vat_needs_dec_one\"><requiredDecision href=\"#dec_one\"/></informationRequirement><informationRequirement id=\"dec_vat_needs_dec_total\">",
            "round half up(total / 11, 0)",
            "round half up(total / 11, 0) * one");
    Diff diff = Diff.of(SEOUL, changed);
    assertThat(diff.changes())
        .extracting(Change::text)
        .containsExactlyInAnyOrder("decision vat", "file rental.dmn");
    Change vat =
        diff.changes().stream().filter(Change.Decision.class::isInstance).findFirst().orElseThrow();
    Problems problems = new Problems();
    assertThat(diff.with(Set.of(vat), problems)).isEmpty();
    assertThat(problems.sorted()).extracting(Problem::code).contains("unknown-reference");
    assertThat(diff.with(new HashSet<>(diff.changes()), new Problems())).isPresent();
  }

  /// What differs between a ratebook and one between two, its levers among it.
  private static Set<Change> found(Ratebook from, Diff.Between between) {
    Set<Change> found = new HashSet<>(Diff.of(from, between.ratebook()).changes());
    found.removeIf(Change.Lever.class::isInstance);
    for (Ratebook.Lever lever : between.levers()) {
      Ratebook.Lever old =
          from.levers().stream()
              .filter(other -> other.id().equals(lever.id()))
              .findFirst()
              .orElseThrow();
      if (!old.value().equals(lever.value())) {
        found.add(new Change.Lever(lever.id(), "1.25", "1.27"));
      }
    }
    return found;
  }

  private static List<String> texts(String... changes) {
    return Diff.of(SEOUL, changed(changes)).changes().stream().map(Change::text).toList();
  }

  /// @param changes texts of the files, each with what is written instead
  private static Ratebook changed(String... changes) {
    SortedMap<String, byte[]> files = new TreeMap<>(SEOUL.files());
    for (int i = 0; i < changes.length; i += 2) {
      String text = changes[i];
      String other = changes[i + 1];
      boolean[] found = {false};
      files.replaceAll((_, content) -> {
        String whole = new String(content, UTF_8);
        found[0] |= whole.contains(text);
        return whole.replace(text, other).getBytes(UTF_8);
      });
      assertThat(found[0]).as("`%s` is in a file", text).isTrue();
    }
    Problems problems = new Problems();
    Optional<Ratebook> changed = Ratebook.load(files, problems);
    assertThat(problems.sorted()).isEmpty();
    return changed.orElseThrow();
  }
}
