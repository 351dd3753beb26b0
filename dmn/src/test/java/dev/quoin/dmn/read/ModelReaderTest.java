package dev.quoin.dmn.read;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

public class ModelReaderTest {
  private static final String DMN =
      "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"m\" namespace=\"urn:m\">\n";

  private final Problems problems = new Problems();

  @Nested
  class WithEveryKind {
    private final Model model = read("all-kinds.dmn");

    @Test
    void a_model_with_every_boxed_kind_has_no_problem() {
      assertThat(problems.sorted()).isEmpty();
      assertThat(
              model.decisions().stream()
                  .map(d -> d.expression().orElseThrow().getClass().getSimpleName()))
          .containsExactly(
              "Table",
              "Context",
              "Invocation",
              "Items",
              "Relation",
              "Conditional",
              "Iterator",
              "Iterator",
              "Iterator",
              "Filter");
    }

    @Test
    void names_have_single_blanks() {
      assertThat(model.inputs().get(1).head().name()).isEqualTo("driver days");
      assertThat(model.inputs().get(1).variable().name()).isEqualTo("driver days");
    }

    @Test
    void types_have_components_and_allowed_values() {
      assertThat(model.itemDefinitions().get(0).allowedValues().map(Source::text))
          .contains("\"S\", \"M\", \"L\"");
      assertThat(model.itemDefinitions().get(1).components())
          .extracting(Model.ItemDefinition::name)
          .containsExactly("size", "distances");
      assertThat(model.itemDefinitions().get(1).components().get(1).collection()).isTrue();
    }

    @Test
    void a_table_has_its_columns_and_rules() {
      Boxed.Table table = (Boxed.Table) model.decisions().getFirst().expression().orElseThrow();
      assertThat(table.hitPolicy()).isEqualTo(HitPolicy.COLLECT_SUM);
      assertThat(table.inputs())
          .extracting(Boxed.Table.Input::label)
          .containsExactly("Size", "driver days");
      assertThat(table.inputs().getFirst().values().map(Source::text)).contains("\"S\", \"M\"");
      assertThat(table.outputs().getFirst().defaultEntry().map(Source::text)).contains("1");
      assertThat(table.rules().getFirst().tests())
          .extracting(Source::text)
          .containsExactly("\"S\"", "< 5");
      assertThat(table.rules().getFirst().span().place())
          .isEqualTo(new Place("all-kinds.dmn", 44, 7));
    }

    @Test
    void requirements_are_in_the_order_of_the_file() {
      assertThat(model.decisions().getFirst().requirements())
          .extracting(requirement -> requirement.href().text())
          .containsExactly("#in_trip", "#in_days");
      assertThat(model.decisions().getFirst().question()).isEqualTo("How much?");
    }

    @Test
    void a_knowledge_model_may_have_no_body() {
      assertThat(model.knowledgeModels().get(0).body()).isPresent();
      assertThat(model.knowledgeModels().get(1).body()).isEmpty();
      assertThat(model.knowledgeModels().get(1).parameters())
          .extracting(Model.InformationItem::name)
          .containsExactly("days");
    }

    @Test
    void a_service_names_its_decisions() {
      Model.DecisionService service = model.services().getFirst();
      assertThat(service.outputs())
          .extracting(r -> r.href().text())
          .containsExactly("#d_table", "#d_filter");
      assertThat(service.inputs()).hasSize(2);
      assertThat(service.head().description()).isEqualTo("All of it.");
    }
  }

  @Nested
  class Places {
    @Test
    void the_column_behind_an_entity_is_the_one_in_the_file() {
      Source text = literal("<text>a &lt; b &amp;&#38; c</text>");
      assertThat(text.text()).isEqualTo("a < b && c");
      assertThat(text.place(0)).isEqualTo(place(3, 7));
      assertThat(text.place(2)).isEqualTo(place(3, 9));
      assertThat(text.place(4)).isEqualTo(place(3, 14));
      assertThat(text.place(6)).isEqualTo(place(3, 16));
      assertThat(text.place(7)).isEqualTo(place(3, 21));
      assertThat(text.place(9)).isEqualTo(place(3, 27));
      assertThat(text.place(10)).isEqualTo(place(3, 28));
    }

    @Test
    void an_entity_at_the_end_counts_as_it_is_written() {
      Source text = literal("<text>a&gt;</text>");
      assertThat(text.place(1)).isEqualTo(place(3, 8));
      assertThat(text.place(2)).isEqualTo(place(3, 12));
    }

