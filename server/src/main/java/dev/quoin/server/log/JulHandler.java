package dev.quoin.server.log;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.event.Level;

/// Brings what libraries tell `java.util.logging` (the database's driver, gRPC) into the same [Log].
final class JulHandler extends Handler {
  /// Fills in the parameters of a message.
  private final SimpleFormatter formatter = new SimpleFormatter();

  static void install() {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(java.util.logging.Level.WARNING);
    root.addHandler(new JulHandler());
  }

  @Override
  public void publish(LogRecord event) {
    Level level =
        event.getLevel().intValue() >= java.util.logging.Level.SEVERE.intValue()
            ? Level.ERROR
            : Level.WARN;
    String logger = event.getLoggerName() == null ? "" : event.getLoggerName();
    if (Log.isWritten(logger, level)) {
      Log.write(
          logger,
          level,
          event.getInstant(),
          formatter.formatMessage(event),
          List.of(),
          event.getThrown());
    }
  }

  @Override
  public void flush() {
    // Nothing is held back.
  }

  @Override
  public void close() {
    // The log is not this handler's.
  }
}
