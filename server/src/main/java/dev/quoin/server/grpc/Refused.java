package dev.quoin.server.grpc;

import dev.quoin.pricing.Rejection;
import io.grpc.Status.Code;

/// What is refused before a method sees it, by the code that gRPC has for it.
record Refused(Code code, Rejection rejection) {
  static final Refused TOO_SLOW =
      new Refused(
          Code.DEADLINE_EXCEEDED,
          Rejection.of(
              Rejection.Kind.AWAY, "", "too-slow", "no answer within the time of the request"));

  static final Refused UNREADABLE =
      new Refused(
          Code.INVALID_ARGUMENT,
          Rejection.of(
              Rejection.Kind.WRONG, "", "bad-message", "the message cannot be read as its type"));

  static final Refused UNKNOWN_ENCODING =
      new Refused(
          Code.UNIMPLEMENTED,
          Rejection.of(
              Rejection.Kind.WRONG,
              "",
              "wrong-media-type",
              "the message is compressed in an unknown way (expected: `gzip`, or not at all)"));

  static final Refused TOO_LARGE = tooLarge("the message is too large");

  static Refused tooLarge(long most) {
    return tooLarge("the message is too large (expected: at most %,d bytes)".formatted(most));
  }

  private static Refused tooLarge(String sentence) {
    return new Refused(
        Code.INVALID_ARGUMENT, Rejection.of(Rejection.Kind.WRONG, "", "too-large", sentence));
  }

  static Refused unknownMethod(String path) {
    return new Refused(
        Code.UNIMPLEMENTED,
        Rejection.of(
            Rejection.Kind.UNKNOWN, "", "unknown-path", "nothing is at `%s`".formatted(path)));
  }
}
