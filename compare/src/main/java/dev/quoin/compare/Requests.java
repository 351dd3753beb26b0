package dev.quoin.compare;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/// Where the requests of a comparison come from. They come in blocks, so that memory does not grow with their number, and a
/// block is made by whoever prices it, so that all cores have a part in that.
public interface Requests extends AutoCloseable, Again {

  /// The next block; nothing at the end. Many threads may ask.
  Optional<Block> next() throws IOException;

  /// How far it is to the end, if that is known: of requests their number, of a file its bytes.
  OptionalLong length();

  /// What is wrong with the requests.
  Flaws flaws();

  @Override
  void close() throws IOException;

  /// Some of the requests, not yet made.
  interface Block {
    /// Makes them.
    ///
    /// @throws dev.quoin.feel.EvaluationException where a generator has no value
    Asked requests();

    /// How much of the length it is.
    long length();
  }
}
