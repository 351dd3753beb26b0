package dev.quoin.database;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;

/// What an error of PostgreSQL means for the one who asked. The codes: appendix A of its manual.
public final class SqlStates {
  private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "55P03", "23514");
  private static final Set<String> AWAY = Set.of("08", "28", "3D", "53", "57", "58");

  private SqlStates() {}

  /// The transaction lost a race and can be run again as it was: against another one, or, as no table of ours checks its rows, against
  /// a partition that was attached where the rows were going.
  public static boolean isLostRace(SQLException e) {
    return TRY_AGAIN.contains(state(e));
  }

  /// The database is not reached or takes nothing now, and the same may go well later: no connection, not let in, no such
  /// database, no resources, an operator stepped in, a fault of the system, a standby that only reads.
  public static boolean isAway(SQLException e) {
    return e instanceof SQLTransientException
        || e instanceof SQLRecoverableException
        || state(e).equals("25006")
        || AWAY.stream().anyMatch(state(e)::startsWith);
  }

  /// The statement took longer than it was given.
  public static boolean isCancelled(SQLException e) {
    return state(e).equals("57014");
  }

  /// What was sent is wrong, whichever database it is sent to: data exceptions and broken constraints. Of these a broken check may be
  /// a lost race, so who can try again does so first.
  public static boolean isWrongData(SQLException e) {
    return state(e).startsWith("22") || state(e).startsWith("23") || state(e).equals("54000");
  }

  /// The code; empty where there is none.
  public static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }
}
