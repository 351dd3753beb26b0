package dev.quoin.ratebook.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// An open table with typed columns, which somebody else can read.
public interface Rows extends Closeable {
  List<String> columns();

  /// The next rows; none at the end. A cell that is empty is left out.
  ///
  /// @param first the number of the first of them, from 1
  /// @param most how many
  List<Node.Mapping> next(long first, int most) throws IOException;

  /// How many rows there are.
  long size();
}
