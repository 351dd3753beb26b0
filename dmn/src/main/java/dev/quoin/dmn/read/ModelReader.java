package dev.quoin.dmn.read;

import dev.quoin.dmn.read.Model.Decision;
import dev.quoin.dmn.read.Model.DecisionService;
import dev.quoin.dmn.read.Model.Head;
import dev.quoin.dmn.read.Model.InformationItem;
import dev.quoin.dmn.read.Model.InputData;
import dev.quoin.dmn.read.Model.ItemDefinition;
import dev.quoin.dmn.read.Model.KnowledgeModel;
import dev.quoin.dmn.read.Model.Requirement;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import dev.quoin.feel.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads a DMN file, versions 1.1 to 1.6.
///
/// It follows no reference and understands no expression: that is the builder's. What it does not know in DMN's own
/// namespace it reports; what is in other namespaces (diagrams, extensions of tools) it skips.
public final class ModelReader {

  /// The model namespaces by version. What changed between the versions are additions, so one reader serves all.
  private static final Set<String> NAMESPACES =
      Set.of(
          "http://www.omg.org/spec/DMN/20151101", // 1.1, as some tools shorten it
          "http://www.omg.org/spec/DMN/20151101/dmn.xsd", // 1.1
          "http://www.omg.org/spec/DMN/20151101/dmn11.xsd", // 1.1, as published at first
          "http://www.omg.org/spec/DMN/20180521/MODEL/", // 1.2
          "https://www.omg.org/spec/DMN/20191111/MODEL/", // 1.3
          "https://www.omg.org/spec/DMN/20211108/MODEL/", // 1.4
          "https://www.omg.org/spec/DMN/20230324/MODEL/", // 1.5
          "https://www.omg.org/spec/DMN/20240513/MODEL/"); // 1.6

  /// The version whose elements are not yet called as they are since.
  private static final String DMN_1_0 = "http://www.omg.org/spec/DMN/20130901";

  /// What a modeller of Apache KIE writes as the type of an import; the imported file says its own version.
  private static final String ALPHA = "http://www.omg.org/spec/DMN1-2Alpha/20160929/MODEL";

  /// Elements of DMN that say nothing about values: who decides, what a diagram shows, comments.
  private static final Set<String> SILENT =
      Set.of(
          "extensionElements",
          "description",
          "question",
          "allowedAnswers",
          "authorityRequirement",
          "knowledgeSource",
          "textAnnotation",
          "association",
          "group",
          "artifact",
          "performanceIndicator",
          "organizationUnit",
          "elementCollection",
          "businessContextElement",
          "decisionMaker",
          "decisionOwner",
          "usingProcess",
          "usingTask",
          "impactedPerformanceIndicator",
          "supportedObjective",
          "annotation",
          "annotationEntry");

  private final String namespace;
  private final String language;
  private final boolean speaksFeel;
  private final Problems problems;
  private final Boxes boxes;
  private final Importer importer;

  private ModelReader(String namespace, String language, Importer importer, Problems problems) {
    this.namespace = namespace;
    this.language = language;
    this.speaksFeel = isFeel(language);
    this.importer = importer;
    this.problems = problems;
    this.boxes = new Boxes(this);
  }

  /// Reads a file.
  ///
  /// @param file the file as the user named it
  /// @return empty where the file is no XML or no DMN at all; else what could be read, complete if there are no problems
  public static Optional<Model> read(String file, byte[] content, Problems problems) {
    return read(file, content, Importer.none(), problems);
  }

  /// The same of a file that may import others.
  public static Optional<Model> read(
      String file, byte[] content, Importer importer, Problems problems) {
    return Xml.parse(file, content, problems).flatMap(root -> read(file, root, importer, problems));
  }

  private static Optional<Model> read(
      String file, Element root, Importer importer, Problems problems) {
    if (root.namespace().equals(DMN_1_0)) {
      problems.add(
          root.span(),
          "not-dmn",
          "the namespace `" + DMN_1_0 + "` is that of DMN 1.0; expected that of DMN 1.1 to 1.6");
      return Optional.empty();
    }
    if (!root.name().equals("definitions")) {
      problems.add(
          root.span(),
          "not-dmn",
          "the root element is `" + root.name() + "`; expected `definitions`");
      return Optional.empty();
    }
    if (!NAMESPACES.contains(root.namespace())) {
      problems.add(
          root.span(),
          "not-dmn",
          "unknown namespace `"
              + root.namespace()
              + "`; expected that of DMN 1.1 to 1.6, such as `https://www.omg.org/spec/DMN/20230324/MODEL/`");
      return Optional.empty();
    }
    String language = root.attribute("expressionLanguage").map(Source::text).orElse("");
    ModelReader reader = new ModelReader(root.namespace(), language, importer, problems);
    return Optional.of(reader.definitions(file, root));
  }

