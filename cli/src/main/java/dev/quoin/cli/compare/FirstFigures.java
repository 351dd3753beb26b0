package dev.quoin.cli.compare;

import dev.quoin.compare.Figures;
import dev.quoin.compare.Money;
import dev.quoin.ratebook.worksheet.Amounts;
import java.util.Optional;
import java.util.OptionalLong;

/// What the first of many requests come to, in one line, for whoever waits for all.
///
/// @param length how much there is to do, if that is known
public record FirstFigures(Money money, Of of, OptionalLong length) {
  private static final String NOTHING = "–";

  /// What the first are among all.
  public enum Of {
    /// As likely as any others.
    SAMPLE,
    /// Those that were asked first: another month may have other customers.
    KEPT,
    /// Those that stand first in a file, which may be sorted.
    FILE
  }

  /// The line; nothing where none has been counted.
  public Optional<String> line(Figures figures) {
    return figures.requests() == 0
        ? Optional.empty()
        : Optional.of(
            "%s: total %s, mean %s → %s, %s changed, %s cheaper, %s dearer"
                .formatted(
                    which(figures.requests()),
                    Shown.percentChange(figures.difference(), figures.before().total()),
                    mean(figures.before()),
                    mean(figures.after()),
                    Shown.share(figures.changed(), figures.requests()),
                    Shown.share(figures.winners().requests(), figures.requests()),
                    Shown.share(figures.losers().requests(), figures.requests())));
  }

  private String which(long requests) {
    String count = Shown.count(requests);
    return switch (of) {
      case SAMPLE ->
          length.isPresent()
              ? "a sample, %s of %s".formatted(count, Shown.count(length.getAsLong()))
              : "a sample, " + count;
      case KEPT -> "no sample, but the first %s that were kept".formatted(count);
      case FILE -> "no sample, but the first %s of the file".formatted(count);
    };
  }

  private String mean(Figures.Side side) {
    return side.priced() == 0 ? NOTHING : Amounts.grouped(money.mean(side.total(), side.priced()));
  }
}
