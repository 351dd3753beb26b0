package dev.quoin.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogTest {
  private static final Logger OURS = LoggerFactory.getLogger("dev.quoin.server.Example");
  private static final Logger THEIRS = LoggerFactory.getLogger("org.example.Library");

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @AfterEach
  void close() {
    Log.close();
  }

  @Test
  void an_event_is_one_line_of_json_with_its_details() {
    Log.open(written);
    OURS.atInfo()
        .addKeyValue("ratebook", "seoul \"carshare\"\n")
        .addKeyValue("cases", 331)
        .addKeyValue("problems", List.of("a", "b"))
        .addKeyValue("folder", Path.of("ratebooks", "seoul"))
        .log("took over {}", "it");
    assertThat(written.toString(UTF_8))
        .endsWith("\n")
        .hasLineCount(1)
        .contains(
            "\"level\":\"info\",\"message\":\"took over it\","
                + "\"ratebook\":\"seoul \\\"carshare\\\"\\n\",\"cases\":331,\"problems\":[\"a\",\"b\"],\"folder\":\"ratebooks/seoul\","
                + "\"logger\":\"dev.quoin.server.Example\"}")
        .startsWith("{\"time\":\"");
  }

  @Test
  void what_was_thrown_is_told_in_the_same_line() {
    Log.open(written);
    OURS.error("broke", new IllegalStateException("no"));
    assertThat(written.toString(UTF_8))
        .hasLineCount(1)
        .contains("\"error\":\"java.lang.IllegalStateException: no\",\"stack\":\"java.lang.Ille");
  }

  @Test
  void libraries_are_heard_from_warnings_on_whichever_way_they_log() {
    Log.open(written);
    THEIRS.info("chatter");
    THEIRS.warn("look at this");
    java.util.logging.Logger jul = java.util.logging.Logger.getLogger("org.example.Driver");
    jul.info("chatter");
    jul.log(java.util.logging.Level.SEVERE, "lost {0}", "it");
    assertThat(written.toString(UTF_8))
        .hasLineCount(2)
        .contains("look at this", "\"level\":\"error\",\"message\":\"lost it\"")
        .doesNotContain("chatter");
  }

  @Test
  void nothing_is_said_while_it_is_closed() {
    OURS.error("unheard");
    assertThat(OURS.isErrorEnabled()).isFalse();
    assertThat(written.size()).isZero();
  }
}
