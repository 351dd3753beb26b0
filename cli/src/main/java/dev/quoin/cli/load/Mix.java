package dev.quoin.cli.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which services are called how often, compared with each other: `rental=70,waiver=20,batch=10`.
public record Mix(Map<String, Integer> weights) {
  private static final int MOST = 10_000;
  private static final Pattern PART = Pattern.compile("([a-z][a-z0-9-]*)(?:=(\\d{1,5}))?");

  public Mix {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
  }

  /// Reads what was typed; a service without a number weighs 1.
  public static Mix of(String typed) throws LoadProblem {
    Map<String, Integer> weights = new LinkedHashMap<>();
    for (String part : typed.split(",", -1)) {
      Matcher matcher = PART.matcher(part.strip());
      int weight =
          !matcher.matches()
              ? 0
              : matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
      if (weight < 1 || weight > MOST || weights.put(matcher.group(1), weight) != null) {
        throw new LoadProblem(
            "`%s` is no mix of services (expected: such as rental=70,waiver=20,batch=10)"
                .formatted(typed));
      }
    }
    return new Mix(weights);
  }

  public List<String> services() {
    return List.copyOf(weights.keySet());
  }

  /// The services in turn, by their index, spread as evenly as their weights allow: each time the one that is farthest
  /// behind its share.
  int[] pattern() {
    List<Integer> shares = List.copyOf(weights.values());
    int divisor = shares.stream().reduce(0, Mix::greatestCommonDivisor);
    int length = shares.stream().mapToInt(Integer::intValue).sum() / divisor;
    int[] behind = new int[shares.size()];
    List<Integer> pattern = new ArrayList<>(length);
    for (int turn = 0; turn < length; turn++) {
      int next = 0;
      for (int i = 0; i < behind.length; i++) {
        behind[i] += shares.get(i) / divisor;
        next = behind[i] > behind[next] ? i : next;
      }
      behind[next] -= length;
      pattern.add(next);
    }
    return pattern.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
