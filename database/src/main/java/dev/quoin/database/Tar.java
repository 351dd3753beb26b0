package dev.quoin.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Unpacks a tar archive (POSIX ustar, with GNU's long names): folders, files and symbolic links, with the bit that makes
/// a file a program.
final class Tar {
  private static final int BLOCK = 512;

  private final InputStream in;
  private final Path into;
  private final byte[] header = new byte[BLOCK];

  private Tar(InputStream in, Path into) {
    this.in = in;
    this.into = into;
  }

  static void unpack(InputStream in, Path into) throws IOException {
    new Tar(in, into).entries();
  }

  private void entries() throws IOException {
    String longName = "";
    String longTarget = "";
    while (nextHeader()) {
      String name = longName.isEmpty() ? name() : longName;
      String target = longTarget.isEmpty() ? text(157, 100) : longTarget;
      long size = octal(124, 12);
      int kind = header[156];
      switch (kind) {
        case 'L' -> longName = longText(size);
        case 'K' -> longTarget = longText(size);
        default -> {
          entry(kind, name, target, size);
          longName = "";
          longTarget = "";
        }
      }
    }
  }

  private void entry(int kind, String name, String target, long size) throws IOException {
    Path path = inside(name);
    switch (kind) {
      case '5' -> Files.createDirectories(path);
      case '0', 0 -> file(path, size);
      case '2' -> {
        inside(path.resolveSibling(target));
        Files.createDirectories(path.resolveSibling("."));
        Files.createSymbolicLink(path, Path.of(target));
      }
      case 'x', 'g' -> skip(size);
      default -> throw new IOException("`" + name + "` is of an unknown kind: " + (char) kind);
    }
  }

  private void file(Path path, long size) throws IOException {
    Files.createDirectories(path.resolveSibling("."));
    try (OutputStream out = Files.newOutputStream(path)) {
      byte[] buffer = new byte[1 << 16];
      for (long left = size; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (read < 0) {
          throw new EOFException("the archive ends within `" + path.getFileName() + "`");
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
    in.skipNBytes(padding(size));
    boolean program = (octal(100, 8) & 0100) != 0;
    OwnerAndMode.setMode(path, program ? "rwxr-xr-x" : "rw-r--r--");
  }

  /// An archive that names files outside of the folder is refused.
  private Path inside(String name) throws IOException {
    return inside(into.resolve(name));
  }

  private Path inside(Path path) throws IOException {
    Path normal = path.normalize();
    if (!normal.startsWith(into)) {
      throw new IOException("`" + path + "` leads out of the folder");
    }
    return normal;
  }

  /// Two blocks of zeros end an archive; one is taken for the end, too.
  private boolean nextHeader() throws IOException {
    int read = in.readNBytes(header, 0, BLOCK);
    if (read == 0) {
      return false;
    }
    if (read < BLOCK) {
      throw new EOFException("the archive ends within a header");
    }
    return header[0] != 0;
  }

  private String name() {
    String name = text(0, 100);
    // GNU's own form has a blank here, and times where POSIX has the prefix.
    String prefix = header[262] == 0 ? text(345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private String longText(long size) throws IOException {
    byte[] text = in.readNBytes((int) size);
    in.skipNBytes(padding(size));
    int end = text.length;
    while (end > 0 && text[end - 1] == 0) {
      end--;
    }
    return new String(text, 0, end, UTF_8);
  }

  private void skip(long size) throws IOException {
    in.skipNBytes(size + padding(size));
  }

  private static long padding(long size) {
    return (BLOCK - size % BLOCK) % BLOCK;
  }

  private String text(int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, UTF_8);
  }

  private long octal(int from, int length) {
    String digits = text(from, length).strip();
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }
}
