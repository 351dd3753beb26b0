package dev.quoin.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordsTest {
  @Test
  void blocks_end_where_lines_do_and_know_their_first_line() throws IOException {
    assertThat(cut("a\nb\r\nc\rd\n\ne", false, 2)).containsExactly("1:a|b|", "3:c|d|", "5:|e");
  }

  @Test
  void a_line_within_quotes_ends_no_record() throws IOException {
    assertThat(cut("a,\"1\n2\"\nb\nc\n", true, 1)).containsExactly("1:a,\"1|2\"|", "3:b|", "4:c|");
  }

  @Test
  void a_record_without_an_end_is_cut() throws IOException {
    Records records = new Records(new ByteArrayInputStream(new byte[20 << 20]), false);
    assertThat(records.next(10)).map(Records.Some::isTooLong).hasValue(true);
  }

  private static List<String> cut(String text, boolean hasQuotes, int count) throws IOException {
    Records records = new Records(new ByteArrayInputStream(text.getBytes(UTF_8)), hasQuotes);
    List<String> blocks = new ArrayList<>();
    for (Optional<Records.Some> some = records.next(count);
        some.isPresent();
        some = records.next(count)) {
      blocks.add(
          some.get().line()
              + ":"
              + new String(some.get().bytes(), UTF_8).replaceAll("\r\n|\r|\n", "|"));
    }
    return blocks;
  }
}
