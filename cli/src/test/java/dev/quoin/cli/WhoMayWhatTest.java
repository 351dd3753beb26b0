package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.identity.Operation;
import dev.quoin.identity.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The table of the guide is the one by which the server goes. `-Dquoin.listings=write` writes it anew.
class WhoMayWhatTest {
  private static final Path PAGE = Quoin.checkout().resolve("docs/guide/who-may-what.md");
  private static final Pattern TABLE = Pattern.compile("<!-- table -->\\n(?:\\n(?:\\|.*\\n)+)*");

  @Test
  void the_table_of_the_guide_is_that_of_the_server() throws IOException {
    String page = Files.readString(PAGE);
    Matcher table = TABLE.matcher(page);
    assertThat(table.find()).isTrue();
    String written =
        page.substring(0, table.start())
            + "<!-- table -->\n\n"
            + table()
            + page.substring(table.end());
    if ("write".equals(System.getProperty("quoin.listings"))) {
      Files.writeString(PAGE, written);
    } else {
      assertThat(page).isEqualTo(written);
    }
  }

  private static String table() {
    String roles = Arrays.stream(Role.values()).map(Role::text).collect(Collectors.joining(" | "));
    StringBuilder table = new StringBuilder("| operation | | " + roles + " | key | open |\n");
    table.append("| --- ".repeat(Role.values().length + 4)).append("|\n");
    for (Operation operation : Operation.values()) {
      table.append("| `%s` | %s |".formatted(operation.text(), operation.sentence()));
      for (Role role : Role.values()) {
        table.append(cell(operation.isFor(role)));
      }
      table.append(cell(operation.isForKeys())).append(cell(operation.isOpen())).append('\n');
    }
    return table + "\n" + roleSentences();
  }

  private static String cell(boolean may) {
    return may ? " yes |" : " |";
  }

  private static String roleSentences() {
    return "| role | |\n| --- | --- |\n"
        + Arrays.stream(Role.values())
            .map(role -> "| %s | %s |\n".formatted(role.text(), role.sentence()))
            .collect(Collectors.joining());
  }
}
