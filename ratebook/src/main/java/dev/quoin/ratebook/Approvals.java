package dev.quoin.ratebook;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.source.Yaml;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// How many people must approve a release before it may be active. No price depends on it.
///
/// @param count how many at least
/// @param more how many of a release that changes much
public record Approvals(int count, List<More> more) {
  private static final String KEY = "approvals";
  private static final String CHANGED = "changed above";
  private static final String MEAN = "mean above";

  public Approvals {
    more = List.copyOf(more);
  }

  /// How many it takes where a release changes more than one of these.
  ///
  /// @param changedAbove so many of a hundred requests with another answer
  /// @param meanAbove so many percent by which prices rise or fall in all
  public record More(int count, Optional<BigDecimal> changedAbove, Optional<BigDecimal> meanAbove) {
    private boolean isFor(Size size) {
      return changedAbove.filter(bound -> size.changed().compareTo(bound) > 0).isPresent()
          || meanAbove.filter(bound -> size.mean().abs().compareTo(bound) > 0).isPresent();
    }
  }

  /// How much a release changes, in percent.
  ///
  /// @param changed how many of a hundred requests get another answer
  /// @param mean by how much prices rise in all; below zero where they fall
  public record Size(BigDecimal changed, BigDecimal mean) {}

  /// What a release says of it that was read before.
  ///
  /// @param files their contents by their paths in the folder
  public static Optional<Approvals> of(Map<String, byte[]> files) {
    byte[] content = files.getOrDefault(RatebookReader.FILE, new byte[0]);
    return Yaml.read(RatebookReader.FILE, content, new Problems())
        .filter(Node.Mapping.class::isInstance)
        .flatMap(root -> Keys.of(root).optionalKeys(KEY))
        .map(Approvals::read);
  }

  private static Approvals read(Keys written) {
    return new Approvals(
        people(written),
        written.objects("more").stream()
            .map(more -> new More(people(more), percent(more, CHANGED), percent(more, MEAN)))
            .toList());
  }

  /// A whole number, which may be written as `1.0`.
  private static int people(Keys written) {
    return new BigDecimal(written.text("count")).intValueExact();
  }

  private static Optional<BigDecimal> percent(Keys more, String key) {
    return more.optionalScalar(key).map(scalar -> new BigDecimal(scalar.text()));
  }

  /// Notes what its schema does not know.
  static void check(Keys written, Problems problems) {
    for (Keys more : written.objects("more")) {
      if (more.optionalScalar(CHANGED).or(() -> more.optionalScalar(MEAN)).isEmpty()) {
        Place place = more.place();
        problems.add(
            place,
            "missing-key",
            "key `%s` or `%s` is missing in `approvals.more`".formatted(CHANGED, MEAN));
      }
    }
  }

  /// How many a release needs. Of one of which nobody knows how much it changes, it is the most that any needs.
  public int needed(Optional<Size> size) {
    return Stream.concat(
            Stream.of(count),
            more.stream().filter(one -> size.isEmpty() || one.isFor(size.get())).map(More::count))
        .max(Integer::compare)
        .orElse(count);
  }
}
