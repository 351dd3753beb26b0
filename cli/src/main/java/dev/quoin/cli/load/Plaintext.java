package dev.quoin.cli.load;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Whether somebody on the way could read what is sent.
public final class Plaintext {
  /// What to do about it.
  public static final String HOW =
      "expected: TLS (https://…, grpcs://…), a tunnel, or `--plaintext` where the way there is your own";

  private Plaintext() {}

  /// Whether a host is this machine, to which no way leads over others.
  public static boolean isHere(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
