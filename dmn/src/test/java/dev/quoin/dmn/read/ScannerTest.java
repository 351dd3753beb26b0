package dev.quoin.dmn.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Problems;
import dev.quoin.testkit.Seeded;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the scanner takes without the JDK's parser, that one would take, too, and both ways lead to the same elements.
class ScannerTest {
  private static final List<String> USUAL =
      List.of(
          """
          <?xml version="1.0" encoding="UTF-8"?>
          <definitions xmlns="http://d" xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' name="a &amp; b">
            <!-- one - comment -->
            <rule id="r1"><text>a &lt; 3 and [1..2]</text><e/></rule>
            <rule id = "r2" ><text><![CDATA[x < ]] > 1]]></text></rule >
          </definitions>
          """,
          "<d:a xmlns:d='u' d:x='1' y='2'>\r\n<d:b>가나다&#10;</d:b>x<!--y-->z</d:a>\n",
          "<a><b c='&quot;'/>t&gt;</a>");

  /// What a slip of the hand may leave or take away.
  private static final List<String> PIECES =
      List.of(
          "<",
          ">",
          "/",
          "\"",
          "'",
          "=",
          " ",
          "&",
          ";",
          "&lt;",
          "&#0;",
          "&#10;",
          "&x;",
          "<!--",
          "-->",
          "--",
          "<![CDATA[",
          "]]>",
          "<?x y?>",
          "<?xml version='1.0'?>",
          "xmlns:d=''",
          "xmlns=''",
          "xml:lang='ko'",
          "d:",
          ":",
          "x='1'",
          "y='2'",
          "<e>",
          "</e>",
          "</a>",
          "\u0000",
          "\u0001",
          "\uFFFE",
          "\uD800",
          "😀",
          "가",
          "\t",
          "\r",
          "\n",
          "1",
          ".",
          "-");

  @Test
  void what_it_takes_is_well_formed_and_read_alike() {
    Seeded.forAll(
        20_000,
        1,
        seeded -> {
          StringBuilder text = new StringBuilder(seeded.pick(USUAL));
          int slips = seeded.between(0, 3);
          for (int i = 0; i < slips; i++) {
            int at = seeded.between(0, text.length());
            text.delete(at, Math.min(text.length(), at + seeded.between(0, 3)));
            text.insert(at, seeded.pick(PIECES));
          }
          String raw = text.toString();
          Optional<Element> taken = Scanner.scan(raw, new Lines("f", raw));
          if (taken.isPresent()) {
            Problems problems = new Problems();
            assertThat(Xml.isWellFormed("f", raw, new Lines("f", raw), problems))
                .as("%s%n%s", raw, problems.sorted())
                .isTrue();
            assertThat(shown(taken.get()))
                .isEqualTo(shown(Scanner.scanWellFormed(raw, new Lines("f", raw))));
          }
        });
  }

  @Test
  void usual_files_need_no_other_parser() {
    for (String raw : USUAL) {
      assertThat(Scanner.scan(raw, new Lines("f", raw))).as(raw).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a><?php x?></a>",
        "<a>😀</a>",
        "<a>&#44032;</a>",
        "<ä/>",
        "<a xml:lang='ko'/>",
        "<a/><!-- end -->"
      })
  void what_is_seldom_is_left_to_the_other_parser(String raw) {
    assertThat(Scanner.scan(raw, new Lines("f", raw))).isEmpty();
    Problems problems = new Problems();
    assertThat(Xml.parse("f", raw.getBytes(StandardCharsets.UTF_8), problems)).isPresent();
    assertThat(problems.sorted()).isEmpty();
  }

  @Test
  void texts_and_attributes_are_decoded_and_know_their_places() {
    String raw = USUAL.getFirst();
    Element root = Scanner.scan(raw, new Lines("f", raw)).orElseThrow();
    assertThat(root.attribute("name").orElseThrow().text()).isEqualTo("a & b");
    assertThat(root.attribute("nam")).isEmpty();
    Element first = root.children().getFirst().children().getFirst();
    assertThat(first.text().text()).isEqualTo("a < 3 and [1..2]");
    assertThat(first.text().place(4)).hasToString("f:4:30");
    Element second = root.children().getLast().children().getFirst();
    assertThat(second.text().text()).isEqualTo("x < ]] > 1");
    assertThat(second.place()).hasToString("f:5:20");
  }

  private static String shown(Element element) {
    return "%s{%s}%s %s %s %s[%s]"
        .formatted(
            element.place(),
            element.namespace(),
            element.name(),
            element.span(),
            element.attribute("x"),
            element.text(),
            element.children().stream().map(ScannerTest::shown).collect(Collectors.joining(",")));
  }
}
