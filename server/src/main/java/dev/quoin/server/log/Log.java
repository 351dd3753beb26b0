package dev.quoin.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;

/// The log of this process: closed until somebody opens it, then a line of JSON for each event.
///
/// Our own events are written from `INFO` on, those of the libraries from `WARN` on. No event of ours holds what a request
/// said: a log goes to places to which birth dates do not belong.
public final class Log {
  private static final String OURS = "dev.quoin";
  private static final JsonFactory JSON = new JsonFactory();
  private static final Map<String, Logger> LOGGERS = new ConcurrentHashMap<>();

  private static volatile @Nullable OutputStream target;

  private Log() {}

  /// Opens it. What is logged before is lost.
  ///
  /// @param to takes whole lines, each in one write
  public static void open(OutputStream to) {
    target = to;
    JulHandler.install();
  }

  public static void close() {
    target = null;
  }

  static ILoggerFactory loggers() {
    return name -> LOGGERS.computeIfAbsent(name, LineLogger::new);
  }

  static boolean isWritten(String logger, Level level) {
    Level least = logger.startsWith(OURS) ? Level.INFO : Level.WARN;
    return target != null && level.toInt() >= least.toInt();
  }

  static void write(
      String logger,
      Level level,
      Instant at,
      String message,
      List<KeyValuePair> details,
      @Nullable Throwable thrown) {
    OutputStream to = target;
    if (to == null) {
      return;
    }
    byte[] line = line(logger, level, at, message, details, thrown);
    try {
      synchronized (Log.class) {
        to.write(line);
        to.flush();
      }
    } catch (IOException e) {
      // Whoever reads the log has gone; there is nobody left to tell.
    }
  }

  private static byte[] line(
      String logger,
      Level level,
      Instant at,
      String message,
      List<KeyValuePair> details,
      @Nullable Throwable thrown) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("time", at.toString());
      json.writeStringField("level", level.name().toLowerCase(Locale.ROOT));
      json.writeStringField("message", message);
      for (KeyValuePair detail : details) {
        json.writeFieldName(detail.key);
        value(detail.value, json);
      }
      if (thrown != null) {
        json.writeStringField("error", thrown.toString());
        json.writeStringField("stack", stack(thrown));
      }
      json.writeStringField("logger", logger);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    line.writeBytes("\n".getBytes(UTF_8));
    return line.toByteArray();
  }

  private static void value(@Nullable Object value, JsonGenerator json) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Boolean truth -> json.writeBoolean(truth);
      case Collection<?> items -> { // not Iterable: a path is one, of paths
        json.writeStartArray();
        for (Object item : items) {
          value(item, json);
        }
        json.writeEndArray();
      }
      default -> json.writeString(value.toString());
    }
  }

  private static String stack(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
