package dev.quoin.ratebook;

import dev.quoin.feel.Place;
import dev.quoin.ratebook.source.Node;
import java.util.List;
import java.util.Optional;

/// Takes apart a mapping of a `ratebook.yaml` that its schema has let pass, so that what is asked for is there.
record Keys(Node.Mapping mapping) {

  static Keys of(Node node) {
    if (node instanceof Node.Mapping mapping) {
      return new Keys(mapping);
    }
    throw new IllegalStateException(node.place() + ": the schema let pass " + node.what());
  }

  Place place() {
    return mapping.place();
  }

  Place place(String key) {
    return mapping.get(key).map(Node::place).orElse(mapping.place());
  }

  Keys keys(String key) {
    return of(mapping.get(key).orElseThrow(() -> missing(key)));
  }

  Optional<Keys> optionalKeys(String key) {
    return mapping.get(key).map(Keys::of);
  }

  Node.Scalar scalar(String key) {
    return optionalScalar(key).orElseThrow(() -> missing(key));
  }

  Optional<Node.Scalar> optionalScalar(String key) {
    return mapping.get(key).map(Keys::scalarOf);
  }

  String text(String key) {
    return scalar(key).text();
  }

  Texts texts(String key) {
    return keys(key).asTexts();
  }

  Texts asTexts() {
    return new Texts(text("ko").strip(), text("en").strip());
  }

  /// The items of a list; none where the key is missing.
  List<Node> list(String key) {
    return mapping
        .get(key)
        .map(node ->
            switch (node) {
              case Node.Listing listing -> listing.items();
              case Node.Mapping _, Node.Scalar _ -> throw missing(key);
            })
        .orElse(List.of());
  }

  List<Node.Scalar> scalars(String key) {
    return list(key).stream().map(Keys::scalarOf).toList();
  }

  List<Keys> objects(String key) {
    return list(key).stream().map(Keys::of).toList();
  }

  static Node.Scalar scalarOf(Node node) {
    if (node instanceof Node.Scalar scalar) {
      return scalar;
    }
    throw new IllegalStateException(node.place() + ": the schema let pass " + node.what());
  }

  private IllegalStateException missing(String key) {
    return new IllegalStateException(place() + ": the schema let pass a wrong `" + key + "`");
  }
}
