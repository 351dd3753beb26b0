package dev.quoin.compare;

import dev.quoin.feel.Value;
import dev.quoin.ratebook.generate.Chance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Some of many requests, each as likely as every other one (Vitter: Random Sampling with a Reservoir, algorithm R, 1985). The same
/// seed takes the same ones.
///
/// @param inputs by their names, as the policy before is asked
/// @param of out of how many
/// @param unfit how many of those that were read are none of the policy
public record RequestSample(List<Map<String, Value>> inputs, long of, long unfit) {
  public RequestSample {
    inputs = List.copyOf(inputs);
  }

  /// Reads all requests and keeps some.
  ///
  /// @param most how many are kept
  /// @param progress is told what was read, as a part of the length of the requests
  /// @return nothing where something is wrong with the requests: their flaws tell
  /// @throws dev.quoin.feel.EvaluationException where a generator has no value
  public static Optional<RequestSample> draw(
      Requests requests, int most, long seed, LongConsumer progress) throws IOException {
    List<Map<String, Value>> kept = new ArrayList<>();
    long of = 0;
    long unfit = 0;
    for (Optional<Requests.Block> block = requests.next();
        block.isPresent();
        block = requests.next()) {
      Asked asked = block.get().requests();
      for (int lane = 0; lane < asked.size(); lane++) {
        if (asked.before().wrong().containsKey(lane)) {
          unfit++;
          continue;
        }
        of++;
        long place = of <= most ? of - 1 : Chance.of(seed, of, most).below(of);
        if (of <= most) {
          kept.add(asked.inputs(lane).before());
        } else if (place < most) {
          kept.set((int) place, asked.inputs(lane).before());
        }
      }
      progress.accept(block.get().length());
    }
    return requests.flaws().count() > 0
        ? Optional.empty()
        : Optional.of(new RequestSample(kept, of, unfit));
  }
}
