package dev.quoin.dmn.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.build.Builder;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
  private static final String DMN = "https://www.omg.org/spec/DMN/20230324/MODEL/";

  private static final String FEES =
      """
      <itemDefinition name="Fee"><typeRef>number</typeRef></itemDefinition>
      <inputData id="km" name="km"><variable name="km" typeRef="Fee"/></inputData>
      <businessKnowledgeModel id="twice" name="twice"><encapsulatedLogic><formalParameter name="n" typeRef="Fee"/><literalExpression><text>n * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
      """;

  private static final String TOTAL =
      """
      <decision id="d" name="total"><variable name="total" typeRef="the fees.Fee"/>
        <informationRequirement><requiredInput href="urn:fees#km"/></informationRequirement>
        <knowledgeRequirement><requiredKnowledge href="urn:fees#twice"/></knowledgeRequirement>
        <literalExpression><text>the fees.twice(the fees.km) + 1</text></literalExpression></decision>
      """;

  @TempDir Path folder;

  private final Problems problems = new Problems();

  @Test
  void what_is_imported_is_known_by_the_name_of_the_import() throws IOException {
    write("fees.dmn", "urn:fees", FEES);
    Program program = program(imports("urn:fees", "") + TOTAL).orElseThrow();
    Value[] inputs = {Value.of(20)};
    Evaluator.Evaluation evaluation =
        new ModelInterpreter(program).start(inputs, new Moment(Instant.EPOCH, ZoneOffset.UTC));
    assertThat(program.globals().getFirst().name()).isEqualTo("the fees.km");
    assertThat(program.globals().getFirst().id()).isEqualTo("urn:fees#km");
    assertThat(evaluation.value(program.global("total").orElseThrow().index()))
        .isEqualTo(Value.of(41));
  }

  @Test
  void a_file_outside_of_the_folder_is_refused() throws IOException {
    program(imports("urn:fees", "../fees.dmn"));
    program(imports("urn:fees", "file:///etc/passwd"));
    assertThat(problems.sorted())
        .hasSize(2)
        .extracting(Problem::sentence)
        .allMatch(sentence -> sentence.contains("outside of the model's folder"));
  }

  @Test
  void a_namespace_that_no_file_has_is_said() throws IOException {
    program(imports("urn:nowhere", ""));
    assertThat(problems.sorted())
        .extracting(Problem::sentence)
        .containsExactly("no file of the folder has the imported namespace `urn:nowhere`");
  }

  @Test
  void models_that_import_each_other_are_refused() throws IOException {
    write("fees.dmn", "urn:fees", imports("urn:m", "m.dmn"));
    program(imports("urn:fees", "fees.dmn"));
    assertThat(problems.sorted()).extracting(Problem::code).containsExactly("cyclic-requirement");
  }

  private static String imports(String namespace, String location) {
    return "<import name=\"the fees\" namespace=\"%s\" locationURI=\"%s\" importType=\"%s\"/>\n"
        .formatted(namespace, location, DMN);
  }

  private Optional<Program> program(String elements) throws IOException {
    Path file = write("m.dmn", "urn:m", elements);
    return ModelFolder.read(file, "m.dmn", Files.readAllBytes(file), problems)
        .flatMap(model -> Builder.build(model, Map.of(), Mode.STRICT, problems));
  }

  private Path write(String name, String namespace, String elements) throws IOException {
    String text =
        "<definitions xmlns=\"%s\" name=\"%s\" namespace=\"%s\">\n%s</definitions>"
            .formatted(DMN, name, namespace, elements);
    return Files.write(folder.resolve(name), text.getBytes(UTF_8));
  }
}
