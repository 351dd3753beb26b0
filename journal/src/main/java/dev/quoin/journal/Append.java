package dev.quoin.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One entry on its way.
final class Append {
  final Entry entry;
  final @Nullable BookingChange change;
  final @Nullable RequestKey key;
  final byte[] tuple;
  final CompletableFuture<Outcome> future = new CompletableFuture<>();

  /// Set by the one thread that has it in its hands, told when the group is durable.
  private @Nullable Outcome outcome;

  /// Later entries under the same request id, which wait for this one's outcome; null when it is known.
  private @Nullable List<Append> followers = new ArrayList<>(0);

  Append(Entry entry, @Nullable BookingChange change) {
    this.entry = entry;
    this.change = change;
    this.key = entry.key().orElse(null);
    this.tuple = Tuple.encode(entry, change == null ? 0 : change.newVersion());
  }

  int size() {
    return tuple.length;
  }

  void becomes(Outcome outcome) {
    this.outcome = outcome;
  }

  /// Fails it; whoever waits is told at once.
  void fail(RuntimeException why) {
    future.completeExceptionally(why);
  }

  void undecided() {
    this.outcome = null;
  }

  boolean isUndecided() {
    return outcome == null;
  }

  Outcome outcome() {
    if (outcome == null) {
      throw new IllegalStateException("nothing is decided about " + entry.id());
    }
    return outcome;
  }

  /// Whether the other one waits for this one; not when this one is done.
  synchronized boolean follow(Append later) {
    if (followers == null) {
      return false;
    }
    followers.add(later);
    return true;
  }

  /// Those who wait; from now on nobody does any more.
  synchronized List<Append> release() {
    List<Append> waiting = followers == null ? List.of() : followers;
    followers = null;
    return waiting;
  }
}
