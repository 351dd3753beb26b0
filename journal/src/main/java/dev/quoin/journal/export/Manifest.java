package dev.quoin.journal.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.feel.Problems;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import java.util.List;
import java.util.Map;

/// What one batch of an export holds: the entries of all transactions from one to before another, each once, in these files.
///
/// @param number 1, 2, 3, …
/// @param previous the SHA-256 of the manifest before, in hexadecimal digits; empty for the first one
/// @param fromXid the first transaction
/// @param toXid the first one that is left to the next manifest
/// @param rows how many entries
public record Manifest(
    long number, String previous, long fromXid, long toXid, long rows, List<File> files) {
  public Manifest {
    files = List.copyOf(files);
  }

  /// A file of Parquet.
  ///
  /// @param path below the export's folder
  public record File(String path, long rows, long bytes, String sha256) {}

  String json() {
    return JsonTree.write(
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
                files.stream().map(Manifest::json).toList()))
        + "\n";
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
              .items().stream().map(file -> file((Node.Mapping) file)).toList());
    } catch (ClassCastException | IllegalArgumentException e) {
      throw new ExportProblem(name + " is no manifest", e);
    }
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
