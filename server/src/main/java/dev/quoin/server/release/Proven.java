package dev.quoin.server.release;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Value;
import dev.quoin.pricing.Quoting;
import dev.quoin.pricing.Release;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Cases;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.json.JsonTree;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Ratebook folders that may all price.
public final class Proven {
  private final List<Folder> folders;
  private final List<Overruled> overruled;

  private Proven(List<Folder> folders, List<Overruled> overruled) {
    this.folders = List.copyOf(folders);
    this.overruled = List.copyOf(overruled);
  }

  /// @param seen how it looked before it was read
  record Folder(Path path, Stamp seen, Proof.Fit fit) {}

  /// A folder that may not price, of a ratebook that is served all the same, as the registry has it.
  ///
  /// @param seen how it looked before it was read
  record Overruled(Path path, Stamp seen, String ratebook, List<Problem> problems) {}

  /// Reads, checks, compiles and tests folders.
  ///
  /// @param progress is told what is being done
  /// @throws RatebooksRefused with everything that is wrong, in all folders
  public static Proven of(List<Path> paths, Consumer<String> progress) throws RatebooksRefused {
    List<Folder> folders = new ArrayList<>();
    List<Overruled> overruled = new ArrayList<>();
    Map<Path, List<Problem>> problems = new LinkedHashMap<>();
    Map<String, Path> ids = new LinkedHashMap<>();
    for (Path path : paths) {
      progress.accept("checking and testing " + path);
      Stamp seen = Stamp.of(path);
      switch (Proof.of(path)) {
        case Proof.Unfit unfit -> {
          problems.put(path, unfit.problems());
          RatebookId.in(path)
              .ifPresent(id -> overruled.add(new Overruled(path, seen, id, unfit.problems())));
        }
        case Proof.Fit fit -> {
          String id = fit.release().ratebook().id();
          Path other = ids.putIfAbsent(id, path);
          List<Problem> claimed =
              Claims.problems(
                  fit.release(), folders.stream().map(before -> before.fit().release()).toList());
          if (!claimed.isEmpty()) {
            problems.put(path, claimed);
            overruled.add(new Overruled(path, seen, id, claimed));
          } else if (other == null) {
            folders.add(new Folder(path, seen, fit));
          } else {
            problems.put(path, List.of(sameRatebook(id, other)));
          }
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new RatebooksRefused(problems, new Proven(folders, overruled));
    }
    return new Proven(folders, List.of());
  }

  private static Problem sameRatebook(String id, Path other) {
    return new Problem(
        new Place("ratebook.yaml", 0, 0),
        "other-ratebook",
        "`%s` is ratebook `%s`, too (expected: each ratebook once)".formatted(other, id));
  }

  /// No folders: what is served comes from elsewhere.
  public static Proven none() {
    return new Proven(List.of(), List.of());
  }

  List<Folder> folders() {
    return folders;
  }

  /// Those that are watched, and not served.
  List<Overruled> overruled() {
    return overruled;
  }

  /// How many golden cases they passed.
  public int cases() {
    return folders.stream().mapToInt(folder -> folder.fit().cases().size()).sum();
  }

  /// A request that gets a price now, for those who want to try the server.
  ///
  /// @param inputs as JSON
  public record Example(String ratebook, String service, Map<String, Object> inputs) {}

  /// An example of one of these services, the first of which there is one: the golden case that begins next; where none is still to
  /// come any, if possible one that every terminal can show.
  public Optional<Example> example(List<String> services, Instant at) {
    List<Priced> priced = services.stream().flatMap(service -> priced(service, at)).toList();
    return priced.stream()
        .filter(one -> one.start().filter(at::isBefore).isPresent())
        .min(
            Comparator.comparingInt((Priced one) -> services.indexOf(one.example().service()))
                .thenComparing(one -> one.start().orElse(Instant.MAX)))
        .or(() -> priced.stream().filter(Priced::isPlain).findFirst())
        .or(() -> priced.stream().findFirst())
        .map(Priced::example);
  }

  /// A golden case that gets a price.
  ///
  /// @param start its first date and time
  private record Priced(Example example, Optional<Instant> start) {
    boolean isPlain() {
      return JsonTree.compact(example.inputs()).chars().allMatch(c -> c < 128);
    }
  }

  private Stream<Priced> priced(String service, Instant at) {
    return folders.stream()
        .flatMap(folder ->
            folder.fit().cases().services().stream()
                .filter(cases -> cases.service().equals(service))
                .flatMap(cases -> cases.cases().stream())
                .flatMap(golden -> priced(folder.fit().release(), service, golden, at).stream()));
  }

  private static Optional<Priced> priced(
      Release release, String service, Cases.Case golden, Instant at) {
    return Quoting.read(release, service, golden.inputs())
                instanceof Verdict.Given<Request>(Request request)
            && release.pricer().quote(service, request, at) instanceof Answer.Quote
        ? Optional.of(
            new Priced(
                new Example(release.ratebook().id(), service, json(request)), start(request)))
        : Optional.empty();
  }

  private static Optional<Instant> start(Request request) {
    return request.inputs().values().stream()
        .filter(Value.DateTime.class::isInstance)
        .map(Value.DateTime.class::cast)
        .flatMap(time -> Stream.ofNullable(time.offset()).map(time.value()::toInstant))
        .findFirst();
  }

  private static Map<String, Object> json(Request request) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    request
        .inputs()
        .forEach((name, value) -> {
          if (!(value instanceof Value.Null)) {
            inputs.put(name, JsonTree.of(value));
          }
        });
    return inputs;
  }
}
