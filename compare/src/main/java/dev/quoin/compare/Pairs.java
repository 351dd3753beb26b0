package dev.quoin.compare;

import java.io.IOException;
import java.util.List;

/// Takes in every single request of a comparison, with both its answers.
public interface Pairs {
  /// The next of them: in the order of the requests, whatever the number of threads, and one thread at a time.
  void add(List<Pair> some) throws IOException;
}
