package dev.quoin.server.page;

/// The pages that explain problems.
public final class ProblemPages {
  public static final String PATH = "/problems/";

  /// Known once the server listens.
  private volatile String base = "";

  /// Says where callers find this server, such as `http://127.0.0.1:8080`.
  public void at(String url) {
    base = url;
  }

  /// The page of a problem.
  public String url(String code) {
    return base + PATH + code;
  }
}
