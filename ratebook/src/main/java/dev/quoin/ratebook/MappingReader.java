package dev.quoin.ratebook;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.legacy.FieldPath;
import dev.quoin.ratebook.source.Csv;
import dev.quoin.ratebook.source.Folder;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.source.RatebookSchema;
import dev.quoin.ratebook.source.Yaml;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the mappings of a ratebook, each against its schema, then against the service that it asks: each input has one
/// feed, and each answer a shape that speaks of what there is.
final class MappingReader {
  private final Parts parts;
  private final Folder folder;
  private final Problems problems;
  private final Set<String> ids = new HashSet<>();
  private final Set<String> paths = new HashSet<>();

  /// What a mapping may speak of.
  ///
  /// @param services those that could be read
  record Parts(
      Program program,
      Map<String, Ratebook.Service> services,
      List<Ratebook.Lever> levers,
      Map<String, Texts> lineItems,
      Map<String, Texts> refusals,
      ZoneId zone) {}

  MappingReader(Parts parts, Folder folder, Problems problems) {
    this.parts = parts;
    this.folder = folder;
    this.problems = problems;
  }

  /// The mapping of a file.
  Optional<Mapping> read(Node.Scalar file) {
    Optional<Node> root =
        folder
            .read(file.text(), file.place())
            .flatMap(content -> Yaml.read(file.text(), content, problems))
            .filter(tree -> RatebookSchema.checkMapping(tree, problems));
    return root.map(Keys::of).flatMap(this::read);
  }

  private Optional<Mapping> read(Keys written) {
    unique(written.scalar("mapping"), ids);
    unique(written.scalar("path"), paths);
    Node.Scalar name = written.scalar("service");
    return Request.service(parts.services(), name.text(), name.place(), problems)
        .flatMap(service -> read(written, service));
  }

  private Optional<Mapping> read(Keys written, Ratebook.Service service) {
    Mapping.Head head =
        new Mapping.Head(
            written.text("mapping"),
            written.texts("title"),
            written.text("path"),
            service,
            written.scalar("path").place());
    List<Program.Input> inputs =
        service.inputs().stream()
            .map(index -> (Program.Input) parts.program().globals().get(index))
            .toList();
    KnownFields known = new KnownFields();
    NotationReader notations = new NotationReader(this::csv, parts.zone(), problems);
    Keys request = written.keys("request");
    Map<String, Feed> feeds =
        new FeedReader(parts, service, inputs, notations, problems).read(request.keys("inputs"));
    feeds.values().forEach(feed -> know(feed, known));
    request
        .scalars("ignored")
        .forEach(field -> FieldPath.read(field, problems).ifPresent(known::add));
    Map<Mapping.Outcome, Shape> shapes =
        shapes(written.keys("response"), service, notations, known);
    contradictions(request.keys("inputs"), feeds, known);
    return Optional.of(
        new Mapping(
            head,
            inputs,
            parts.program().globals().size(),
            parts.zone(),
            feeds,
            known,
            shapes,
            cases(written, service.name())));
  }

  private void unique(Node.Scalar written, Set<String> all) {
    if (!all.add(written.text())) {
      problems.add(
          written.place(),
          "duplicate-value",
          "`" + written.text() + "` is that of another mapping, too");
    }
  }

  private Optional<Csv> csv(Node.Scalar file) {
    return folder
        .read(file.text(), file.place())
        .flatMap(content -> Csv.read(file.text(), content, problems));
  }

  private static void know(Feed feed, KnownFields known) {
    switch (feed) {
      case Feed.Field field -> known.add(field.path());
      case Feed.Entries entries -> {
        KnownFields inside = entries.path().map(known::inside).orElse(known);
        entries.entries().values().forEach(entry -> know(entry, inside));
      }
      case Feed.Constant _ -> {}
    }
  }

  /// A field that is read as one value has no fields of its own.
  private void contradictions(Keys written, Map<String, Feed> feeds, KnownFields known) {
    feeds.forEach((input, feed) -> {
      if (feed instanceof Feed.Field field && known.isObject(field.path())) {
        problems.add(
            written.keys(input).place("field"),
            "duplicate-value",
            "`%s` is a value here, and an object with fields elsewhere"
                .formatted(field.path().text()));
      }
    });
  }

  private Map<Mapping.Outcome, Shape> shapes(
      Keys response, Ratebook.Service service, NotationReader notations, KnownFields known) {
    Map<Mapping.Outcome, Shape> shapes = new EnumMap<>(Mapping.Outcome.class);
    Map<Mapping.Outcome, String> keys = new LinkedHashMap<>();
    keys.put(Mapping.Outcome.QUOTE, "quote");
    keys.put(Mapping.Outcome.REFUSAL, "refusal");
    keys.put(Mapping.Outcome.FAILURE, "failure");
    keys.forEach((outcome, key) -> {
      Optional<Keys> written = response.optionalKeys(key);
      if (written.isPresent()) {
        ShapeReader reader = new ShapeReader(parts, service, outcome, notations, known, problems);
        shapes.put(outcome, reader.read(written.get()));
      } else if (outcome != Mapping.Outcome.REFUSAL || service.refusals().isPresent()) {
        problems.add(
            response.place(),
            "missing-key",
            "key `%s` is missing in `response`, but service `%s` may answer so"
                .formatted(key, service.name()));
      }
    });
    return shapes;
  }

  private List<Ratebook.CaseFile> cases(Keys written, String service) {
    List<Ratebook.CaseFile> cases = new ArrayList<>();
    for (Node.Scalar file : written.scalars("cases")) {
      folder
          .read(file.text(), file.place())
          .ifPresent(content ->
              cases.add(new Ratebook.CaseFile(file.text(), service, content, file.place())));
    }
    return cases;
  }
}