  private Model definitions(String file, Element root) {
    List<Model.Import> imports = new ArrayList<>();
    List<ItemDefinition> itemDefinitions = new ArrayList<>();
    List<InputData> inputs = new ArrayList<>();
    List<Decision> decisions = new ArrayList<>();
    List<KnowledgeModel> knowledgeModels = new ArrayList<>();
    List<DecisionService> services = new ArrayList<>();
    for (Element child : children(root)) {
      switch (child.name()) {
        case "import" -> imports.add(imported(child));
        case "itemDefinition" -> itemDefinitions.add(itemDefinition(child));
        case "inputData" -> inputs.add(inputData(child));
        case "decision" -> decisions.add(decision(child));
        case "businessKnowledgeModel" -> knowledgeModels.add(knowledgeModel(child));
        case "decisionService" -> services.add(decisionService(child));
        default ->
            unknown(
                child,
                root,
                "itemDefinition",
                "inputData",
                "decision",
                "businessKnowledgeModel",
                "decisionService",
                "import");
      }
    }
    Model model =
        new Model(
            normalized(root.attribute("name").map(Source::text).orElse(file)),
            Set.of(file),
            Set.of(root.attribute("namespace").map(Source::text).orElse("").strip()),
            imports,
            itemDefinitions,
            inputs,
            decisions,
            knowledgeModels,
            services,
            root.span());
    Duplicates.report(model, problems);
    return model;
  }

  private Model.Import imported(Element element) {
    String name = normalized(element.attribute("name").map(Source::text).orElse(""));
    String namespace = element.attribute("namespace").map(Source::text).orElse("").strip();
    Model model =
        imported(element, namespace).orElseGet(() -> Model.unread(namespace, element.span()));
    return new Model.Import(name, model, element.span());
  }

  private Optional<Model> imported(Element element, String namespace) {
    String type = element.attribute("importType").map(Source::text).orElse("").strip();
    if (!NAMESPACES.contains(type) && !type.equals(ALPHA)) {
      problems.add(
          element.attribute("importType").map(Source::whole).orElseGet(element::span),
          "not-supported",
          "an `import` of the type `" + type + "` is not supported; expected a namespace of DMN");
      return Optional.empty();
    }
    String location = element.attribute("locationURI").map(Source::text).orElse("").strip();
    return importer.model(namespace, location, element.span(), problems);
  }

  private ItemDefinition itemDefinition(Element element) {
    Optional<Source> typeRef = element.attribute("typeRef");
    Optional<Source> allowedValues = Optional.empty();
    Optional<Source> typeConstraint = Optional.empty();
    Optional<Model.FunctionItem> function = Optional.empty();
    List<ItemDefinition> components = new ArrayList<>();
    for (Element child : children(element)) {
      switch (child.name()) {
        case "typeRef" -> typeRef = Optional.of(child.text());
        case "allowedValues" -> allowedValues = unaryTests(child);
        case "typeConstraint" -> typeConstraint = unaryTests(child);
        case "itemComponent" -> components.add(itemDefinition(child));
        case "functionItem" -> function = Optional.of(functionItem(child));
        default ->
            unknown(
                child,
                element,
                "typeRef",
                "allowedValues",
                "typeConstraint",
                "itemComponent",
                "functionItem");
      }
    }
    checkTypeLanguage(element);
    return new ItemDefinition(
        requiredName(element),
        nameSpan(element),
        type(element, typeRef),
        allowedValues,
        typeConstraint,
        function,
        element.attribute("isCollection").map(Source::text).orElse("").strip().equals("true"),
        components,
        element.span());
  }

  private Model.FunctionItem functionItem(Element element) {
    List<InformationItem> parameters = new ArrayList<>();
    for (Element child : children(element)) {
      switch (child.name()) {
        case "parameters" -> parameters.add(informationItem(child));
        default -> unknown(child, element, "parameters");
      }
    }
    return new Model.FunctionItem(parameters, type(element, element.attribute("outputTypeRef")));
  }

  private InputData inputData(Element element) {
    Head head = head(element);
    Optional<InformationItem> variable = Optional.empty();
    for (Element child : children(element)) {
      switch (child.name()) {
        case "variable" -> variable = Optional.of(variable(child, head));
        default -> unknown(child, element, "variable");
      }
    }
    return new InputData(head, variable.orElseGet(() -> variable(head)));
  }

