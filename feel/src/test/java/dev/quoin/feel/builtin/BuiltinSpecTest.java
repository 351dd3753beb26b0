package dev.quoin.feel.builtin;

import dev.quoin.testkit.SpecFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/// Operators and functions on values, as the spec files say.
final class BuiltinSpecTest {
  @TestFactory
  Stream<DynamicNode> operators() {
    return SpecFile.tests(BuiltinSpecTest.class, "operators", Formula::answer);
  }

  @TestFactory
  Stream<DynamicNode> functions() {
    return SpecFile.tests(BuiltinSpecTest.class, "functions", Formula::answer);
  }
}
