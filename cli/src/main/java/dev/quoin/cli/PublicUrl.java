package dev.quoin.cli;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the address of a server: `https://prices.example.com`, without a slash at the end.
final class PublicUrl implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    try {
      URI url = new URI(trimmed);
      boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (isWeb && url.getHost() != null && url.getQuery() == null && url.getFragment() == null) {
        return trimmed;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new TypeConversionException(
        "`%s` is no address of a server (expected: such as https://prices.example.com)"
            .formatted(text));
  }
}
