package dev.quoin.testkit;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a target of [Fuzz] can tell of the trees and problems that it saw.
public final class Sights {
  private static final int MOST_CHARACTERS = 80;

  private Sights() {}

  /// What a visitor does with a part of a tree: tells whether to look into it.
  @FunctionalInterface
  public interface Visitor {
    boolean visit(Record part) throws Exception;
  }

  /// Which sentence it is: the code and the sentence without what it quotes and counts.
  public static String ofProblem(String code, String sentence) {
    int first = sentence.indexOf('`');
    int last = sentence.lastIndexOf('`');
    String own = first < 0 ? sentence : sentence.substring(0, first) + sentence.substring(last + 1);
    String letters = own.replaceAll("[^a-z ]", "");
    return code + " " + letters.substring(0, Math.min(letters.length(), MOST_CHARACTERS));
  }

  /// Walks over a tree of records: notes each kind below each other, and shows each record.
  public static void ofTree(Object root, Set<String> seen, Visitor visitor) throws Exception {
    walk(root, "", seen, visitor);
  }

  private static void walk(Object node, String parent, Set<String> seen, Visitor visitor)
      throws Exception {
    switch (node) {
      case Record part -> {
        String kind = part.getClass().getSimpleName();
        if (visitor.visit(part)) {
          seen.add(parent + ">" + kind);
          for (RecordComponent component : part.getClass().getRecordComponents()) {
            component.getAccessor().setAccessible(true);
            walk(component.getAccessor().invoke(part), kind, seen, visitor);
          }
        }
      }
      case Collection<?> parts -> {
        for (Object part : parts) {
          walk(part, parent, seen, visitor);
        }
      }
      case Map<?, ?> parts -> walk(parts.values(), parent, seen, visitor);
      case Optional<?> part -> {
        if (part.isPresent()) {
          walk(part.get(), parent, seen, visitor);
        }
      }
      case Enum<?> constant -> seen.add(parent + " " + constant);
      default -> {}
    }
  }
}
