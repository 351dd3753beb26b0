package dev.quoin.dmn;

import dev.quoin.feel.Mode;
import dev.quoin.feel.Place;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A checked model: everything that it evaluates as typed trees, references resolved to indexes, requirements acyclic.
/// The interpreter walks it and the compiler compiles it; neither looks at XML.
///
/// @param name the model's name
/// @param globals inputs and decisions; `globals.get(i).index() == i`; a decision stands behind what it requires
/// @param functions business knowledge models; `functions.get(i).index() == i`; one stands behind those that it calls,
///   unless these call it, too
public record Program(
    String name,
    Mode mode,
    List<Global> globals,
    List<Function> functions,
    List<Service> services) {

  public Program {
    globals = List.copyOf(globals);
    functions = List.copyOf(functions);
    services = List.copyOf(services);
  }

  /// Something that has a name and one value in an evaluation.
  public sealed interface Global {
    int index();

    /// The element's id in the model's file.
    String id();

    String name();

    Type type();

    boolean nullable();

    Place place();
  }

  /// Input data.
  ///
  /// @param allowed the test that its item definition's allowed values make, with `subjectSlot` 0; `Any` without one
  /// @param description the element's description, or an empty text
  public record Input(
      int index,
      String id,
      String name,
      Type type,
      boolean nullable,
      TypedExpr.CellTest allowed,
      String allowedText,
      String description,
      Place place)
      implements Global {}

  /// A decision.
  ///
  /// @param locals how many local slots the body uses
  /// @param requires the globals that it requires, in the order of the file
  public record Decision(
      int index,
      String id,
      String name,
      TypedExpr body,
      int locals,
      List<Integer> requires,
      List<Integer> knows,
      String question,
      String description,
      Place place)
      implements Global {
    public Decision {
      requires = List.copyOf(requires);
      knows = List.copyOf(knows);
    }

    @Override
    public Type type() {
      return body.type();
    }

    @Override
    public boolean nullable() {
      return body.nullable();
    }
  }

  /// A business knowledge model, or a decision service that is called: parameters are the local slots from 0.
  public record Function(
      int index,
      String id,
      String name,
      List<Parameter> parameters,
      TypedExpr body,
      int locals,
      List<Integer> knows,
      String description,
      Place place) {
    public Function {
      parameters = List.copyOf(parameters);
      knows = List.copyOf(knows);
    }

    /// The type of what it answers.
    public Type type() {
      return body.type();
    }
  }

  /// A parameter of a business knowledge model.
  ///
  /// @param allowed the test that its item definition's allowed values make, with `subjectSlot` 0; `Any` without one.
  ///   An evaluation does not ask it: it says which values a table over the parameter has to know
  public record Parameter(
      int slot, String name, Type type, boolean nullable, TypedExpr.CellTest allowed) {}

  /// A decision service: the indexes of its output decisions and of the globals that it takes as inputs.
  ///
  /// @param function the function that it is when it is called, its parameters being the inputs in their order; empty where
  ///   nobody in a strict program calls it
  public record Service(
      String id,
      String name,
      List<Integer> outputs,
      List<Integer> inputs,
      OptionalInt function,
      String description,
      Place place) {
    public Service {
      outputs = List.copyOf(outputs);
      inputs = List.copyOf(inputs);
    }

    /// The value of one of the outputs in what the service's function answers: a context of them where there are several.
    public Value output(String name, Value answer) {
      return outputs.size() > 1 && answer instanceof Value.Context context
          ? context.entries().getOrDefault(name, Value.NULL)
          : answer;
    }
  }

  /// The input or decision of that name.
  public Optional<Global> global(String globalName) {
    return globals.stream().filter(global -> global.name().equals(globalName)).findFirst();
  }

  /// The decision service of that name.
  public Optional<Service> service(String serviceName) {
    return services.stream().filter(service -> service.name().equals(serviceName)).findFirst();
  }
}