    @Test
    void a_section_of_characters_counts_from_its_own_beginning() {
      Source text = literal("<text>x <![CDATA[< 1\n and y]]> or z</text>");
      assertThat(text.text()).isEqualTo("x < 1\n and y or z");
      assertThat(text.place(1)).isEqualTo(place(3, 8));
      assertThat(text.place(2)).isEqualTo(place(3, 18));
      assertThat(text.place(7)).isEqualTo(place(4, 2));
      assertThat(text.place(13)).isEqualTo(place(4, 11));
    }

    @Test
    void a_comment_inside_a_text_is_stepped_over() {
      Source text = literal("<text>1 <!-- not 2 -->+ 3</text>");
      assertThat(text.text()).isEqualTo("1 + 3");
      assertThat(text.place(2)).isEqualTo(place(3, 23));
    }

    @Test
    void windows_line_ends_count_once() {
      Source text = literal("<text>1\r\n+ 2\r+ 3</text>");
      assertThat(text.text()).isEqualTo("1\n+ 2\n+ 3");
      assertThat(text.place(2)).isEqualTo(place(4, 1));
      assertThat(text.place(6)).isEqualTo(place(5, 1));
    }

    @Test
    void attributes_have_places_too() {
      Model model = readText(DMN + "<inputData\n  id='i'\n  name=\"a &amp; b\"/>\n</definitions>");
      assertThat(model.inputs().getFirst().head().name()).isEqualTo("a & b");
      assertThat(model.inputs().getFirst().head().nameSpan().place()).isEqualTo(place(4, 9));
    }

    @Test
    void a_byte_order_mark_takes_no_column() {
      byte[] content = (DMN + "<decision/></definitions>").getBytes(UTF_8);
      ByteArrayOutputStream marked = new ByteArrayOutputStream();
      marked.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
      marked.writeBytes(content);
      assertThat(ModelReader.read("m.dmn", marked.toByteArray(), problems)).isPresent();
      assertThat(problems.sorted()).extracting(Problem::place).containsOnly(place(2, 1));
    }

    private Source literal(String text) {
      Model model =
          readText(
              DMN
                  + "<decision id='d' name='d'><literalExpression>\n"
                  + text
                  + "</literalExpression></decision></definitions>");
      return ((Boxed.Literal) model.decisions().getFirst().expression().orElseThrow()).text();
    }
  }

  @Nested
  class WithBrokenFiles {
    @Test
    void broken_xml_is_told_with_line_and_column() {
      assertThat(fails("<definitions>\n  <decision>\n</definitions>"))
          .isEqualTo(
              "m.dmn:3:3: xml: the file is not well-formed XML: The element type `decision` must be terminated by the matching end-tag `</decision>`");
    }

    @Test
    void an_empty_file_is_no_xml() {
      assertThat(fails("")).startsWith("m.dmn:1:1: xml:");
      assertThat(fails("  \n ")).startsWith("m.dmn:").contains(": xml:");
    }

    @Test
    void an_entity_that_nobody_declared_is_broken_xml() {
      assertThat(fails(DMN + "<description>&price;</description></definitions>"))
          .startsWith("m.dmn:2:")
          .contains(": xml:")
          .contains("price");
    }

    @Test
    void an_unbound_prefix_is_broken_xml() {
      assertThat(fails("<a:definitions/>"))
          .contains(": xml:")
          .contains("the prefix of `a:definitions` is bound to no namespace");
    }

    @Test
    void an_xml_bomb_is_refused_before_it_expands() {
      assertThat(
              fails(
                  """
                  <?xml version="1.0"?>
                  <!-- harmless? -->
                  <!DOCTYPE lolz [
                    <!ENTITY lol "lol">
                    <!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
                    <!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">
                  ]>
                  <definitions>&lol3;</definitions>
                  """))
          .isEqualTo(
              "m.dmn:3:1: xml-doctype: a document type with entities (`<!DOCTYPE`) is refused; expected none");
    }

    @Test
    void an_external_entity_is_refused_before_it_is_read() {
      assertThat(
              fails(
                  "<!DOCTYPE d [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>\n<definitions>&e;</definitions>"))
          .isEqualTo(
              "m.dmn:1:1: xml-doctype: a document type with an external entity (`<!DOCTYPE`) is refused; expected none");
    }

    @Test
    void a_plain_document_type_is_refused_too() {
      assertThat(fails("<!DOCTYPE definitions>\n<definitions/>"))
          .isEqualTo(
              "m.dmn:1:1: xml-doctype: a document type (`<!DOCTYPE`) is refused; expected none");
    }

