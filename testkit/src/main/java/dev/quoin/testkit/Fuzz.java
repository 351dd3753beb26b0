package dev.quoin.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Throws damaged inputs at something that has to survive all of them.
///
/// Inputs are made from a corpus by [Damage], and from scratch by a generator. A target tells what it saw of each: kinds
/// of nodes, codes and sentences of problems. An input that shows something new joins the corpus, so that the next ones
/// begin where it ended; that is a poor man's coverage, without an agent and the same on every machine.
///
/// A finding is whatever the target throws, an assertion of its own included, or an input that takes more than
/// [#MOST_SECONDS] of processor time. It is made smaller, kept in `target/fuzz`, and shown. To keep it for ever, it is put
/// among the target's seeds, which [#seeds] gives back.
///
/// The normal build tries a fixed number of inputs. `-Dquoin.fuzz=PT1H` goes on for an hour of processor time instead,
/// `-Dquoin.fuzz.seed=2` with other inputs.
public final class Fuzz {
  /// How long to go on, instead of a number of inputs.
  private static final String FOR = "quoin.fuzz";

  private static final String SEED = "quoin.fuzz.seed";

  /// Processor time, so that a busy machine makes no finding.
  private static final long MOST_SECONDS = 10;

  private static final int MOST_FINDINGS = 20;
  private static final int MOST_SMALLER = 3_000; // tries to make a finding smaller
  private static final int MOST_SIGHTS = 50_000;
  private static final long SECOND = 1_000_000_000L;

  /// What the inputs are thrown at.
  @FunctionalInterface
  public interface Target {
    /// Takes an input.
    ///
    /// @param seen where to note what was met on the way
    void take(byte[] input, Set<String> seen) throws Exception;
  }

  private final String name;
  private final Target target;
  private final List<byte[]> corpus = new ArrayList<>();
  private final Damage damage;
  private final Function<Seeded, byte[]> generator;

  /// @param name the folder of the findings
  /// @param corpus inputs to begin with
  /// @param pieces what damage puts in: words of the language
  /// @param generator makes an input from scratch
  public Fuzz(
      String name,
      Collection<byte[]> corpus,
      Collection<String> pieces,
      Function<Seeded, byte[]> generator,
      Target target) {
    this.name = name;
    this.target = target;
    this.corpus.addAll(corpus);
    this.damage = new Damage(pieces);
    this.generator = generator;
  }

