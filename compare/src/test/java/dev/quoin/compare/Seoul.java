package dev.quoin.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.testkit.Checkout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The ratebook of Seoul, and changed copies of it.
final class Seoul {
  static final Ratebook AS_IT_IS =
      Ratebook.load(Checkout.folder().resolve("ratebooks/seoul-carshare"), new Problems())
          .orElseThrow();

  private final Map<String, String> changes = new LinkedHashMap<>();

  private Seoul() {}

  static Seoul changed() {
    return new Seoul();
  }

  /// Writes another text in place of one that occurs in the files, wherever it does.
  Seoul writing(String text, String other) {
    changes.put(text, other);
    return this;
  }

  Seoul lever(String id, String from, String to) {
    String head =
        "  - id: %s\n    binds: in_%s\n    type: number\n    value: "
            .formatted(id, id.replace(' ', '_'));
    return writing(head + from + "\n", head + to + "\n");
  }

  Ratebook ratebook() {
    SortedMap<String, byte[]> files = new TreeMap<>(AS_IT_IS.files());
    changes.forEach((text, other) -> {
      boolean[] found = {false};
      files.replaceAll((_, content) -> {
        String whole = new String(content, UTF_8);
        found[0] |= whole.contains(text);
        return whole.replace(text, other).getBytes(UTF_8);
      });
      assertThat(found[0]).as("`%s` is in a file", text).isTrue();
    });
    Problems problems = new Problems();
    Optional<Ratebook> changed = Ratebook.load(files, problems);
    assertThat(problems.sorted()).isEmpty();
    return changed.orElseThrow();
  }

  /// Dearer at busy hours, a shorter way, another price of a model; cheaper with a membership.
  static Ratebook dearer() {
    return changed()
        .lever("demand busy", "1.10", "1.15")
        .lever("one way limit", "70", "55")
        .writing("K8,>= 2024-06-07,109340,143880,250", "K8,>= 2024-06-07,112000,143880,255")
        .ratebook();
  }
}
