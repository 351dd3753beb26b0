package dev.quoin.bench.engines;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import java.util.Map;
import java.util.stream.Collectors;
import org.kie.dmn.api.core.DMNResult;

/// A decision of which the two engines say something else.
///
/// @param element the decision as the model has it, its requirements left out
/// @param messages what KIE says about the decision
record Difference(
    Asked asked, String decision, String element, Value own, Value theirs, String messages) {

  /// The model and how it was asked.
  record Asked(long seed, String xml, Map<String, String> inputs) {}

  static Difference of(
      Asked asked, Program.Decision decision, Value own, Value theirs, DMNResult result) {
    return new Difference(
        asked,
        decision.name(),
        element(asked.xml(), decision.id()),
        own,
        theirs,
        result.getMessages().stream()
            .filter(message -> decision.id().equals(message.getSourceId()))
            .map(message -> message.getText())
            .collect(Collectors.joining("\n    ")));
  }

  private static String element(String xml, String id) {
    int begin = xml.indexOf("<decision id=\"" + id + "\"");
    return xml.substring(begin, xml.indexOf("</decision>", begin))
        .replaceAll("<(information|knowledge)Requirement>.*?</\\1Requirement>", "");
  }

  long seed() {
    return asked.seed();
  }

  @Override
  public String toString() {
    return """
      seed %d, `%s`: %s
        inputs %s
        Quoin %s
        KIE   %s
        %s
    """
        .formatted(
            seed(),
            decision,
            element,
            asked.inputs(),
            own instanceof Value.Null nothing ? "null " + nothing.reason() : Values.text(own),
            Values.text(theirs),
            messages);
  }
}
