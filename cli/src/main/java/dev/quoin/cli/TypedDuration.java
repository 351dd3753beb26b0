package dev.quoin.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a length of time as people write it: `30s`, `5m`, `250ms`.
final class TypedDuration implements ITypeConverter<Duration> {
  private static final Pattern PATTERN = Pattern.compile("(\\d{1,7})(ms|s|m|h)");

  @Override
  public Duration convert(String text) {
    Matcher parts = PATTERN.matcher(text);
    if (!parts.matches()) {
      throw new TypeConversionException(
          "`" + text + "` is no length of time (expected: such as 30s, 5m or 250ms)");
    }
    long count = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }
}
