package dev.quoin.pricing;

import dev.quoin.feel.Problem;
import dev.quoin.ratebook.source.Node;
import java.util.List;

/// Something that is wrong with a question of price.
///
/// @param field the field, by the name that it has in the ratebook; empty where it is the question as a whole; of a ratebook that is
/// to blame, the place in it
/// @param code the kind: each has a page `docs/problems/<code>.md`
/// @param sentence what came and what was expected; it may quote what came, so it is cut where it gets long
public record Flaw(String field, String code, String sentence) {
  private static final int MAX_FIELD = 128;
  private static final int MAX_SENTENCE = 500;

  public Flaw {
    field = cut(field, MAX_FIELD);
    sentence = cut(sentence, MAX_SENTENCE);
  }

  /// What is wrong with inputs, by their fields.
  public static List<Flaw> of(Node inputs, List<Problem> problems) {
    return new Fields(inputs).flaws(problems);
  }

  /// The sentence as it stands by itself: where it begins with what came, behind the field in which it came.
  public String told() {
    boolean isComplete =
        field.isEmpty() || !sentence.startsWith("`") || sentence.contains("`" + field + "`");
    return isComplete ? sentence : "`%s`: %s".formatted(field, sentence);
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "…";
  }
}
