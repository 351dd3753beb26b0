package dev.quoin.spark;

import dev.quoin.compare.News;
import dev.quoin.compare.Part;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/// Passes on what a part has come to. Spark calls it once for each, in one thread at a time.
final class PassOn extends AbstractFunction2<Object, byte[], BoxedUnit> {
  private final List<Part> parts;
  private final DataOutputStream out;

  PassOn(List<Part> parts, DataOutputStream out) {
    this.parts = parts;
    this.out = out;
  }

  @Override
  public BoxedUnit apply(Object number, byte[] counted) {
    try {
      Part part = parts.get((Integer) number);
      new News.Part(part.number(), part.length(), counted).write(out);
      return BoxedUnit.UNIT;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
