package dev.quoin.dmn.read;

import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A DMN model as it was written: references are not yet followed, and expressions are texts.
///
/// @param files the files that it was read from, as the user named them
/// @param namespaces the target namespaces of the files
/// @param imports the models that it imports
public record Model(
    String name,
    Set<String> files,
    Set<String> namespaces,
    List<Import> imports,
    List<ItemDefinition> itemDefinitions,
    List<InputData> inputs,
    List<Decision> decisions,
    List<KnowledgeModel> knowledgeModels,
    List<DecisionService> services,
    Span span) {

  public Model {
    files = Set.copyOf(files);
    namespaces = Set.copyOf(namespaces);
    imports = List.copyOf(imports);
    itemDefinitions = List.copyOf(itemDefinitions);
    inputs = List.copyOf(inputs);
    decisions = List.copyOf(decisions);
    knowledgeModels = List.copyOf(knowledgeModels);
    services = List.copyOf(services);
  }

  /// Stands for an imported model that could not be read, which was reported: of what is meant of it, nothing is known.
  static Model unread(String namespace, Span span) {
    return new Model(
        "",
        Set.of(),
        Set.of(namespace),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        span);
  }

  /// Whether it stands for a model that could not be read.
  public boolean isUnread() {
    return files.isEmpty();
  }

  /// Several files as one model that shares all names; ids and names that clash are problems.
  ///
  /// @param models at least one
  public static Model merge(List<Model> models, Problems problems) {
    Model first = models.getFirst();
    Set<String> files = new LinkedHashSet<>();
    Set<String> namespaces = new LinkedHashSet<>();
    List<Import> imports = new ArrayList<>();
    List<ItemDefinition> itemDefinitions = new ArrayList<>();
    List<InputData> inputs = new ArrayList<>();
    List<Decision> decisions = new ArrayList<>();
    List<KnowledgeModel> knowledgeModels = new ArrayList<>();
    List<DecisionService> services = new ArrayList<>();
    for (Model model : models) {
      files.addAll(model.files);
      namespaces.addAll(model.namespaces);
      imports.addAll(model.imports);
      itemDefinitions.addAll(model.itemDefinitions);
      inputs.addAll(model.inputs);
      decisions.addAll(model.decisions);
      knowledgeModels.addAll(model.knowledgeModels);
      services.addAll(model.services);
    }
    Model merged =
        new Model(
            first.name,
            files,
            namespaces,
            imports,
            itemDefinitions,
            inputs,
            decisions,
            knowledgeModels,
            services,
            first.span);
    Duplicates.report(merged, problems);
    return merged;
  }

  /// Another model, whose elements are known by its name here, a dot, and their own.
  ///
  /// @param name an empty text where they are known by their own alone
  public record Import(String name, Model model, Span span) {}

  /// What each element of the requirements graph has.
  ///
  /// @param id the attribute; the name where it is missing
  /// @param name inner white space is one blank
  /// @param nameSpan the name in the file
  public record Head(String id, String name, Span nameSpan, String description, Span span) {}

  /// A variable, a parameter, a column of a relation.
  public record InformationItem(String name, Span nameSpan, Optional<Source> typeRef, Span span) {}

  /// A named type, or a component of one.
  ///
  /// @param allowedValues unary tests that a value passes; for a collection, that each of its items passes
  /// @param typeConstraint unary tests that the value itself passes (DMN 1.5, 7.3.3)
  /// @param function the signature, where the values are functions
  public record ItemDefinition(
      String name,
      Span nameSpan,
      Optional<Source> typeRef,
      Optional<Source> allowedValues,
      Optional<Source> typeConstraint,
      Optional<FunctionItem> function,
      boolean collection,
      List<ItemDefinition> components,
      Span span) {
    public ItemDefinition {
      components = List.copyOf(components);
    }
  }

  /// The signature of a function type.
  ///
  /// @param result the type of what it answers; Any where none is declared
  public record FunctionItem(List<InformationItem> parameters, Optional<Source> result) {
    public FunctionItem {
      parameters = List.copyOf(parameters);
    }
  }

  /// What a caller sends (DMN 1.5, 6.3).
  public record InputData(Head head, InformationItem variable) {}

  /// An arrow of the requirements graph.
  ///
  /// @param href `#id`, or `namespace#id`
  public record Requirement(Kind kind, Source href) {
    public enum Kind {
      DECISION("a decision"),
      INPUT("input data"),
      KNOWLEDGE("a business knowledge model");

      private final String words;

      Kind(String words) {
        this.words = words;
      }

      @Override
      public String toString() {
        return words;
      }
    }
  }

  /// A decision (DMN 1.5, 6.3).
  ///
  /// @param expression empty where its value is left open: null
  public record Decision(
      Head head,
      InformationItem variable,
      String question,
      List<Requirement> requirements,
      Optional<Boxed> expression) {
    public Decision {
      requirements = List.copyOf(requirements);
    }
  }

  /// A business knowledge model: a named function.
  ///
  /// @param body empty where a host binds one
  public record KnowledgeModel(
      Head head,
      InformationItem variable,
      List<InformationItem> parameters,
      Optional<Boxed> body,
      List<Requirement> requirements) {
    public KnowledgeModel {
      parameters = List.copyOf(parameters);
      requirements = List.copyOf(requirements);
    }
  }

  /// Decisions that are asked together, and can be called like a function.
  ///
  /// @param variable its type is the function's that the service is, or the result's
  public record DecisionService(
      Head head,
      InformationItem variable,
      List<Requirement> outputs,
      List<Requirement> encapsulated,
      List<Requirement> inputs) {
    public DecisionService {
      outputs = List.copyOf(outputs);
      encapsulated = List.copyOf(encapsulated);
      inputs = List.copyOf(inputs);
    }
  }
}
