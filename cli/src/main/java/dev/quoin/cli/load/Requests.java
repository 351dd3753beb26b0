package dev.quoin.cli.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.generate.Generator;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.source.Utf8;
import java.util.ArrayList;
import java.util.List;

/// Where the requests of a load come from.
public final class Requests {
  private Requests() {}

  /// The objects of a file, one a line; empty lines are passed over.
  ///
  /// @param problems everything that is wrong with it
  public static List<Node.Mapping> read(String file, byte[] content, Problems problems) {
    List<Node.Mapping> requests = new ArrayList<>();
    Utf8.decode(file, content, problems)
        .ifPresent(text -> {
          int number = 0;
          for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
              Place place = new Place(file, number, 1);
              Json.read(place, line, problems).ifPresent(node -> add(node, requests, problems));
            }
          }
        });
    if (requests.isEmpty() && problems.isEmpty()) {
      problems.add(
          new Place(file, 0, 0), "empty-file", "no request (expected: a JSON object a line)");
    }
    return requests;
  }

  private static void add(Node node, List<Node.Mapping> requests, Problems problems) {
    if (node instanceof Node.Mapping request) {
      requests.add(request);
    } else {
      problems.add(
          node.place(),
          "wrong-type",
          "the request is " + node.what() + " (expected: an object with the inputs)");
    }
  }

  /// The first requests of a generator's seed.
  public static List<Node.Mapping> generate(
      Generator generator, String service, long seed, int count) {
    StringBuilder lines = new StringBuilder();
    for (int number = 0; number < count; number++) {
      lines.append(generator.json(seed, number)).append('\n');
    }
    Problems none = new Problems();
    return read(service, lines.toString().getBytes(UTF_8), none);
  }
}
