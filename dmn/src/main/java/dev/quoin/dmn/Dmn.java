package dev.quoin.dmn;

import dev.quoin.dmn.build.Builder;
import dev.quoin.dmn.read.ModelFolder;
import dev.quoin.dmn.read.ModelReader;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// DMN by itself: a file, checked → a program that can be asked.
///
///     Program program = Dmn.read(Path.of("fee.dmn"), Mode.PLAIN, problems).orElseThrow();
///     Evaluator evaluator = new ModelInterpreter(program); // or Compiler.compile(program)
///     Value fee = evaluator.decide("fee", Map.of("hours", Value.of(3)), moment);
public final class Dmn {
  private Dmn() {}

  /// Reads a file of DMN 1.1 to 1.6, and what it imports from the folder in which it lies.
  ///
  /// @param mode what becomes of an error in an evaluation
  /// @param problems where everything that is wrong with the model is added, at once
  /// @return empty where something is wrong
  /// @throws IOException where the file itself cannot be read
  public static Optional<Program> read(Path file, Mode mode, Problems problems) throws IOException {
    return ModelFolder.read(file, file.toString(), Files.readAllBytes(file), problems)
        .flatMap(model -> Builder.build(model, Map.of(), mode, problems));
  }

  /// Reads a model that imports nothing.
  ///
  /// @param name what problems call it
  /// @param content the bytes of the file: they say their encoding, as XML does
  /// @param mode what becomes of an error in an evaluation
  /// @param problems where everything that is wrong with the model is added, at once
  /// @return empty where something is wrong
  public static Optional<Program> read(String name, byte[] content, Mode mode, Problems problems) {
    return ModelReader.read(name, content, problems)
        .flatMap(model -> Builder.build(model, Map.of(), mode, problems));
  }
}
