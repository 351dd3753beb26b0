package dev.quoin.server.command;

import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.RequestCancellationException;
import dev.quoin.pricing.Flaw;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is not the caller's fault is told by its code and a number, and logged under the number with all that is known.
public final class Bugs {
  private static final Logger LOG = LoggerFactory.getLogger(Bugs.class);

  private Bugs() {}

  /// The verdict as the caller may see it.
  public static <T> Verdict<T> told(@Nullable Verdict<T> verdict, @Nullable Throwable failure) {
    if (verdict == null) {
      return new Verdict.Rejected<>(
          rejection(failure == null ? new NullPointerException() : failure));
    }
    return verdict instanceof Verdict.Rejected<T>(Rejection rejection)
            && rejection.kind() == Rejection.Kind.BROKEN
        ? new Verdict.Rejected<>(broken(rejection))
        : verdict;
  }

  /// Whether the caller went away, because its deadline passed for example: nobody is there to be told, and nothing is wrong.
  public static boolean isGone(Throwable failure) {
    Throwable cause = Exceptions.peel(failure);
    return cause instanceof RequestCancellationException
        || Exceptions.isStreamCancelling(cause)
        || Exceptions.isExpected(cause);
  }

  /// Something of Quoin broke.
  public static Rejection rejection(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String number = number();
    LOG.atError().setCause(cause).addKeyValue("incident", number).log("this is a bug");
    return Rejection.of(
        Rejection.Kind.BROKEN, "", "internal-error", "no answer; incident " + number);
  }

  /// The ratebook broke: what exactly is for its owners.
  static Rejection broken(Rejection rejection) {
    String number = number();
    LOG.atError()
        .addKeyValue("incident", number)
        // Not the sentences: they quote what was asked.
        .addKeyValue(
            "problems",
            rejection.flaws().stream().map(flaw -> flaw.field() + " " + flaw.code()).toList())
        .log("a ratebook has no answer");
    List<Flaw> codes =
        rejection.flaws().stream()
            .map(flaw ->
                new Flaw("", flaw.code(), "the ratebook has no answer to this; incident " + number))
            .distinct()
            .toList();
    return new Rejection(Rejection.Kind.BROKEN, codes);
  }

  private static String number() {
    return UUID.randomUUID().toString();
  }
}
