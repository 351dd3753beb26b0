package dev.quoin.pricing;

import dev.quoin.pricing.Explained.Difference;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.AsOf;
import dev.quoin.ratebook.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// Prices again what was answered, under its own release and as of its own instant, and holds it against what was kept: the same
/// text has to come out, to the last bit.
///
/// What was kept is not trusted. What cannot be read, or stops the engine, is a difference like every other.
public final class Replaying {
  private static final String NOTHING = "–";

  /// So much is shown before and behind the place where two texts part.
  private static final int SEEN = 24;

  private Replaying() {}

  /// An answer, or the answers of a batch, as [KeptJson] and [KeptBatch] write them.
  ///
  /// @param asOf as of when it was priced
  public record Kept(String service, boolean isBatch, AsOf asOf, String inputs, String answer) {}

  /// What came out.
  ///
  /// @param answers how many were priced again: one, or those of a batch
  /// @param differing what did not come out as it was answered, by the place in the batch; [AnswerId#ALONE] where it is none, or the
  /// batch as a whole
  public record Replayed(int answers, SortedMap<Integer, List<Difference>> differing) {
    public Replayed {
      differing = Collections.unmodifiableSortedMap(new TreeMap<>(differing));
    }

    static Replayed alone(List<Difference> differences) {
      return new Replayed(
          1,
          differences.isEmpty()
              ? Collections.emptySortedMap()
              : new TreeMap<>(Map.of(AnswerId.ALONE, differences)));
    }
  }

  public static Replayed replay(Release release, Kept kept) {
    return kept.isBatch() ? batch(release, kept) : Replayed.alone(alone(release, kept));
  }

  private static List<Difference> alone(Release release, Kept kept) {
    Request request;
    try {
      request = KeptJson.request(release, kept.service(), kept.inputs());
    } catch (RuntimeException e) {
      return List.of(unreadable("inputs", e));
    }
    Priced again = Priced.of(release, kept, request);
    if (again.outcome().map(KeptJson::of).filter(kept.answer()::equals).isPresent()) {
      return List.of();
    }
    try {
      return orText(
          again.differences(KeptJson.outcome(release, kept.service(), kept.answer())),
          kept.answer(),
          again.outcome().map(KeptJson::of).orElse(NOTHING));
    } catch (RuntimeException e) {
      return List.of(unreadable("answer", e));
    }
  }

  /// What an engine says now: an answer, or why it has none.
  private record Priced(Optional<Answer> answer, String stopped) {
    static Priced of(Release release, Kept kept, Request request) {
      try {
        Answer answer = release.pricer().quote(kept.service(), request, kept.asOf());
        return new Priced(Optional.of(answer), "");
      } catch (RuntimeException e) {
        return new Priced(Optional.empty(), e.toString());
      }
    }

    Optional<Answer.Outcome> outcome() {
      return answer.filter(Answer.Outcome.class::isInstance).map(Answer.Outcome.class::cast);
    }

    List<Difference> differences(Answer.Outcome given) {
      return answer
          .map(again -> Explained.between(given, again))
          .orElseGet(() -> List.of(new Difference("problem", NOTHING, stopped)));
    }
  }

  /// Where what was kept means the same and is yet another text, somebody has written it.
  private static List<Difference> orText(
      List<Difference> differences, String answered, String again) {
    return differences.isEmpty() ? List.of(text(answered, again)) : differences;
  }

  /// The texts from where they part, for a batch has a long one.
  private static Difference text(String answered, String again) {
    int parting = 0;
    while (parting < Math.min(answered.length(), again.length())
        && answered.charAt(parting) == again.charAt(parting)) {
      parting++;
    }
    return new Difference("text", from(parting, answered), from(parting, again));
  }

  private static String from(int parting, String text) {
    int begin = Math.max(0, parting - SEEN);
    int end = Math.min(text.length(), parting + SEEN);
    return (begin > 0 ? "…" : "") + text.substring(begin, end) + (end < text.length() ? "…" : "");
  }

  private static Difference unreadable(String part, RuntimeException e) {
    String why = e instanceof IllegalStateException ? String.valueOf(e.getMessage()) : e.toString();
    return new Difference(part, why, NOTHING);
  }

  private static Replayed batch(Release release, Kept kept) {
    List<Batch.Item> items;
    try {
      items = KeptBatch.items(release, kept.service(), kept.inputs(), kept.answer());
    } catch (RuntimeException e) {
      return Replayed.alone(List.of(unreadable("answer", e)));
    }
    List<Batch.Item> again = new ArrayList<>(items.size());
    SortedMap<Integer, List<Difference>> differing = new TreeMap<>();
    int answers = 0;
    for (int i = 0; i < items.size(); i++) {
      switch (items.get(i)) {
        case Batch.Item.Rejected rejected -> again.add(rejected); // of which no inputs were kept
        case Batch.Item.Answered(Request request, Answer.Outcome given) -> {
          answers++;
          Priced priced = Priced.of(release, kept, request);
          List<Difference> differences = priced.differences(given);
          if (differences.isEmpty()) {
            again.add(new Batch.Item.Answered(request, priced.outcome().orElseThrow()));
          } else {
            differing.put(i, differences);
          }
        }
      }
    }
    if (differing.isEmpty()) {
      String text = KeptBatch.outcomes(batch(release, kept, again));
      if (!text.equals(kept.answer())) {
        differing.put(AnswerId.ALONE, List.of(text(kept.answer(), text)));
      }
    }
    return new Replayed(answers, differing);
  }

  private static Batch batch(Release release, Kept kept, List<Batch.Item> items) {
    return new Batch(
        new UUID(0, 0), release, kept.service(), kept.asOf().now(), Optional.empty(), items);
  }
}
