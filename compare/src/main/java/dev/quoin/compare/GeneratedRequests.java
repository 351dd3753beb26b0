package dev.quoin.compare;

import dev.quoin.compiler.Compiler;
import dev.quoin.dmn.Column;
import dev.quoin.ratebook.generate.ColumnGenerator;
import dev.quoin.ratebook.generate.Generator;
import dev.quoin.ratebook.source.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Requests that a ratebook's generator makes: any block of them can be made by itself.
public final class GeneratedRequests implements Parted {
  private final ColumnGenerator generator;
  private final long seed;
  private final long from;
  private final long to;
  private final int block;
  private final AtomicLong next;
  private final Flaws flaws = new Flaws();

  /// So many requests of a seed.
  ///
  /// @param block how many are made at once
  public GeneratedRequests(Generator generator, long seed, long count, int block) {
    this(ColumnGenerator.of(generator, Compiler::compile), seed, 0, count, block);
  }

  private GeneratedRequests(ColumnGenerator generator, long seed, long from, long to, int block) {
    this.generator = generator;
    this.seed = seed;
    this.from = from;
    this.to = to;
    this.block = block;
    this.next = new AtomicLong(from);
  }

  @Override
  public Requests part(Part part) {
    return new GeneratedRequests(
        generator, seed, part.from(), Math.min(to, part.from() + part.length()), block);
  }

  @Override
  public Optional<Block> next() {
    long first = next.getAndAdd(block);
    return first >= to
        ? Optional.empty()
        : Optional.of(new Some(first, (int) Math.min(block, to - first)));
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
      return asked(from, size);
    }

    @Override
    public long length() {
      return size;
    }
  }

  private Asked asked(long from, int size) {
    Map<String, Column> inputs = generator.columns(seed, from, size);
    Asked.Side both = new Asked.Side(inputs, Map.of());
    return new Asked(
        size,
        both,
        both,
        LongStream.range(from, from + size).toArray(),
        new String[size],
        List.of());
  }

  @Override
  public Asked.Both inputs(long position, @Nullable Node written) {
    return asked(position, 1).inputs(0);
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.of(Math.max(0, to - from));
  }

  @Override
  public Flaws flaws() {
    return flaws;
  }

  @Override
  public void close() {}
}
