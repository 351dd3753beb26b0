package dev.quoin.feel;

/// Something that is wrong with what a user gave us, as data: where, which kind, one sentence.
///
/// A problem is reported, never thrown as such; all problems of an input are reported at once, in the order of the files.
///
/// @param place where it is
/// @param code the kind, lowercase words with hyphens: each has a page `docs/problems/<code>.md`
/// @param sentence one lowercase sentence: the offending text in backticks, and what was expected
public record Problem(Place place, String code, String sentence) implements Comparable<Problem> {

  public Problem {
    if (!code.matches("[a-z]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("not a problem code: " + code);
    }
  }

  @Override
  public int compareTo(Problem other) {
    int byPlace = place.compareTo(other.place);
    return byPlace != 0 ? byPlace : (code + sentence).compareTo(other.code + other.sentence);
  }

  /// `file:line:column: code: sentence`.
  @Override
  public String toString() {
    return place + ": " + code + ": " + sentence;
  }
}
