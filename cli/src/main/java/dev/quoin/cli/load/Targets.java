package dev.quoin.cli.load;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Opens targets, and asks whether they are there.
public final class Targets {
  /// What says that no call will ever be answered: nobody listens, or does not know the service or the ratebook.
  private static final Set<String> HOPELESS =
      Set.of("UNAVAILABLE", "UNIMPLEMENTED", "NOT_FOUND", "UNREACHABLE", "HTTP 404", "HTTP 405");

  private Targets() {}

  /// How a target is spoken to.
  ///
  /// @param connections how many; 0 for as many as suit the protocol
  /// @param batchSize how many cars a batch asks for
  /// @param key the API key that is sent; none, if empty
  /// @param plaintext whether the key goes to other machines without TLS, too
  public record Options(
      Duration timeout, int connections, int batchSize, String key, boolean plaintext) {
    /// The key is nobody's to read.
    @Override
    public String toString() {
      return "Options[%s, %d, %d]".formatted(timeout, connections, batchSize);
    }
  }

  public static Target open(String typed, Options options) throws LoadProblem {
    Address address = Address.of(typed);
    if (!options.key().isEmpty()
        && !address.encrypted()
        && !options.plaintext()
        && !Plaintext.isHere(address.host())) {
      throw new LoadProblem(
          "the API key is not sent to %s, where everybody on the way could read it (%s)"
              .formatted(typed, Plaintext.HOW));
    }
    return address.rest() ? new RestTarget(address, options) : new GrpcTarget(address, options);
  }

  /// Sends one call and waits.
  ///
  /// @return what the server said, where it did not answer but may answer other calls
  /// @throws LoadProblem where it is not there, or does not know the service
  public static String trial(
      Target target, String service, List<Target.Call> calls, Duration timeout) throws LoadProblem {
    CompletableFuture<String> told = new CompletableFuture<>();
    CompletableFuture<String> code = new CompletableFuture<>();
    calls
        .getFirst()
        .send(
            "",
            new Target.Reply() {
              @Override
              public void priced(int prices) {
                code.complete("");
                told.complete("");
              }

              @Override
              public void refused() {
                priced(0);
              }

              @Override
              public void failed(String failure, String message) {
                code.complete(failure);
                told.complete(message.isEmpty() ? failure : failure + ": " + message);
              }
            });
    try {
      String sentence = told.get(timeout.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
      if (HOPELESS.contains(code.join())) {
        throw new LoadProblem(
            "%s does not answer `%s`: %s".formatted(target.name(), service, sentence));
      }
      return sentence;
    } catch (TimeoutException e) {
      throw new LoadProblem(
          "%s does not answer `%s` within %d s"
              .formatted(target.name(), service, timeout.toSeconds()));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadProblem("interrupted");
    }
  }
}
