package dev.quoin.spark;

import dev.quoin.compare.Counter;
import dev.quoin.compare.Job;
import dev.quoin.compare.Part;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/// Counts a part, on a worker.
final class Count extends AbstractFunction1<Iterator<Part>, byte[]> implements Serializable {
  private static final long serialVersionUID = 1L;

  /// A process of a worker has one job, and many parts of it: its policies are compiled once.
  private static @Nullable Counter counter;

  private final Broadcast<byte[]> job;

  Count(Broadcast<byte[]> job) {
    this.job = job;
  }

  @Override
  public byte[] apply(Iterator<Part> parts) {
    try {
      return counter(job).count(parts.next());
    } catch (IOException e) {
      throw new UncheckedIOException(e.toString(), e);
    }
  }

  private static synchronized Counter counter(Broadcast<byte[]> job) throws IOException {
    Counter known = counter;
    if (known == null) {
      known = Job.read(job.value()).counter();
      counter = known;
    }
    return known;
  }
}
