package dev.quoin.server.log;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/// A logger that writes into [Log].
final class LineLogger extends LegacyAbstractLogger implements LoggingEventAware {
  private static final long serialVersionUID = 1L;

  LineLogger(String name) {
    this.name = name;
  }

  @Override
  public boolean isTraceEnabled() {
    return Log.isWritten(name, Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return Log.isWritten(name, Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return Log.isWritten(name, Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return Log.isWritten(name, Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return Log.isWritten(name, Level.ERROR);
  }

  @Override
  public void log(LoggingEvent event) {
    List<KeyValuePair> details = event.getKeyValuePairs();
    write(
        event.getLevel(),
        event.getMessage(),
        event.getArgumentArray(),
        details == null ? List.of() : details,
        event.getThrowable());
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String message,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    write(level, message, arguments, List.of(), thrown);
  }

  private void write(
      Level level,
      @Nullable String message,
      Object @Nullable [] arguments,
      List<KeyValuePair> details,
      @Nullable Throwable thrown) {
    String text = MessageFormatter.basicArrayFormat(message, arguments);
    Log.write(name, level, Instant.now(), text == null ? "" : text, details, thrown);
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }
}
