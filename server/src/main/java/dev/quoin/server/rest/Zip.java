package dev.quoin.server.rest;

import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Files that come as a ZIP archive.
final class Zip {
  /// Of all files together, unpacked.
  static final int MAX_BYTES = 256 << 20;

  private static final int MAX_FILES = 10_000;

  private Zip() {}

  /// The files by their names in the archive; folders are none.
  static Verdict<Map<String, byte[]>> files(byte[] archive) {
    Map<String, byte[]> files = new TreeMap<>();
    int left = MAX_BYTES;
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.isDirectory()) {
          if (in.read() >= 0) {
            return wrong("bad-message", "`%s` is a folder with content".formatted(entry.getName()));
          }
          continue;
        }
        byte[] content = in.readNBytes(left + 1);
        left -= content.length;
        if (left < 0 || files.size() == MAX_FILES) {
          return wrong(
              "too-large",
              "the archive holds too much (expected: at most %,d files of %,d bytes together)"
                  .formatted(MAX_FILES, MAX_BYTES));
        }
        if (files.put(entry.getName(), content) != null) {
          return wrong("bad-message", "`%s` is in the archive twice".formatted(entry.getName()));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      return wrong("bad-message", "the body is no ZIP archive that can be read");
    }
    return files.isEmpty()
        ? wrong("bad-message", "the body is no ZIP archive, or an empty one")
        : new Verdict.Given<>(files);
  }

  private static Verdict<Map<String, byte[]>> wrong(String code, String sentence) {
    return Verdict.rejected(Rejection.Kind.WRONG, "", code, sentence);
  }
}
