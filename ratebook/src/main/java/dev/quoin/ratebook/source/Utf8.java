package dev.quoin.ratebook.source;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Decodes the bytes of a file, strictly.
public final class Utf8 {
  /// Windows code page 949, which Korean versions of Excel write for "CSV".
  private static final String KOREAN_WINDOWS = "x-windows-949";

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /// In place of bytes that are no character.
  private static final char REPLACED = '\uFFFD';

  private Utf8() {}

  /// The text, without a byte-order mark; or the problem `not-utf-8` at the first wrong byte.
  public static Optional<String> decode(String file, byte[] content, Problems problems) {
    // What is wrong becomes a mark here: without one nothing was.
    String whole = new String(content, StandardCharsets.UTF_8);
    if (whole.indexOf(REPLACED) < 0) {
      return Optional.of(withoutMark(whole));
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(content.length + 1);
    CoderResult result = decoder.decode(ByteBuffer.wrap(content), text, true);
    text.flip();
    if (result.isError()) {
      problems.add(
          behind(file, withoutMark(text.toString())), "not-utf-8", sentence(file, content, text));
      return Optional.empty();
    }
    return Optional.of(withoutMark(text.toString()));
  }

  private static String withoutMark(String text) {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  private static Place behind(String file, String text) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < text.length(); i++) {
      boolean carriageReturnAlone =
          text.charAt(i) == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n');
      if (text.charAt(i) == '\n' || carriageReturnAlone) {
        line++;
        lineStart = i + 1;
      }
    }
    return new Place(file, line, text.length() - lineStart + 1);
  }

  private static String sentence(String file, byte[] content, CharBuffer decoded) {
    int at = decoded.toString().getBytes(StandardCharsets.UTF_8).length;
    return "byte `%02X` is not UTF-8; %s %s"
        .formatted(
            content[at],
            isKoreanWindows(content)
                ? "the file seems to be CP949 (EUC-KR): save it as"
                : "save the file as",
            // What spreadsheets call it.
            file.endsWith(".csv") ? "\"CSV UTF-8\"" : "UTF-8");
  }

  private static boolean isKoreanWindows(byte[] content) {
    if (!Charset.isSupported(KOREAN_WINDOWS)) {
      return false;
    }
    try {
      String text =
          Charset.forName(KOREAN_WINDOWS)
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(content))
              .toString();
      return text.codePoints().anyMatch(c -> c >= 0xAC00 && c <= 0xD7A3);
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
