package dev.quoin.journal;

import java.util.Comparator;

/// A request id with the service and the caller, for whom alone it has to be one of its own.
record RequestKey(String service, String caller, String requestId)
    implements Comparable<RequestKey> {
  /// Any order will do, as long as every server takes its locks in the same one.
  private static final Comparator<RequestKey> ORDER =
      Comparator.comparing(RequestKey::requestId)
          .thenComparing(RequestKey::caller)
          .thenComparing(RequestKey::service);

  @Override
  public int compareTo(RequestKey other) {
    return ORDER.compare(this, other);
  }
}
