package dev.quoin.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.pricing.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class ZipTest {
  private static byte[] zip(String... namesAndContents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        out.putNextEntry(new ZipEntry(namesAndContents[i]));
        out.write(namesAndContents[i + 1].getBytes(UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void folders_are_passed_over() throws IOException {
    Verdict<Map<String, byte[]>> files = Zip.files(zip("tables/", "", "tables/x.csv", "1"));
    assertThat(files.map(Map::keySet)).isEqualTo(new Verdict.Given<>(Set.of("tables/x.csv")));
  }

  @Test
  void a_folder_with_content_is_refused() throws IOException {
    assertThat(Zip.files(zip("tables/", "content", "tables/x.csv", "1")))
        .hasToString(
            "Rejected[rejection=Rejection[kind=WRONG, flaws=[Flaw[field=, code=bad-message,"
                + " sentence=`tables/` is a folder with content]]]]");
  }
}
