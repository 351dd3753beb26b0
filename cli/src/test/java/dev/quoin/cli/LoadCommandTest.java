package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.cli.load.PriceServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadCommandTest {
  private static final String SEOUL =
      Quoin.checkout().resolve("ratebooks/seoul-carshare").toString();

  @TempDir Path folder;

  private Quoin.Ran load(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "load";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Quoin.in(folder).run(all);
  }

  @Test
  void generated_requests_are_sent_and_what_became_of_them_is_written() throws IOException {
    try (PriceServer server = PriceServer.quick()) {
      Quoin.Ran ran =
          load(
              "--target",
              server.url(),
              "--ratebook",
              SEOUL,
              "--distinct",
              "50",
              "--rate",
              "50",
              "--duration",
              "1s",
              "--warm-up",
              "0s",
              "--mix",
              "rental=4,batch",
              "--batch-size",
              "10",
              "--json",
              "r.json",
              "--report",
              "r.html");
      assertThat(ran.err()).isEmpty();
      assertThat(ran.out()).contains("rental", "p99.9", server.url());
      assertThat(Files.readString(folder.resolve("r.json")))
          .contains("\"sent\": 50", "\"prices\": 140", "\"p99.9\": ");
      assertThat(Files.readString(folder.resolve("r.html"))).startsWith("<!doctype html>");
    }
  }

  @Test
  void what_hinders_a_load_is_said_in_one_sentence() throws IOException {
    Files.writeString(folder.resolve("r.jsonl"), "{\"model\": \"K8\"}\n{\"model\": }\n");
    Quoin.Ran broken = load("--target", "grpc://127.0.0.1:1", "--requests", "rental=r.jsonl");
    assertThat(broken.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(broken.err()).startsWith("r.jsonl:2:").contains("bad-json");
    Files.writeString(folder.resolve("r.jsonl"), "{\"model\": \"K8\"}\n");
    says("UNAVAILABLE", "--target", "grpc://127.0.0.1:1", "--requests", "rental=r.jsonl");
    says("x.jsonl`", "--target", "grpc://127.0.0.1:1", "--requests", "rental=x.jsonl");
    says("no requests of `rental`", "--target", "grpc://127.0.0.1:1");
    says("names no service", "--target", "grpc://127.0.0.1:1", "--requests", "r.jsonl");
    says("is no target", "--target", "localhost", "--requests", "rental=r.jsonl");
    says("is no mix", "--target", "grpc://127.0.0.1:1", "--mix", "rental=x");
    says("--rate is 0", "--target", "grpc://127.0.0.1:1", "--rate", "0");
    says("no length of time", "--target", "grpc://127.0.0.1:1", "--duration", "1d");
    try (PriceServer server = PriceServer.quick()) {
      says(
          "UNIMPLEMENTED",
          "--target",
          server.url(),
          "--ratebook",
          SEOUL,
          "--mix",
          "waiver",
          "--distinct",
          "5");
    }
  }

  private void says(String sentence, String... arguments) {
    Quoin.Ran ran = load(arguments);
    assertThat(ran.err()).contains(sentence);
    assertThat(ran.err().lines().filter(line -> !line.startsWith("See "))).hasSize(1);
    assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
  }
}
