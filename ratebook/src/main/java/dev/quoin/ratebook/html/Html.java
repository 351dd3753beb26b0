package dev.quoin.ratebook.html;

import java.util.ArrayDeque;
import java.util.Deque;

/// Writes HTML and SVG: what is opened is closed, and every text is escaped.
public final class Html {
  private final StringBuilder page = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /// Opens an element.
  ///
  /// @param attributes names and values in turn
  public Html open(String tag, String... attributes) {
    start(tag, attributes).append('>');
    open.push(tag);
    return this;
  }

  /// An element without content.
  public Html empty(String tag, String... attributes) {
    start(tag, attributes).append(tag.equals("meta") || tag.equals("br") ? ">" : "/>");
    return this;
  }

  private StringBuilder start(String tag, String... attributes) {
    page.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      page.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      page.append('"');
    }
    return page;
  }

  public Html close() {
    page.append("</").append(open.pop()).append('>');
    return this;
  }

  public Html text(String text) {
    escape(text);
    return this;
  }

  /// An element with nothing but text in it.
  public Html line(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  public Html newLine() {
    page.append('\n');
    return this;
  }

  /// What is HTML already.
  public Html raw(String html) {
    page.append(html);
    return this;
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> page.append("&amp;");
        case '<' -> page.append("&lt;");
        case '>' -> page.append("&gt;");
        case '"' -> page.append("&quot;");
        case '\'' -> page.append("&#39;");
        default -> page.append(c);
      }
    }
  }

  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("still open: " + open);
    }
    return page.toString();
  }
}
