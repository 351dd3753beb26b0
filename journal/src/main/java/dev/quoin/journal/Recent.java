package dev.quoin.journal;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The request ids of late and their answers, for the time when the database cannot be asked. Old ones are forgotten: first
/// their answers, as these are large, then that they were there at all.
final class Recent {
  private final int maxKeys;
  private final long maxBytes;
  private final Map<RequestKey, Remembered> byKey = new LinkedHashMap<>();
  private final Deque<Remembered> withAnswer = new ArrayDeque<>();
  private long bytes;

  Recent(int maxKeys, long maxBytes) {
    this.maxKeys = maxKeys;
    this.maxBytes = maxBytes;
  }

  private static final class Remembered {
    private final Instant at;
    private byte @Nullable [] tuple;

    Remembered(Instant at, byte[] tuple) {
      this.at = at;
      this.tuple = tuple;
    }
  }

  synchronized void remember(RequestKey key, Instant at, byte[] tuple) {
    Remembered remembered = new Remembered(at, tuple);
    // Out first, so that it stands behind those that are older.
    Remembered before = byKey.remove(key);
    if (before != null) {
      forgetAnswer(before);
    }
    byKey.put(key, remembered);
    withAnswer.add(remembered);
    bytes += tuple.length;
    if (byKey.size() > maxKeys) {
      Iterator<Remembered> eldest = byKey.values().iterator();
      forgetAnswer(eldest.next());
      eldest.remove();
    }
    while (bytes > maxBytes || isForgotten(withAnswer.peek())) {
      forgetAnswer(withAnswer.remove());
    }
  }

  private static boolean isForgotten(@Nullable Remembered remembered) {
    return remembered != null && remembered.tuple == null;
  }

  private void forgetAnswer(Remembered remembered) {
    byte[] tuple = remembered.tuple;
    if (tuple != null) {
      bytes -= tuple.length;
      remembered.tuple = null;
    }
  }

  /// Forgets all that customers were answered before they were erased.
  synchronized void forget(ErasedMarks erased) {
    byKey
        .values()
        .removeIf(remembered -> {
          byte[] tuple = remembered.tuple;
          if (tuple == null || !erased.have(tuple)) {
            return false;
          }
          forgetAnswer(remembered);
          return true;
        });
    withAnswer.removeIf(remembered -> remembered.tuple == null);
  }

  /// What is known of a request id that was used after an instant.
  synchronized Optional<First> find(RequestKey key, Instant after) {
    Remembered remembered = byKey.get(key);
    if (remembered == null || !remembered.at.isAfter(after)) {
      return Optional.empty();
    }
    return Optional.of(new First(Optional.ofNullable(remembered.tuple).map(Tuple::decode)));
  }

  /// @param entry the first answer, if it is not forgotten
  record First(Optional<Entry> entry) {}
}
