package dev.quoin.dmn.read;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Bytes of an XML file to characters: by byte-order mark, else by the declaration, else UTF-8 (XML 1.0, appendix F).
final class Decoding {
  private static final Pattern DECLARED =
      Pattern.compile("^<\\?xml[^>]*?\\sencoding\\s*=\\s*[\"']([^\"']*)[\"']");

  /// In place of bytes that are no character.
  private static final char REPLACED = '\uFFFD';

  private Decoding() {}

  static Optional<String> decode(String file, byte[] content, Problems problems) {
    Charset charset;
    int skip = 0;
    if (startsWith(content, 0xEF, 0xBB, 0xBF)) {
      charset = StandardCharsets.UTF_8;
      skip = 3;
    } else if (startsWith(content, 0xFE, 0xFF)) {
      charset = StandardCharsets.UTF_16BE;
      skip = 2;
    } else if (startsWith(content, 0xFF, 0xFE)) {
      charset = StandardCharsets.UTF_16LE;
      skip = 2;
    } else if (startsWith(content, 0, '<')) {
      charset = StandardCharsets.UTF_16BE;
    } else if (startsWith(content, '<', 0)) {
      charset = StandardCharsets.UTF_16LE;
    } else {
      String head =
          new String(content, 0, Math.min(content.length, 1000), StandardCharsets.ISO_8859_1);
      Matcher declared = DECLARED.matcher(head);
      String name = declared.find() ? declared.group(1) : "UTF-8";
      try {
        charset = Charset.forName(name);
      } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
        problems.add(
            new Place(file, 1, declared.start(1) + 1),
            "xml-encoding",
            "unknown encoding `" + name + "`; save the file as UTF-8");
        return Optional.empty();
      }
    }
    if (charset.equals(StandardCharsets.UTF_8)) {
      // What is wrong becomes a mark here: without one nothing was, and a large file is not decoded
      // in two steps.
      String text = new String(content, skip, content.length - skip, charset);
      if (text.indexOf(REPLACED) < 0) {
        return Optional.of(text);
      }
    }
    return decode(file, ByteBuffer.wrap(content, skip, content.length - skip), charset, problems);
  }

  private static Optional<String> decode(
      String file, ByteBuffer bytes, Charset charset, Problems problems) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    // No charset of the JDK makes more than two characters of a byte.
    CharBuffer text = CharBuffer.allocate(2 * bytes.remaining() + 2);
    CoderResult result = decoder.decode(bytes, text, true);
    if (!result.isError()) {
      result = decoder.flush(text);
    }
    text.flip();
    if (!result.isError()) {
      return Optional.of(text.toString());
    }
    String before = text.toString();
    problems.add(
        new Lines(file, before).place(before.length()),
        charset.equals(StandardCharsets.UTF_8) ? "not-utf-8" : "xml-encoding",
        "the byte `0x%02X` is not %s; save the file as UTF-8"
            .formatted(bytes.get(bytes.position()), charset.name()));
    return Optional.empty();
  }

  private static boolean startsWith(byte[] content, int... bytes) {
    if (content.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (content[i] != (byte) bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