    @Test
    void elements_may_not_nest_without_end() {
      assertThat(fails(DMN + "<a>".repeat(300) + "</a>".repeat(300) + "</definitions>"))
          .contains("m.dmn:2:")
          .contains(": xml-limit: ");
    }

    @Test
    void a_file_may_not_be_larger_than_the_limit() {
      assertThat(ModelReader.read("m.dmn", new byte[Xml.MAX_BYTES + 1], problems)).isEmpty();
      assertThat(problems.sorted().getFirst())
          .hasToString(
              "m.dmn: xml-limit: the file has `67108865` bytes; expected at most 67108864");
    }

    @Test
    void korean_bytes_of_windows_are_not_utf_8() {
      byte[] content =
          (DMN + "<description>대여</description></definitions>")
              .getBytes(Charset.forName("x-windows-949"));
      assertThat(ModelReader.read("m.dmn", content, problems)).isEmpty();
      assertThat(problems.sorted().getFirst())
          .hasToString(
              "m.dmn:2:14: not-utf-8: the byte `0xB4` is not UTF-8; save the file as UTF-8");
    }

    @Test
    void korean_bytes_are_read_where_the_file_says_so() {
      String text =
          "<?xml version='1.0' encoding='EUC-KR'?>\n"
              + DMN
              + "<inputData id='i' name='대여'/></definitions>";
      Model model =
          ModelReader.read("m.dmn", text.getBytes(Charset.forName("EUC-KR")), problems)
              .orElseThrow();
      assertThat(model.inputs().getFirst().head().name()).isEqualTo("대여");
    }

    @Test
    void sixteen_bit_characters_are_read() {
      Model model =
          ModelReader.read(
                  "m.dmn",
                  (DMN + "<inputData id='i' name='대여'/></definitions>").getBytes(UTF_16),
                  problems)
              .orElseThrow();
      assertThat(model.inputs().getFirst().head().name()).isEqualTo("대여");
    }

    @Test
    void an_encoding_that_nobody_knows_is_refused() {
      assertThat(fails("<?xml version='1.0' encoding='klingon'?><definitions/>"))
          .isEqualTo(
              "m.dmn:1:31: xml-encoding: unknown encoding `klingon`; save the file as UTF-8");
    }

    @Test
    void another_root_or_another_namespace_is_no_dmn() {
      assertThat(fails("<html/>"))
          .isEqualTo("m.dmn:1:1: not-dmn: the root element is `html`; expected `definitions`");
      assertThat(fails("<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'/>"))
          .startsWith(
              "m.dmn:1:1: not-dmn: unknown namespace `http://www.omg.org/spec/BPMN/20100524/MODEL`");
      assertThat(fails("<Definitions xmlns='http://www.omg.org/spec/DMN/20130901'/>"))
          .isEqualTo(
              "m.dmn:1:1: not-dmn: the namespace `http://www.omg.org/spec/DMN/20130901` is that of DMN 1.0; expected that of DMN 1.1 to 1.6");
    }

    @Test
    void no_mutilated_file_throws() throws IOException {
      byte[] whole = resource("all-kinds.dmn");
      SplittableRandom random = new SplittableRandom(20261122);
      for (int i = 0; i < 2_000; i++) {
        byte[] content = whole.clone();
        int slips = random.nextInt(1, 4);
        for (int j = 0; j < slips; j++) {
          content[random.nextInt(content.length)] =
              (byte) "<>&;\"'/=! a\n\u0000".charAt(random.nextInt(13));
        }
        Problems found = new Problems();
        Optional<Model> model = ModelReader.read("m.dmn", content, found);
        assertThat(model.isPresent() || !found.isEmpty()).as("slip %d", i).isTrue();
      }
    }

    @Test
    void a_large_table_with_many_entities_is_read() {
      String rule =
          "<rule><inputEntry><text>&lt; 5</text></inputEntry><outputEntry><text>&quot;a&quot;</text></outputEntry></rule>\n";
      Model model =
          readText(
              DMN
                  + "<decision id='d' name='d'><decisionTable><input><inputExpression><text>1</text></inputExpression></input><output/>\n"
                  + rule.repeat(50_000)
                  + "</decisionTable></decision></definitions>");
      assertThat(problems.sorted()).isEmpty();
      Boxed.Table table = (Boxed.Table) model.decisions().getFirst().expression().orElseThrow();
      assertThat(table.rules()).hasSize(50_000);
      assertThat(table.rules().getLast().entries().getFirst().place(2))
          .isEqualTo(place(50_002, 77));
    }

