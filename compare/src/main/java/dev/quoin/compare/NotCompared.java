package dev.quoin.compare;

import dev.quoin.feel.Problem;
import dev.quoin.pricing.AnswerId;
import dev.quoin.pricing.Flaw;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was kept and is not compared, counted by the reason: nothing is passed over in silence. Many threads may count; it comes
/// to the same whoever counts which.
public final class NotCompared {
  private final Policy before;
  private final Policy after;
  private final SortedMap<Group, Long> groups = new TreeMap<>();
  private final SortedMap<Cause, Told> causes = new TreeMap<>();
  private final SortedMap<String, Long> unasked = new TreeMap<>();

  NotCompared(Policy before, Policy after) {
    this.before = before;
    this.after = after;
  }

  /// Why something is not compared.
  public enum Why {
    /// Another ratebook answered.
    OTHER_RATEBOOK,
    /// Another service was asked, which both policies have.
    OTHER_SERVICE,
    /// Another service was asked, which only the policy before has.
    SERVICE_ONLY_BEFORE,
    /// Another service was asked, which only the policy after has.
    SERVICE_ONLY_AFTER,
    /// Another service was asked, which neither has.
    SERVICE_OF_NEITHER,
    /// It repeats what a quote asked.
    OF_BOOKING,
    /// A car of a batch, of which nothing was kept but what was wrong with it.
    REJECTED,
    /// What was kept is no request.
    DAMAGED,
    /// The policy before cannot read the request.
    UNREADABLE_BEFORE,
    /// The policy after cannot read the request.
    UNREADABLE_AFTER,
    /// Neither policy can read the request.
    UNREADABLE
  }

  /// What is not compared for one reason.
  ///
  /// @param kind what was answered, such as `quote`
  public record Group(Why why, String ratebook, String service, String kind)
      implements Comparable<Group> {
    private static final Comparator<Group> ORDER =
        Comparator.comparing(Group::why)
            .thenComparing(Group::ratebook)
            .thenComparing(Group::service)
            .thenComparing(Group::kind);

    @Override
    public int compareTo(Group other) {
      return ORDER.compare(this, other);
    }
  }

  /// Why a policy cannot read requests. A request may have several of these.
  ///
  /// @param isAfter which policy it is
  /// @param field the input
  public record Cause(boolean isAfter, String field, String code) implements Comparable<Cause> {
    private static final Comparator<Cause> ORDER =
        Comparator.comparing(Cause::isAfter).thenComparing(Cause::field).thenComparing(Cause::code);

    @Override
    public int compareTo(Cause other) {
      return ORDER.compare(this, other);
    }
  }

  /// How many requests a cause has.
  ///
  /// @param example the first of them
  /// @param sentence what is wrong with that one
  public record Told(long requests, String example, String sentence) {
    Told with(Told other) {
      Told first = example.compareTo(other.example) <= 0 ? this : other;
      return new Told(requests + other.requests, first.example, first.sentence);
    }
  }

  /// Whether an answer is one of those that are compared; else it is counted.
  boolean takes(KeptRequests.Kept kept) {
    Optional<Why> why = why(kept);
    why.ifPresent(reason -> count(reason, kept));
    return why.isEmpty();
  }

  private Optional<Why> why(KeptRequests.Kept kept) {
    if (!kept.ratebook().equals(before.ratebook().id())
        && !kept.ratebook().equals(after.ratebook().id())) {
      return Optional.of(Why.OTHER_RATEBOOK);
    }
    if (!kept.service().equals(before.service().name())) {
      boolean isBefore = before.ratebook().services().containsKey(kept.service());
      boolean isAfter = after.ratebook().services().containsKey(kept.service());
      return Optional.of(
          isBefore
              ? isAfter ? Why.OTHER_SERVICE : Why.SERVICE_ONLY_BEFORE
              : isAfter ? Why.SERVICE_ONLY_AFTER : Why.SERVICE_OF_NEITHER);
    }
    return isOfBooking(kept) ? Optional.of(Why.OF_BOOKING) : Optional.empty();
  }

  private boolean isOfBooking(KeptRequests.Kept kept) {
    return switch (kept.kind()) {
      case "booking" -> true;
      case "extension" ->
          before.ratebook().bookings().containsKey(kept.service())
              || after.ratebook().bookings().containsKey(kept.service());
      default -> false;
    };
  }

  void damaged(KeptRequests.Kept kept) {
    count(Why.DAMAGED, kept);
  }

  void rejected(KeptRequests.Kept kept) {
    count(Why.REJECTED, kept);
  }

  private void count(Why why, KeptRequests.Kept kept) {
    count(new Group(why, kept.ratebook(), kept.service(), kept.kind()));
  }

  private synchronized void count(Group group) {
    groups.merge(group, 1L, Long::sum);
  }

  /// Counts a request that not both can read.
  ///
  /// @param wrongBefore what is wrong with it for the policy before
  void unreadable(KeptRequests.Asking one, List<Problem> wrongBefore, List<Problem> wrongAfter) {
    count(
        wrongBefore.isEmpty()
            ? Why.UNREADABLE_AFTER
            : wrongAfter.isEmpty() ? Why.UNREADABLE_BEFORE : Why.UNREADABLE,
        one.kept());
    count(one.id(), false, Flaw.of(one.inputs(), wrongBefore));
    count(one.id(), true, Flaw.of(one.inputs(), wrongAfter));
  }

  private synchronized void count(AnswerId id, boolean isAfter, List<Flaw> flaws) {
    Set<Cause> counted = new HashSet<>();
    for (Flaw flaw : flaws) {
      Cause cause = new Cause(isAfter, flaw.field(), flaw.code());
      if (counted.add(cause)) {
        causes.merge(cause, new Told(1, id.toString(), flaw.told()), Told::with);
      }
    }
  }

  /// Counts that an input was kept which neither policy asks for.
  synchronized void unasked(String input) {
    unasked.merge(input, 1L, Long::sum);
  }

  /// How many were not compared, by the reason. A car of a batch counts by itself, unless its whole batch is not compared.
  public synchronized SortedMap<Group, Long> groups() {
    return new TreeMap<>(groups);
  }

  /// Why policies cannot read requests.
  public synchronized SortedMap<Cause, Told> causes() {
    return new TreeMap<>(causes);
  }

  /// Inputs that were kept and that neither policy asks for, with the number of requests that have them: these are compared without.
  public synchronized SortedMap<String, Long> unasked() {
    return new TreeMap<>(unasked);
  }

  /// How many were not compared.
  public long count() {
    return count(List.of(Why.values()));
  }

  /// How many were not compared for one of these reasons.
  public synchronized long count(List<Why> reasons) {
    return groups.entrySet().stream()
        .filter(group -> reasons.contains(group.getKey().why()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
