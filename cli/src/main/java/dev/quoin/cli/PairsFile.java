package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.compare.By;
import dev.quoin.compare.Comparison;
import dev.quoin.compare.Money;
import dev.quoin.compare.Pair;
import dev.quoin.compare.Pairs;
import dev.quoin.compare.Policy;
import dev.quoin.journal.parquet.ParquetOutput;
import dev.quoin.journal.parquet.ParquetOutput.Field;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `--pairs`: a Parquet file of all requests of a comparison, with both answers of each. What the columns mean is in
/// `docs/guide/compare-two-policies.md`.
final class PairsFile implements Pairs, Closeable {
  private static final String SCHEMA = "1";
  private static final String ENDING = ".parquet";

  private final String typed;
  private final ParquetOutput<Pair> file;

  private PairsFile(String typed, ParquetOutput<Pair> file) {
    this.typed = typed;
    this.file = file;
  }

  /// Why the file cannot be written.
  static final class Unwritten extends IOException {
    private static final long serialVersionUID = 1L;

    Unwritten(String typed, IOException why) {
      super(sentence(typed, why), why);
    }

    private static String sentence(String typed, IOException why) {
      return why instanceof FileAlreadyExistsException there
          ? "`%s` is there already (expected: a file that is not)"
              .formatted(there.getFile().endsWith(ENDING) ? typed : typed + ".new")
          : "cannot write `%s`: %s".formatted(typed, TypedFile.why(why));
    }
  }

  /// A name that cannot be written is told before minutes of work.
  ///
  /// @param typed Java's null where nothing is to be written
  static void requireWritable(@Nullable String typed, Terminal terminal) throws Unusable {
    TypedFile.requireWritable(typed, terminal);
    if (typed != null && !typed.toLowerCase(Locale.ROOT).endsWith(ENDING)) {
      throw new Unusable(
          "`--pairs` is `%s` (expected: a file whose name ends with %s)".formatted(typed, ENDING));
    }
  }

  /// Begins the file.
  static PairsFile create(
      String typed, Policy before, Policy after, Comparison.Options options, Terminal terminal)
      throws Unwritten {
    Money money = Money.of(before.ratebook().currency());
    Map<String, String> told = new LinkedHashMap<>();
    told.put("quoin.pairs", SCHEMA);
    told.put("quoin.service", before.service().name());
    told.put("quoin.before", before.ratebook().digest());
    told.put("quoin.after", after.ratebook().digest());
    told.put("quoin.currency", money.currency());
    try {
      return new PairsFile(
          typed,
          ParquetOutput.create(
              terminal.path(typed), Pair.class, fields(money, options.axes()), told));
    } catch (IOException e) {
      throw new Unwritten(typed, e);
    }
  }

  private static List<Field<Pair>> fields(Money money, List<By.Axis> axes) {
    List<Field<Pair>> fields = new ArrayList<>();
    fields.add(new Field.Text<>("id", Pair::id));
    fields.add(new Field.Text<>("inputs", Pair::inputs));
    fields.add(new Field.Text<>("outcome_before", pair -> pair.before().outcome()));
    fields.add(new Field.Text<>("outcome_after", pair -> pair.after().outcome()));
    fields.add(amount("total_before", money, pair -> pair.before().units()));
    fields.add(amount("total_after", money, pair -> pair.after().units()));
    fields.add(amount("difference", money, Pair::difference));
    fields.add(new Field.Texts<>("reasons_before", pair -> pair.before().codes()));
    fields.add(new Field.Texts<>("reasons_after", pair -> pair.after().codes()));
    Set<String> names = new HashSet<>();
    for (int i = 0; i < axes.size(); i++) {
      int axis = i;
      fields.add(new Field.Text<>(name(axes.get(i), names), pair -> pair.segments().get(axis)));
    }
    return fields;
  }

  private static Field<Pair> amount(String name, Money money, Function<Pair, OptionalLong> units) {
    return new Field.Amount<>(
        name,
        money.digits(),
        pair -> {
          OptionalLong found = units.apply(pair);
          return found.isEmpty() ? null : BigDecimal.valueOf(found.getAsLong(), money.digits());
        });
  }

  /// Such as `by_start_weekday`: a name that needs no quotes in SQL.
  ///
  /// @param names those that there are already
  private static String name(By.Axis axis, Set<String> names) {
    StringBuilder text = new StringBuilder("by ").append(axis.input());
    if (axis.part() != By.Part.VALUE) {
      text.append(' ').append(axis.part().name().toLowerCase(Locale.ROOT));
    }
    axis.step()
        .ifPresent(step -> text.append(" step ").append(step.toBigDecimal().toPlainString()));
    String name = text.toString().replaceAll("[^\\p{L}\\p{N}]+", "_");
    String unlike = name;
    for (int number = 2; !names.add(unlike); number++) {
      unlike = name + "_" + number;
    }
    return unlike;
  }

  @Override
  public void add(List<Pair> some) throws IOException {
    try {
      for (Pair pair : some) {
        file.write(pair);
      }
    } catch (IOException e) {
      throw new Unwritten(typed, e);
    }
  }

  /// Gives the file its name.
  void finish() throws Unwritten {
    try {
      file.finish();
    } catch (IOException e) {
      throw new Unwritten(typed, e);
    }
  }

  /// Leaves nothing of a file that was not finished.
  @Override
  public void close() throws Unwritten {
    try {
      file.close();
    } catch (IOException e) {
      throw new Unwritten(typed, e);
    }
  }
}
