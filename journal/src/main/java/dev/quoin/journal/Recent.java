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
    Remembered before = byKey.put(key, remembered);
    if (before != null) {
      forgetAnswer(before);
    }
    withAnswer.add(remembered);
    bytes += tuple.length;
    while (bytes > maxBytes) {
      forgetAnswer(withAnswer.remove());
    }
    if (byKey.size() > maxKeys) {
      Iterator<Remembered> eldest = byKey.values().iterator();
      forgetAnswer(eldest.next());
      eldest.remove();
    }
  }

  private void forgetAnswer(Remembered remembered) {
    byte[] tuple = remembered.tuple;
    if (tuple != null) {
      bytes -= tuple.length;
      remembered.tuple = null;
    }
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
