package dev.quoin.dmn.read;

import dev.quoin.feel.Problems;
import dev.quoin.feel.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The models of a folder, which may import each other: by the location that an import tells, else by the namespace.
///
/// Nothing outside of the folder is read, whatever a model says.
public final class ModelFolder {
  private static final int MAX_FILES = 1_000;

  private final Path folder;
  private final String prefix;
  private final Map<Path, Optional<Model>> known = new HashMap<>();
  private final List<Path> open = new ArrayList<>();

  private ModelFolder(Path folder, String prefix) {
    this.folder = folder;
    this.prefix = prefix;
  }

  /// Reads a model and all that it imports.
  ///
  /// @param file the model's file
  /// @param name the file as the user named it
  /// @param content what stands in it
  /// @return empty where the file is no DMN; else what could be read, complete if there are no problems
  public static Optional<Model> read(Path file, String name, byte[] content, Problems problems) {
    Path path = file.toAbsolutePath().normalize();
    Path folder = path.getParent();
    String own = String.valueOf(path.getFileName());
    String prefix = name.endsWith(own) ? name.substring(0, name.length() - own.length()) : "";
    return folder == null
        ? ModelReader.read(name, content, problems)
        : new ModelFolder(folder, prefix).read(path, content, problems);
  }

  private Optional<Model> read(Path file, byte[] content, Problems problems) {
    open.add(file);
    Optional<Model> model =
        ModelReader.read(prefix + folder.relativize(file), content, this::imported, problems);
    open.removeLast();
    known.put(file, model);
    return model;
  }

  private Optional<Model> imported(
      String namespace, String location, Span span, Problems problems) {
    try {
      Optional<Path> file = file(namespace, location, span, problems);
      if (file.isEmpty()) {
        return Optional.empty();
      }
      Optional<Model> before = known.get(file.get());
      if (before != null) {
        return before;
      }
      if (open.contains(file.get())) {
        problems.add(
            span,
            "cyclic-requirement",
            "models import each other: `" + folder.relativize(file.get()) + "` is open already");
        return Optional.empty();
      }
      return read(file.get(), Files.readAllBytes(file.get()), problems);
    } catch (IOException unreadable) {
      problems.add(
          span, "unknown-reference", "an imported file cannot be read: " + unreadable.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Path> file(String namespace, String location, Span span, Problems problems)
      throws IOException {
    if (!location.isEmpty()) {
      Optional<Path> told = inside(location);
      if (told.isEmpty()) {
        problems.add(
            span,
            "unknown-reference",
            "the imported file `" + location + "` is refused: it is outside of the model's folder");
        return Optional.empty();
      }
      if (Files.isRegularFile(told.get()) && namespace.equals(namespace(told.get()))) {
        return told;
      }
    }
    Optional<Path> found = byNamespace(namespace);
    if (found.isEmpty()) {
      problems.add(
          span,
          "unknown-reference",
          "no file of the folder has the imported namespace `" + namespace + "`");
    }
    return found;
  }

  /// The file, links followed, unless it is outside.
  private Optional<Path> inside(String location) throws IOException {
    if (location.contains(":") || location.contains("\0")) {
      return Optional.empty();
    }
    Path file = folder.resolve(location).normalize();
    if (!file.startsWith(folder)) {
      return Optional.empty();
    }
    boolean leadsOut = Files.exists(file) && !file.toRealPath().startsWith(folder.toRealPath());
    return leadsOut ? Optional.empty() : Optional.of(file);
  }

  private Optional<Path> byNamespace(String namespace) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.filter(file -> file.toString().endsWith(".dmn"))
              .filter(Files::isRegularFile)
              .sorted()
              .limit(MAX_FILES)
              .toList();
    }
    for (Path file : files) {
      if (namespace.equals(namespace(file)) && file.toRealPath().startsWith(folder.toRealPath())) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /// The target namespace of a file; an empty text where it is no model.
  private static String namespace(Path file) throws IOException {
    return Xml.parse(String.valueOf(file), Files.readAllBytes(file), new Problems())
        .flatMap(root -> root.attribute("namespace"))
        .map(text -> text.text().strip())
        .orElse("");
  }
}
