package dev.quoin.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "2001:db8:1:2:3:4:5:6, 20010db800010002::/64",
    "2001:0db8:0001:0002::1, 20010db800010002::/64",
    "fe80:0:0:0:1:2:3:4%eth0, fe80000000000000::/64",
    "::1, 0000000000000000::/64",
    "::ffff:192.0.2.1, 192.0.2.1",
    "somewhere:else, somewhere:else"
  })
  void an_address_of_ipv6_is_its_network(String address, String origin) {
    assertThat(Origins.of(address)).isEqualTo(origin);
  }
}
