package dev.quoin.feel;

/// A position that a person can open: a file, a line and a column, both counted from 1.
///
/// @param file the file as the user named it, relative to the ratebook or the working folder
/// @param line the line, from 1; 0 where a problem belongs to the whole file
/// @param column the column in characters, from 1; 0 where a problem belongs to the whole line
public record Place(String file, int line, int column) implements Comparable<Place> {

  @Override
  public int compareTo(Place other) {
    int byFile = file.compareTo(other.file);
    if (byFile != 0) {
      return byFile;
    }
    int byLine = Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }

  /// `file:line:column`, without the parts that are 0.
  @Override
  public String toString() {
    if (line == 0) {
      return file;
    }
    return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
  }
}