  /// Inputs that once were findings, by their names: the files ending in `.seed` in a folder of test resources.
  public static Map<String, byte[]> seeds(Class<?> beside, String folder) {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(SpecFile.resource(beside, folder))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".seed")).sorted().toList()) {
        seeds.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return seeds;
  }

  /// Takes as many inputs, or goes on for as long as the property says.
  ///
  /// @throws AssertionError with all findings
  public void run(int inputs, long seed) {
    String asked = System.getProperty(FOR);
    Run run =
        new Run(
            Seeded.of(Long.getLong(SEED, seed)),
            asked == null ? inputs : Long.MAX_VALUE,
            asked == null ? Long.MAX_VALUE : Duration.parse(asked).toNanos());
    run.finish(asked != null);
  }

  /// Takes one input, in time.
  ///
  /// @throws AssertionError for a finding
  public void take(byte[] input) {
    Run run = new Run(Seeded.of(0), 0, Long.MAX_VALUE);
    run.first = input;
    run.finish(false);
  }

  /// An input as a person can read it: everything but plain characters escaped.
  static String shown(byte[] input) {
    StringBuilder text = new StringBuilder();
    for (byte b : Arrays.copyOf(input, Math.min(input.length, 2_000))) {
      if (b >= ' ' && b < 0x7F && b != '\\') {
        text.append((char) b);
      } else {
        text.append('\\').append('x').append(HexFormat.of().toHexDigits(b));
      }
    }
    return input.length > 2_000 ? text + "… (" + input.length + " bytes)" : text.toString();
  }

  /// An input on its way, and the processor time at which it was taken.
  private static final class Attempt {
    private final byte[] input;
    private final long since;

    Attempt(byte[] input, long since) {
      this.input = input;
      this.since = since;
    }
  }

  /// One walk through inputs, in a thread of its own with the stack that a thread usually has.
  private final class Run implements Runnable {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Seeded seeded;
    private final long inputs;
    private final long nanos;
    private final List<byte[]> known = new ArrayList<>(corpus);
    private final Map<String, Integer> sights = new LinkedHashMap<>(); // to the shortest input
    private final Map<String, String> findings = new LinkedHashMap<>();
    private byte @Nullable [] first;
    private volatile @Nullable Attempt current;
    private final AtomicLong taken = new AtomicLong();

    Run(Seeded seeded, long inputs, long nanos) {
      this.seeded = seeded;
      this.inputs = inputs;
      this.nanos = nanos;
    }

    @Override
    public void run() {
      if (first != null) {
        attempt(first);
      }
      if (inputs > 0) {
        corpus.forEach(this::attempt);
      }
      while (taken.get() < inputs
          && threads.getCurrentThreadCpuTime() < nanos
          && findings.size() < MOST_FINDINGS) {
        attempt(next());
      }
      current = null;
    }

    private byte[] next() {
      if (known.isEmpty() || seeded.oneIn(8)) {
        byte[] made = generator.apply(seeded);
        return seeded.oneIn(3) ? made : damage.damaged(made, made, seeded);
      }
      // Every other time one of those that were found last: there is news around them.
      int from = seeded.yes() ? Math.max(0, known.size() - 200) : 0;
      return damage.damaged(
          known.get(seeded.between(from, known.size() - 1)), seeded.pick(known), seeded);
    }

    private void attempt(byte[] input) {
      taken.incrementAndGet();
      Set<String> seen = new LinkedHashSet<>();
      Throwable thrown = thrown(input, seen);
      if (thrown != null) {
        String signature = signature(thrown);
        if (!findings.containsKey(signature)) {
          found(signature, smaller(input, signature), thrown);
        }
      } else if (learn(input, seen)) {
        known.add(input);
      }
    }

    private @Nullable Throwable thrown(byte[] input, Set<String> seen) {
      current = new Attempt(input, threads.getCurrentThreadCpuTime());
      try {
        target.take(input.clone(), seen);
        return null;
      } catch (Throwable thrown) {
        return thrown;
      }
    }

    /// Whether an input shows something new, or something known in less than half the length.
    private boolean learn(byte[] input, Set<String> seen) {
      boolean news = false;
      for (String sight : seen) {
        Integer shortest = sights.get(sight);
        if (shortest == null
            ? sights.size() < MOST_SIGHTS
            : input.length < shortest / 2 && shortest > 64) {
          sights.put(sight, input.length);
          news = true;
        }
      }
      return news;
    }

    /// Drops ever smaller stretches as long as the same is thrown.
    private byte[] smaller(byte[] input, String signature) {
      byte[] smallest = input;
      int tries = 0;
      for (int length = Math.max(1, input.length / 2); length > 0; length /= 2) {
        for (int at = 0; at < smallest.length && tries < MOST_SMALLER; tries++) {
          byte[] without = Damage.without(smallest, at, Math.min(smallest.length, at + length));
          Throwable thrown = thrown(without, new LinkedHashSet<>());
          if (thrown != null && signature(thrown).equals(signature)) {
            smallest = without;
          } else {
            at += length;
          }
        }
      }
      return smallest;
    }

    private synchronized void found(String signature, byte[] input, Throwable thrown) {
      StringBuilder text = new StringBuilder();
      text.append(signature).append('\n').append(shown(input)).append('\n').append(thrown);
      Arrays.stream(thrown.getStackTrace())
          .limit(12)
          .forEach(f -> text.append("\n  at ").append(f));
      findings.put(signature, text + "\nkept in " + keep(input));
    }

    private Path keep(byte[] input) {
      String hash = HexFormat.of().toHexDigits(Arrays.hashCode(input));
      Path file = Path.of("target", "fuzz", name, hash + ".seed");
      try {
        Files.createDirectories(file.getParent());
        return Files.write(file, input);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    /// What makes two findings the same: what was thrown, and where.
    private static String signature(Throwable thrown) {
      String where =
          thrown instanceof StackOverflowError || thrown instanceof OutOfMemoryError
              ? ""
              : Arrays.stream(thrown.getStackTrace())
                  .filter(frame -> frame.getClassName().startsWith("dev.quoin"))
                  .findFirst()
                  .map(Object::toString)
                  .orElse("");
      return thrown.getClass().getName() + " " + where;
    }

    /// Runs to the end and looks on.
    void finish(boolean aloud) {
      Thread thread = new Thread(this, "fuzz " + name);
      thread.setDaemon(true);
      long start = System.nanoTime();
      thread.start();
      long told = start;
      try {
        while (thread.isAlive()) {
          thread.join(200);
          long now = System.nanoTime();
          if (aloud && now - told > 60 * SECOND) {
            told = now;
            System.err.println(summary(now - start, threads.getThreadCpuTime(thread.threadId())));
          }
          if (hangs(thread)) {
            break;
          }
        }
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
      synchronized (this) {
        if (aloud) {
          System.err.println(summary(System.nanoTime() - start, -1));
        }
        if (!findings.isEmpty()) {
          throw new AssertionError(
              "fuzz " + name + ":\n\n" + String.join("\n\n", findings.values()));
        }
      }
    }

    private boolean hangs(Thread thread) {
      Attempt attempt = current;
      if (attempt == null
          || threads.getThreadCpuTime(thread.threadId()) - attempt.since < MOST_SECONDS * SECOND) {
        return false;
      }
      Exception hang = new Exception("more than " + MOST_SECONDS + " seconds of processor time");
      hang.setStackTrace(thread.getStackTrace());
      if (hang.getStackTrace().length == 0) {
        return false; // it just ended
      }
      found("hang", attempt.input, hang);
      return true;
    }

    private String summary(long wall, long processor) {
      return "fuzz %s: %,d inputs in %,d s%s, %,d sights, %,d in the corpus, %d findings"
          .formatted(
              name,
              taken.get(),
              wall / SECOND,
              processor < 0 ? "" : " (%,d s of processor time)".formatted(processor / SECOND),
              sights.size(),
              known.size(),
              findings.size());
    }
  }

  /// A text as an input.
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
