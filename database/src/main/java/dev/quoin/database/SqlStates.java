package dev.quoin.database;

import java.sql.SQLException;
import java.util.Set;

/// What an error of PostgreSQL means for the one who asked. The codes: appendix A of its manual.
public final class SqlStates {
  private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "55P03");

  private SqlStates() {}

  /// The transaction lost a race and can be run again as it was.
  public static boolean isLostRace(SQLException e) {
    return TRY_AGAIN.contains(state(e));
  }

  /// A key that has to be unique is there already.
  public static boolean isDuplicateKey(SQLException e) {
    return state(e).equals("23505");
  }

  /// What was sent is wrong, whichever database it is sent to: data exceptions and broken constraints.
  public static boolean isWrongData(SQLException e) {
    return state(e).startsWith("22") || state(e).startsWith("23") || state(e).equals("54000");
  }

  static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }
}
