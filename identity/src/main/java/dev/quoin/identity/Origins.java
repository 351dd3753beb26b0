package dev.quoin.identity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// From where somebody comes, as far as one of them can be told from another.
final class Origins {
  /// What a provider gives to one subscriber at least: each of them has more addresses than anybody could count.
  private static final int NETWORK_BYTES = 8;

  private Origins() {}

  /// The network that an IPv6 address belongs to; every other address as it is.
  static String of(String address) {
    int zone = address.indexOf('%');
    String plain = zone < 0 ? address : address.substring(0, zone);
    if (plain.indexOf(':') < 0) {
      return address;
    }
    try {
      return InetAddress.ofLiteral(plain) instanceof Inet6Address six
          ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), NETWORK_BYTES)) + "::/64"
          : InetAddress.ofLiteral(plain).getHostAddress();
    } catch (IllegalArgumentException e) {
      return address;
    }
  }
}