  private Decision decision(Element element) {
    Head head = head(element);
    Optional<InformationItem> variable = Optional.empty();
    String question = "";
    List<Requirement> requirements = new ArrayList<>();
    Optional<Boxed> expression = Optional.empty();
    for (Element child : children(element)) {
      switch (child.name()) {
        case "question" -> question = child.text().text().strip();
        case "variable" -> variable = Optional.of(variable(child, head));
        case "informationRequirement", "knowledgeRequirement" ->
            requirements.addAll(requirements(child));
        default -> {
          if (boxes.isBoxed(child)) {
            expression = Optional.of(boxes.read(child));
          } else {
            unknown(
                child,
                element,
                Boxes.NAMES,
                "variable",
                "informationRequirement",
                "knowledgeRequirement");
          }
        }
      }
    }
    return new Decision(
        head, variable.orElseGet(() -> variable(head)), question, requirements, expression);
  }

  private KnowledgeModel knowledgeModel(Element element) {
    Head head = head(element);
    Optional<InformationItem> variable = Optional.empty();
    List<Requirement> requirements = new ArrayList<>();
    List<InformationItem> parameters = List.of();
    Optional<Boxed> body = Optional.empty();
    for (Element child : children(element)) {
      switch (child.name()) {
        case "variable" -> variable = Optional.of(variable(child, head));
        case "knowledgeRequirement" -> requirements.addAll(requirements(child));
        case "encapsulatedLogic" -> {
          Boxed.FunctionDefinition logic = boxes.function(child);
          parameters = logic.parameters();
          body = logic.body();
        }
        default -> unknown(child, element, "variable", "knowledgeRequirement", "encapsulatedLogic");
      }
    }
    return new KnowledgeModel(
        head, variable.orElseGet(() -> variable(head)), parameters, body, requirements);
  }

  private DecisionService decisionService(Element element) {
    Head head = head(element);
    Optional<InformationItem> variable = Optional.empty();
    List<Requirement> outputs = new ArrayList<>();
    List<Requirement> encapsulated = new ArrayList<>();
    List<Requirement> inputs = new ArrayList<>();
    for (Element child : children(element)) {
      switch (child.name()) {
        case "variable" -> variable = Optional.of(variable(child, head));
        case "outputDecision" -> href(child, Requirement.Kind.DECISION).ifPresent(outputs::add);
        case "encapsulatedDecision" ->
            href(child, Requirement.Kind.DECISION).ifPresent(encapsulated::add);
        case "inputDecision" -> href(child, Requirement.Kind.DECISION).ifPresent(inputs::add);
        case "inputData" -> href(child, Requirement.Kind.INPUT).ifPresent(inputs::add);
        default ->
            unknown(
                child,
                element,
                "variable",
                "outputDecision",
                "encapsulatedDecision",
                "inputDecision",
                "inputData");
      }
    }
    return new DecisionService(
        head, variable.orElseGet(() -> variable(head)), outputs, encapsulated, inputs);
  }

  private List<Requirement> requirements(Element element) {
    List<Requirement> found = new ArrayList<>();
    for (Element child : children(element)) {
      switch (child.name()) {
        case "requiredInput" -> href(child, Requirement.Kind.INPUT).ifPresent(found::add);
        case "requiredDecision" -> href(child, Requirement.Kind.DECISION).ifPresent(found::add);
        case "requiredKnowledge" -> href(child, Requirement.Kind.KNOWLEDGE).ifPresent(found::add);
        case "variable" -> {} // DMN 1.1 repeats the required element's variable
        default ->
            unknown(child, element, "requiredInput", "requiredDecision", "requiredKnowledge");
      }
    }
    return found;
  }

  private Optional<Requirement> href(Element element, Requirement.Kind kind) {
    Optional<Source> href = element.attribute("href");
    if (href.isEmpty()) {
      problems.add(
          element.span(),
          "missing-attribute",
          "`" + element.name() + "` has no `href`; expected `#` and an id");
    }
    return href.map(text -> new Requirement(kind, text));
  }

  /// What an element has; without an id, which DMN allows, it is known by its name.
  private Head head(Element element) {
    String id = element.attribute("id").map(Source::text).orElse("").strip();
    String name = requiredName(element);
    return new Head(
        id.isEmpty() ? name : id, name, nameSpan(element), description(element), element.span());
  }

  private static String description(Element element) {
    return element.children().stream()
        .filter(child -> child.name().equals("description"))
        .map(child -> child.text().text().strip())
        .findFirst()
        .orElse("");
  }

