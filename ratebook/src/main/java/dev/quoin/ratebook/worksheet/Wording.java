package dev.quoin.ratebook.worksheet;

import dev.quoin.ratebook.Language;

/// The fixed words of an explanation in a reader's language; names and formulas stay as the model has them.
record Wording(Language language) {
  private String in(String english, String korean) {
    return switch (language) {
      case EN -> english;
      case KO -> korean;
    };
  }

  String request() {
    return in("request", "요청");
  }

  String answer() {
    return in("answer", "답");
  }

  String why() {
    return in("how it came to be", "산출 근거");
  }

  String lever() {
    return in("lever", "레버");
  }

  String since(String at) {
    return in("since " + at, at + "부터");
  }

  String expires(String at) {
    return in("expires " + at, at + "에 만료");
  }

  String expired(String at) {
    return in("its base, expired " + at, "기본값, " + at + "에 만료됨");
  }

  String rateTable() {
    return in("rate table", "요금표");
  }

  String calendar() {
    return in("calendar", "달력");
  }

  String seeAbove() {
    return in("(see above)", "(위 참고)");
  }

  String see(String where) {
    return in("(see " + where + ")", "(" + where + " 참고)");
  }

  String folded() {
    return in("(why: shown in full)", "(이유: 전체 보기에서)");
  }

  String more(int count) {
    return in("… " + count + " more", "… " + count + "개 더");
  }

  String endedHere() {
    return in(": ended here", ": 여기서 끝남");
  }

  String rule(int number) {
    return in("rule " + number, "규칙 " + number);
  }

  String notRule(int number) {
    return in("not rule " + number, "제외된 규칙 " + number);
  }

  String isNot(String column, String value, String test) {
    return in(
        column + " is " + value + ", not " + test, column + "이(가) " + test + "이(가) 아니라 " + value);
  }

  String anotherAnswered() {
    return in("it matches, too, but another answers", "조건은 맞지만 다른 규칙이 답함");
  }

  String noRule() {
    return in("no rule, the default", "맞는 규칙 없음, 기본값");
  }

  String items(int count) {
    return in("[… " + count + " items]", "[… " + count + "개]");
  }

  String between(String low, String high) {
    return in(low + " to " + high, low + "~" + high);
  }

  String atMost(String high) {
    return in("at most " + high, high + " 이하");
  }

  String atLeast(String low) {
    return in("at least " + low, low + " 이상");
  }
}
