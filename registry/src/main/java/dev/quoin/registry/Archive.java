package dev.quoin.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// The files of a release in one piece: what its digest is the digest of, compressed. Each file is its name, a zero, its
/// length in decimal digits, a zero, and its content; files are in the order of their names.
final class Archive {
  private Archive() {}

  static byte[] pack(SortedMap<String, byte[]> files) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.write((file.getKey() + "\0" + file.getValue().length + "\0").getBytes(UTF_8));
        out.write(file.getValue());
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory failed", e);
    }
    return packed.toByteArray();
  }

  /// The files of an archive.
  ///
  /// @throws IOException where it is not the archive of the digest
  static SortedMap<String, byte[]> unpack(byte[] archive, String digest) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    MessageDigest sha256 = sha256();
    try (DataInputStream in =
        new DataInputStream(
            new DigestInputStream(
                new InflaterInputStream(new ByteArrayInputStream(archive)), sha256))) {
      for (int first = in.read(); first >= 0; first = in.read()) {
        String name = untilZero(first, in);
        byte[] content = in.readNBytes(length(untilZero(in.read(), in)));
        files.put(name, content);
      }
    }
    String found = HexFormat.of().formatHex(sha256.digest());
    if (!found.equals(digest)) {
      throw new IOException("its digest is " + found);
    }
    return files;
  }

  private static String untilZero(int first, InputStream in) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int next = first; next != 0; next = in.read()) {
      if (next < 0) {
        throw new EOFException("it ends within a name");
      }
      text.write(next);
    }
    return text.toString(UTF_8);
  }

  private static int length(String digits) throws IOException {
    try {
      return Integer.parseUnsignedInt(digits);
    } catch (NumberFormatException e) {
      throw new IOException("a length is `" + digits + "`", e);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
