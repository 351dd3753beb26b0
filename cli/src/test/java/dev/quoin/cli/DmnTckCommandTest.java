package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DmnTckCommandTest {
  private static final String MODEL =
      """
      <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
        <inputData id="km" name="km"><variable name="km" typeRef="number"/></inputData>
        <decision id="fee" name="fee">
          <variable name="fee"/>
          <informationRequirement><requiredInput href="#km"/></informationRequirement>
          <literalExpression><text>km / 3</text></literalExpression>
        </decision>
        <decision id="slip" name="slip"><literalExpression><text>nobody</text></literalExpression></decision>
      </definitions>
      """;

  private static final String CASES =
      """
      <testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
        <modelName>m.dmn</modelName>
        <testCase id="a third">
          <inputNode name="km"><value xsi:type="xsd:decimal">1</value></inputNode>
          <resultNode name="fee"><expected><value xsi:type="xsd:decimal">0.333333333</value></expected></resultNode>
        </testCase>
        <testCase id="a slip">
          <resultNode name="slip" errorResult="true"><expected><value xsi:nil="true"/></expected></resultNode>
        </testCase>
        %s
      </testCases>
      """;

  @TempDir Path folder;

  @BeforeEach
  void a_model_with_its_cases() throws IOException {
    Files.writeString(folder.resolve("m.dmn"), MODEL);
    Files.writeString(folder.resolve("m-test-01.xml"), CASES.formatted(""));
  }

  @Test
  void cases_that_pass_are_counted() {
    Quoin.Ran ran = Quoin.in(folder).run("dmn", "tck", ".");
    assertThat(ran.out()).isEqualTo("2 passed, 0 failed, 0 skipped\n");
    assertThat(ran.code()).isEqualTo(ExitCode.FINE);
  }

  @Test
  void what_differs_is_shown() throws IOException {
    Files.writeString(
        folder.resolve("n-test-01.xml"),
        CASES.formatted(
            """
            <testCase id="wrong">
              <inputNode name="km"><value xsi:type="xsd:decimal">3</value></inputNode>
              <resultNode name="fee"><expected><value xsi:type="xsd:decimal">2</value></expected></resultNode>
            </testCase>
            """));
    Quoin.Ran ran = Quoin.in(folder).run("dmn", "tck", ".");
    assertThat(ran.out())
        .isEqualTo(
            """
            file           case   node  expected  got
            n-test-01.xml  wrong  fee   2         1

            4 passed, 1 failed, 0 skipped
            """);
    assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(Quoin.in(folder).run("dmn", "tck", ".", "--only", "m*").code()).isZero();
    assertThat(Quoin.in(folder).run("dmn", "tck", ".", "--json").out())
        .contains("\"passed\": 4", "\"case\": \"wrong\"");
  }

  @Test
  void a_model_that_cannot_be_loaded_fails_its_cases() throws IOException {
    Files.writeString(folder.resolve("m.dmn"), "<definitions/>");
    Quoin.Ran ran = Quoin.in(folder).run("dmn", "tck", ".");
    assertThat(ran.out()).contains("a model that loads", "not-dmn", "0 passed, 2 failed");
  }

  @Test
  void a_folder_without_cases_is_used_wrongly() throws IOException {
    Files.delete(folder.resolve("m-test-01.xml"));
    assertThat(Quoin.in(folder).run("dmn", "tck", ".").code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(Quoin.in(folder).run("dmn", "tck", "nowhere").err()).contains("no file `nowhere`");
  }
}
