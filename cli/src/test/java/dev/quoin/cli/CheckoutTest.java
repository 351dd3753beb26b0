package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CheckoutTest {
  private static final String PAGE = "docs/problems/gap.md";

  @Test
  void its_files_are_named_from_it_where_somebody_works_in_it() {
    assertThat(Checkout.named(PAGE, Path.of("/opt/quoin"), Path.of("/opt/quoin"))).isEqualTo(PAGE);
    assertThat(Checkout.named(PAGE, Path.of("").toAbsolutePath(), Path.of(""))).isEqualTo(PAGE);
  }

  @Test
  void from_elsewhere_the_whole_way_to_them_is_said() {
    assertThat(Checkout.named(PAGE, Path.of("/opt/quoin"), Path.of("/home/kim")))
        .isEqualTo("/opt/quoin/docs/problems/gap.md");
  }

  @Test
  void without_a_launcher_nobody_knows_where_it_is() {
    assertThat(Checkout.named(PAGE, Path.of(""), Path.of("/home/kim"))).isEqualTo(PAGE);
  }
}
