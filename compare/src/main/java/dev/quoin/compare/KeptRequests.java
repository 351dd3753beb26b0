package dev.quoin.compare;

import dev.quoin.pricing.AnswerId;
import dev.quoin.pricing.KeptBatch;
import dev.quoin.pricing.KeptJson;
import dev.quoin.ratebook.source.Node;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

// A file that somebody wrote is wrong as a whole where one of its requests is: its author mends it.
// What was kept is as it is, under whichever release was live then, and nobody mends it. So what
// cannot be priced under both policies is counted by itself, with the reason, and the rest is
// compared.

/// Requests that were asked once, as they were kept beside their answers: the ids are those of the answers.
///
/// Compared is what was asked of one service: its quotes, and the prices of batches. What comes of a booking counts only where it
/// has a service of its own, such as a settlement: a booking and its extension ask what their quote asked.
public final class KeptRequests implements Requests {
  private final Source source;
  private final Sides sides;
  private final NotCompared notCompared;
  private final Flaws flaws = new Flaws();
  private long answers;

  /// Those of an open source, which is closed with them.
  public KeptRequests(Source source, Policy before, Policy after) {
    this.source = source;
    this.sides = new Sides(before, after);
    this.notCompared = new NotCompared(before, after);
  }

  /// Answers that were kept, page by page.
  public interface Source extends Closeable {
    /// The next of them; none at the end.
    List<Kept> next() throws IOException;

    /// How many there are, if that is known.
    OptionalLong length();
  }

  /// An answer as it was kept, or the answers of a batch.
  ///
  /// @param kind what was answered, such as `quote`: a word of the journal's schema
  /// @param ratebook the id of the ratebook that answered
  /// @param inputs as [KeptJson] or [KeptBatch] writes them
  /// @param answer as [KeptJson] or [KeptBatch] writes it
  public record Kept(
      UUID id, String kind, String service, String ratebook, String inputs, String answer) {
    boolean isBatch() {
      return kind.equals("batch");
    }
  }

  @Override
  public synchronized Optional<Block> next() throws IOException {
    List<Kept> page = source.next();
    long first = answers;
    answers += page.size();
    return page.isEmpty() ? Optional.empty() : Optional.of(new Page(first, page));
  }

  /// A request of which it is not known yet who can read it.
  ///
  /// @param position of the answer among those of the source
  record Asking(AnswerId id, Kept kept, long position, Node.Mapping inputs) {}

  private final class Page implements Block {
    private final long first;
    private final List<Kept> answers;

    Page(long first, List<Kept> answers) {
      this.first = first;
      this.answers = answers;
    }

    @Override
    public Asked requests() {
      List<Asking> asking = new ArrayList<>();
      for (int i = 0; i < answers.size(); i++) {
        Kept kept = answers.get(i);
        if (notCompared.takes(kept)) {
          asking.addAll(asking(kept, first + i));
        }
      }
      return sides.asked(asking, notCompared);
    }

    @Override
    public long length() {
      return answers.size();
    }
  }

  private List<Asking> asking(Kept kept, long position) {
    List<Optional<Node.Mapping>> inputs;
    try {
      inputs =
          kept.isBatch()
              ? KeptBatch.inputs(kept.inputs(), kept.answer())
              : List.of(Optional.of(KeptJson.inputs(kept.inputs())));
    } catch (RuntimeException _) { // what was kept is not trusted
      notCompared.damaged(kept);
      return List.of();
    }
    List<Asking> asking = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      AnswerId id = new AnswerId(kept.id(), kept.isBatch() ? i : AnswerId.ALONE);
      if (inputs.get(i).isPresent()) {
        asking.add(new Asking(id, kept, position, inputs.get(i).get()));
      } else {
        notCompared.rejected(kept);
      }
    }
    return asking;
  }

  @Override
  public Asked.Both inputs(long position, @Nullable Node written) {
    return sides.again(position, written);
  }

  /// What was not compared.
  public NotCompared notCompared() {
    return notCompared;
  }

  @Override
  public OptionalLong length() {
    return source.length();
  }

  /// There are none: what is wrong with a request is a reason not to compare it.
  @Override
  public Flaws flaws() {
    return flaws;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