    private String fails(String text) {
      Problems found = new Problems();
      assertThat(ModelReader.read("m.dmn", text.getBytes(UTF_8), found)).isEmpty();
      assertThat(found.size()).isEqualTo(1);
      return found.sorted().getFirst().toString();
    }
  }

  @Nested
  class WithMistakes {
    @Test
    void all_mistakes_are_told_at_once() {
      readText(
          DMN
              + """
              <decison id="x" name="x"/>
              <decision name="a"><variable name="a"/></decision>
              <decision id="b"><literalExpression><text>1</text></literalExpression></decision>
              <decision id="c" name="c"><literalExpression expressionLanguage="Javascript"><text>1</text></literalExpression></decision>
              <decision id="c" name="c"><informationRequirement><requiredInput/></informationRequirement></decision>
              <import name="other" namespace="urn:other" importType="x"/>
              <businessKnowledgeModel id="e" name="e"><encapsulatedLogic kind="Java"/></businessKnowledgeModel>
              <decision id="f" name="f"><decisionTable hitPolicy="SOMETIMES">
                <input><inputExpression><text>1</text></inputExpression></input>
                <output/>
                <rule><inputEntry><text>-</text></inputEntry></rule>
              </decisionTable></decision>
              <itemDefinition name="t" typeLanguage="XSD"><typeRef>number</typeRef></itemDefinition>
              </definitions>
              """);
      assertThat(problems.sorted())
          .extracting(Problem::toString)
          .containsExactly(
              "m.dmn:2:1: unknown-element: unknown element `decison` in `definitions`; did you mean `decision`?",
              "m.dmn:4:1: missing-attribute: `decision` has no `name`",
              "m.dmn:5:66: expression-language: the expression language `Javascript` is not supported; expected FEEL",
              "m.dmn:6:1: duplicate-id: the id `c` is taken at m.dmn:5:1; expected one of its own",
              "m.dmn:6:24: duplicate-name: the name `c` is taken at m.dmn:5:24; expected one of its own",
              "m.dmn:6:51: missing-attribute: `requiredInput` has no `href`; expected `#` and an id",
              "m.dmn:7:56: not-supported: an `import` of the type `x` is not supported; expected a namespace of DMN",
              "m.dmn:9:53: wrong-attribute: the `hitPolicy` is `SOMETIMES`; expected `UNIQUE`, `FIRST`, `PRIORITY`, `ANY`, `COLLECT`, `RULE ORDER` or `OUTPUT ORDER`",
              "m.dmn:12:3: rule-entries: a rule has 0 of `outputEntry`; expected 1",
              "m.dmn:14:40: expression-language: the type language `XSD` is not supported; expected FEEL");
    }

    @Test
    void two_files_share_their_names() {
      Model a = readText(DMN + "<inputData id='i' name='km'/></definitions>");
      Model b =
          ModelReader.read(
                  "b.dmn",
                  (DMN + "<inputData id='j' name='km'/></definitions>").getBytes(UTF_8),
                  problems)
              .orElseThrow();
      assertThat(problems.sorted()).isEmpty();
      assertThat(Model.merge(List.of(a, b), problems).inputs()).hasSize(2);
      assertThat(problems.sorted())
          .extracting(Problem::toString)
          .containsExactly(
              "m.dmn:2:25: duplicate-name: the name `km` is taken at b.dmn:2:25; expected one of its own");
    }

    @Test
    void the_prefix_of_a_type_in_old_files_is_dropped() {
      Model model =
          readText(
              "<definitions xmlns='http://www.omg.org/spec/DMN/20151101/dmn.xsd' xmlns:feel='http://www.omg.org/spec/FEEL/20140401' name='m' namespace='n'>\n<inputData id='i' name='i'><variable name='i' typeRef='feel:string'/></inputData></definitions>");
      Source type = model.inputs().getFirst().variable().typeRef().orElseThrow();
      assertThat(type.text()).isEqualTo("string");
      assertThat(type.origin()).isEqualTo(place(2, 61));
    }
  }

  private static Place place(int line, int column) {
    return new Place("m.dmn", line, column);
  }

  private Model readText(String text) {
    return ModelReader.read("m.dmn", text.getBytes(UTF_8), problems)
        .orElseThrow(() -> new AssertionError(problems.sorted()));
  }

  private Model read(String name) {
    try {
      return ModelReader.read(name, resource(name), problems).orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ModelReaderTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
