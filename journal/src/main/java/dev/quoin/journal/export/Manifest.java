package dev.quoin.journal.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.feel.Problems;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one batch of an export holds: the entries of all transactions from one to before another, each once, in these files.
///
/// Or what an erasure left of files of before: then it takes no transaction, and says which files these are in place of.
///
/// @param number 1, 2, 3, …
/// @param previous the SHA-256 of the manifest before, in hexadecimal digits; empty for the first one
/// @param fromXid the first transaction
/// @param toXid the first one that is left to the next manifest
/// @param rows how many entries its files have
/// @param erasure what was erased, where it is one
public record Manifest(
    long number,
    String previous,
    long fromXid,
    long toXid,
    long rows,
    List<File> files,
    Optional<Erasure> erasure) {
  public Manifest {
    files = List.copyOf(files);
  }

  /// The erasure of a customer: how much, and of nobody.
  ///
  /// @param number of the erasure, in the database
  /// @param replaced the files that are written anew, or gone where nothing was left of them
  public record Erasure(long number, List<String> replaced, List<Counted> erased) {
    public Erasure {
      replaced = List.copyOf(replaced);
      erased = List.copyOf(erased);
    }

    public long rows() {
      return erased.stream().mapToLong(Counted::rows).sum();
    }
  }

  /// How many entries of a day and kind were erased.
  ///
  /// @param kind as files have it
  public record Counted(String day, String kind, long rows) {}

  /// A file of Parquet.
  ///
  /// @param path below the export's folder
  public record File(String path, long rows, long bytes, String sha256) {}

  String json() {
    Map<String, Object> tree =
        JsonTree.object(
            "schema",
            Exported.SCHEMA,
            "number",
            number,
            "previous",
            previous,
            "from_xid",
            String.valueOf(fromXid),
            "to_xid",
            String.valueOf(toXid),
            "rows",
            rows,
            "files",
            files.stream().map(Manifest::json).toList());
    erasure.ifPresent(some -> tree.put("erasure", json(some)));
    return JsonTree.write(tree) + "\n";
  }

  private static Map<String, Object> json(Erasure erasure) {
    return JsonTree.object(
        "number",
        erasure.number,
        "replaced",
        erasure.replaced,
        "erased",
        erasure.erased.stream()
            .map(some ->
                (Object) JsonTree.object("day", some.day, "kind", some.kind, "rows", some.rows))
            .toList());
  }

  private static Map<String, Object> json(File file) {
    return JsonTree.object(
        "path", file.path(), "rows", file.rows(), "bytes", file.bytes(), "sha256", file.sha256());
  }

  /// @param name of the file, for the sentence that says what is wrong
  static Manifest read(String name, byte[] content) throws ExportProblem {
    Problems problems = new Problems();
    Node root =
        Json.read(name, content, problems)
            .orElseThrow(() -> new ExportProblem(name + " is no manifest"));
    try {
      Node.Mapping tree = (Node.Mapping) root;
      return new Manifest(
          number(tree, "number"),
          text(tree, "previous"),
          number(tree, "from_xid"),
          number(tree, "to_xid"),
          number(tree, "rows"),
          ((Node.Listing) node(tree, "files"))
              .items().stream().map(file -> file((Node.Mapping) file)).toList(),
          tree.get("erasure").map(erasure -> erasure((Node.Mapping) erasure)));
    } catch (ClassCastException | IllegalArgumentException e) {
      throw new ExportProblem(name + " is no manifest", e);
    }
  }

  private static Erasure erasure(Node.Mapping tree) {
    return new Erasure(
        number(tree, "number"),
        ((Node.Listing) node(tree, "replaced"))
            .items().stream().map(path -> ((Node.Scalar) path).text()).toList(),
        ((Node.Listing) node(tree, "erased"))
            .items().stream().map(some -> counted((Node.Mapping) some)).toList());
  }

  private static Counted counted(Node.Mapping tree) {
    return new Counted(text(tree, "day"), text(tree, "kind"), number(tree, "rows"));
  }

  private static File file(Node.Mapping tree) {
    return new File(
        text(tree, "path"), number(tree, "rows"), number(tree, "bytes"), text(tree, "sha256"));
  }

  private static Node node(Node.Mapping tree, String key) {
    return tree.get(key).orElseThrow(() -> new IllegalArgumentException("no " + key));
  }

  private static String text(Node.Mapping tree, String key) {
    return ((Node.Scalar) node(tree, key)).text();
  }

  private static long number(Node.Mapping tree, String key) {
    return Long.parseLong(text(tree, key));
  }

  byte[] bytes() {
    return json().getBytes(UTF_8);
  }
}