  /// A variable; without a name of its own it is called like its element.
  private InformationItem variable(Element element, Head owner) {
    boolean named = element.attribute("name").isPresent();
    return new InformationItem(
        named ? normalized(element.attribute("name").get().text()) : owner.name(),
        named ? nameSpan(element) : owner.nameSpan(),
        type(element, element.attribute("typeRef")),
        element.span());
  }

  private static InformationItem variable(Head owner) {
    return new InformationItem(owner.name(), owner.nameSpan(), Optional.empty(), owner.span());
  }

  InformationItem informationItem(Element element) {
    return new InformationItem(
        requiredName(element),
        nameSpan(element),
        type(element, element.attribute("typeRef")),
        element.span());
  }

  /// The name of an element that must have one; an empty text after a problem.
  String requiredName(Element element) {
    String name = normalized(element.attribute("name").map(Source::text).orElse(""));
    if (name.isEmpty()) {
      problems.add(element.span(), "missing-attribute", "`" + element.name() + "` has no `name`");
    }
    return name;
  }

  static Span nameSpan(Element element) {
    return element.attribute("name").map(Source::whole).orElseGet(element::span);
  }

  /// A type's name without the prefix that DMN 1.1 writes (`feel:string`).
  Optional<Source> type(Element element, Optional<Source> typeRef) {
    return typeRef
        .filter(type -> !type.text().isBlank())
        .map(type -> {
          String text = type.text();
          int colon = text.indexOf(':');
          if (colon < 0 || !element.prefixes().containsKey(text.substring(0, colon).strip())) {
            return type;
          }
          return new Source(type.place(colon + 1), text.substring(colon + 1));
        });
  }

  /// The text of unary tests; empty where nothing is written.
  Optional<Source> unaryTests(Element element) {
    return text(element).filter(text -> !text.text().isBlank());
  }

  /// The `text` of a literal expression or of unary tests: [Boxed#FOREIGN] where its language was refused.
  Optional<Source> text(Element element) {
    if (!speaksFeel(element)) {
      return Optional.of(Boxed.FOREIGN);
    }
    Optional<Source> text = Optional.empty();
    for (Element child : children(element)) {
      switch (child.name()) {
        case "text" -> text = Optional.of(child.text());
        case "importedValues" ->
            problems.add(child.span(), "not-supported", "`importedValues` is not supported");
        case "typeRef" -> {} // DMN 1.1 writes it as an element in some places
        default -> unknown(child, element, "text");
      }
    }
    return text;
  }

  /// Whether what stands in an element is FEEL; else a problem.
  private boolean speaksFeel(Element element) {
    Optional<Source> own = element.attribute("expressionLanguage");
    String written = own.map(Source::text).orElse(language);
    if (own.isEmpty() ? speaksFeel : isFeel(written)) {
      return true;
    }
    problems.add(
        own.map(Source::whole).orElseGet(element::span),
        "expression-language",
        "the expression language `" + written + "` is not supported; expected FEEL");
    return false;
  }

  private void checkTypeLanguage(Element element) {
    element
        .attribute("typeLanguage")
        .filter(written -> !isFeel(written.text()))
        .ifPresent(written ->
            problems.add(
                written.whole(),
                "expression-language",
                "the type language `" + written.text() + "` is not supported; expected FEEL"));
  }

  private static boolean isFeel(String written) {
    String language = written.strip();
    return language.isEmpty()
        || language.toLowerCase(Locale.ROOT).equals("feel")
        || language.matches("https?://www\\.omg\\.org/spec/(FEEL/\\d{8}|DMN/\\d{8}/FEEL)/?");
  }

  /// The children in DMN's namespace that say something about values.
  List<Element> children(Element element) {
    List<Element> all = element.children();
    for (Element child : all) {
      if (!isOfValues(child)) {
        return all.stream().filter(this::isOfValues).toList();
      }
    }
    return all; // most elements have no others, and a large table has a million
  }

  private boolean isOfValues(Element child) {
    return child.namespace().equals(namespace)
        && (!SILENT.contains(child.name()) || child.name().equals("question"));
  }

  void unknown(Element element, Element parent, String... known) {
    unknown(element, parent, List.of(), known);
  }

  void unknown(Element element, Element parent, List<String> more, String... known) {
    if (SILENT.contains(element.name())) {
      return;
    }
    List<String> all = new ArrayList<>(List.of(known));
    all.addAll(more);
    problems.add(
        element.span(),
        "unknown-element",
        "unknown element `"
            + element.name()
            + "` in `"
            + parent.name()
            + "`"
            + Suggestion.text(element.name(), all));
  }

  Problems problems() {
    return problems;
  }

  static String normalized(String name) {
    return name.strip().replaceAll("\\s+", " ");
  }
}
