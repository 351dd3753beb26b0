package dev.quoin.compare;

import dev.quoin.compiler.Compiler;
import dev.quoin.dmn.Column;
import dev.quoin.ratebook.generate.ColumnGenerator;
import dev.quoin.ratebook.generate.Generator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/// Requests that a ratebook's generator makes: any block of them can be made by itself.
public final class GeneratedRequests implements Requests {
  private final ColumnGenerator generator;
  private final long seed;
  private final long count;
  private final int block;
  private final AtomicLong next = new AtomicLong();
  private final Flaws flaws = new Flaws();

  /// So many requests of a seed.
  ///
  /// @param block how many are made at once
  public GeneratedRequests(Generator generator, long seed, long count, int block) {
    this.generator = ColumnGenerator.of(generator, Compiler::compile);
    this.seed = seed;
    this.count = count;
    this.block = block;
  }

  @Override
  public Optional<Block> next() {
    long from = next.getAndAdd(block);
    return from >= count
        ? Optional.empty()
        : Optional.of(new Some(from, (int) Math.min(block, count - from)));
  }

  private final class Some implements Block {
    private final long from;
    private final int size;

    Some(long from, int size) {
      this.from = from;
      this.size = size;
    }

    @Override
    public Asked requests() {
      Map<String, Column> inputs = generator.columns(seed, from, size);
      Asked.Side both = new Asked.Side(inputs, Map.of());
      return new Asked(
          size, both, both, LongStream.range(from, from + size).toArray(), new String[size]);
    }

    @Override
    public long length() {
      return size;
    }
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.of(count);
  }

  @Override
  public Flaws flaws() {
    return flaws;
  }

  @Override
  public void close() {}
}
