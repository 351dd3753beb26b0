package dev.quoin.compare;

import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Ratebook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

// Who counts a part elsewhere has neither the folders of the ratebooks nor what was made of them:
// he is given their files, and reads and compiles them himself. What he has of his own is the JDK's
// rules of time zones, on which prices depend: they have to be the same.

/// A comparison as another process is told of it, which counts parts of it.
///
/// @param before the files of the policy as it was, by their paths
/// @param after those of the policy as it is to be
/// @param service what is priced
/// @param zones the version of the time zones' rules
/// @param by the questions by which requests are put into segments, as they were written
public record Job(
    SortedMap<String, byte[]> before,
    SortedMap<String, byte[]> after,
    String service,
    String zones,
    List<String> by,
    int movers,
    Instant at,
    boolean attributes,
    Origin origin) {
  private static final int VERSION = 1;

  public Job {
    by = List.copyOf(by);
  }

  public static Job of(Policy before, Policy after, Comparison.Options options, Origin origin) {
    return new Job(
        before.ratebook().files(),
        after.ratebook().files(),
        before.service().name(),
        zonesHere(),
        options.by().stream().map(By::written).toList(),
        options.movers(),
        options.at(),
        options.attributes(),
        origin);
  }

  /// Written down, in a form that another process of the same version reads.
  public byte[] toBytes() {
    Wire.Writer wire = new Wire.Writer();
    wire.number(VERSION);
    wire.files(before);
    wire.files(after);
    wire.text(service);
    wire.text(zones);
    wire.number(by.size());
    by.forEach(wire::text);
    wire.number(movers);
    wire.text(at.toString());
    wire.flag(attributes);
    switch (origin) {
      case Origin.Generated generated -> {
        wire.flag(true);
        wire.flag(generated.isOfAfter());
        wire.number(generated.seed());
        wire.number(generated.count());
      }
      case Origin.Written written -> {
        wire.flag(false);
        wire.text(written.name());
        wire.text(written.path().toString());
        wire.flag(written.isCsv());
      }
    }
    return wire.toBytes();
  }

  /// Reads one.
  ///
  /// @throws IllegalArgumentException where it was written by another version
  public static Job read(byte[] bytes) {
    Wire.Reader wire = new Wire.Reader(bytes);
    wire.require(VERSION);
    SortedMap<String, byte[]> before = wire.files();
    SortedMap<String, byte[]> after = wire.files();
    String service = wire.text();
    String zones = wire.text();
    List<String> by = new ArrayList<>();
    for (int left = wire.count(); left > 0; left--) {
      by.add(wire.text());
    }
    return new Job(
        before,
        after,
        service,
        zones,
        by,
        wire.count(),
        Instant.parse(wire.text()),
        wire.flag(),
        wire.flag()
            ? new Origin.Generated(wire.flag(), wire.number(), wire.number())
            : new Origin.Written(wire.text(), Path.of(wire.text()), wire.flag()));
  }

  /// Makes ready to count parts of it.
  ///
  /// @throws IOException where the file of the requests is not there, or the rules of time zones are others here
  public Counter counter() throws IOException {
    if (!zones.equals(zonesHere())) {
      throw new IOException(
          "a worker has time zones %s, whoever asks has %s (expected: the same JDK)"
              .formatted(zonesHere(), zones));
    }
    Policy old = policy(before);
    Policy changed = policy(after);
    Problems problems = new Problems();
    List<By> questions = By.read(by, old, changed, problems);
    Optional<Parted> requests = origin.open(old, changed, problems);
    return new Counter(
        new Compare(old, changed, new Comparison.Options(questions, movers, at, attributes)),
        requests.orElseThrow(() -> unreadable(problems)));
  }

  private static String zonesHere() {
    return ZoneRulesProvider.getVersions("UTC").lastEntry().getKey();
  }

  private Policy policy(Map<String, byte[]> files) {
    Problems problems = new Problems();
    return Policy.of(
        Ratebook.load(files, problems).orElseThrow(() -> unreadable(problems)), service);
  }

  /// All of it was read before, by whoever asks.
  private static IllegalStateException unreadable(Problems problems) {
    return new IllegalStateException(
        problems.sorted().stream().findFirst().map(Problem::toString).orElse("nothing to read"));
  }
}
