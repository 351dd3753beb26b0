package dev.quoin.cli.load;

import dev.quoin.ratebook.source.Node;
import java.util.List;

/// A server under load.
public interface Target extends AutoCloseable {
  /// As it was typed.
  String name();

  /// Makes the calls of a service ready, so that sending one costs as little as may be.
  ///
  /// @throws LoadProblem where this target cannot carry the service
  List<Call> calls(String service, List<Node.Mapping> requests) throws LoadProblem;

  @Override
  void close();

  /// A request that can be sent as often as one likes.
  interface Call {
    /// Sends it and returns at once.
    ///
    /// @param requestId names this sending; empty for none
    /// @param reply is told once, on any thread
    void send(String requestId, Reply reply);
  }

  /// What became of a call.
  interface Reply {
    /// A price came, or so many of a batch.
    void priced(int prices);

    /// No price, by the policy's own rules.
    void refused();

    /// No answer.
    ///
    /// @param code a status by which failures are counted, such as `UNAVAILABLE`
    /// @param message what the server said, for the first of them
    void failed(String code, String message);
  }
}
