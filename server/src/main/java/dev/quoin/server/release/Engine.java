package dev.quoin.server.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.quoin.compiler.Compiler;
import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Value;
import dev.quoin.pricing.Quoting;
import dev.quoin.ratebook.Ratebook;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.zone.ZoneRulesProvider;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// What computes prices, by names that tell later whether it was the same: `0.1.0+3f2a9c1b22d0`. Behind the version stands
/// the beginning of a digest of the classes between a request and its price. Two programs that have it in common compute alike,
/// however and whenever they were built.
///
/// @param version of the engine
/// @param zoneData the version of the time zones' rules, such as `2026a`
public record Engine(String version, String zoneData) {
  /// One class of each module that has a part in a price.
  private static final List<Class<?>> PARTS =
      List.of(
          Decimal.class, Value.class, Program.class, Compiler.class, Ratebook.class, Quoting.class);

  private static final int DIGITS = 12;

  private static final class Current {
    private static final Engine ENGINE = new Engine(buildVersion() + "+" + digest(), zoneRules());
  }

  /// The one that this program is.
  public static Engine current() {
    return Current.ENGINE;
  }

  private static String buildVersion() {
    try (InputStream text =
        requireNonNull(Engine.class.getResourceAsStream("version.txt"), "version.txt")) {
      return new String(text.readAllBytes(), UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String zoneRules() {
    return ZoneRulesProvider.getVersions("UTC").lastEntry().getKey();
  }

  private static String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Class<?> part : PARTS) {
        add(Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI()), digest);
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException | URISyntaxException e) {
      throw new IllegalStateException("the classes of the engine are not in files", e);
    }
  }

  /// A module is a folder while it is built, and a jar where it runs.
  private static void add(Path module, MessageDigest digest) throws IOException {
    if (Files.isDirectory(module)) {
      addClasses(module, digest);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(module)) {
        addClasses(jar.getPath("/"), digest);
      }
    }
  }

  private static void addClasses(Path root, MessageDigest digest) throws IOException {
    List<Path> classes;
    try (Stream<Path> files = Files.walk(root)) {
      classes =
          files
              .filter(file -> file.toString().endsWith(".class"))
              .sorted((one, other) -> name(root, one).compareTo(name(root, other)))
              .toList();
    }
    for (Path file : classes) {
      digest.update(name(root, file).getBytes(UTF_8));
      digest.update(Files.readAllBytes(file));
    }
  }

  private static String name(Path root, Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }
}
