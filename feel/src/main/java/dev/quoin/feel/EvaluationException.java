package dev.quoin.feel;

/// Ends a strict evaluation: an error that FEEL would have turned into null.
///
/// Thrown by our own evaluators and caught at their border, where it becomes a problem; it has no stack trace, because
/// the span says where it happened.
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Reason reason;
  private final transient Span span;

  /// An error of the operation at the span.
  public EvaluationException(Reason reason, Span span) {
    super(reason.sentence(), null, false, false);
    this.reason = reason;
    this.span = span;
  }

  /// What went wrong: the reason that the null would have had.
  public Reason reason() {
    return reason;
  }

  /// The operation that failed.
  public Span span() {
    return span;
  }

  /// The problem that this is to a user.
  public Problem problem() {
    return new Problem(span.place(), reason.code(), reason.sentence());
  }
}
