package dev.quoin.server.page;

import java.util.List;
import java.util.regex.Pattern;

/// Draws the little Markdown that pages of problems are written in as HTML: headings, paragraphs, fenced listings, quotes, tables, code and
/// links. Everything else is text.
final class Markdown {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)\\]\\(([a-z0-9-]+)\\.md\\)");

  private final StringBuilder html = new StringBuilder();
  private final StringBuilder paragraph = new StringBuilder();

  private Markdown() {}

  static String html(String text) {
    Markdown markdown = new Markdown();
    boolean listing = false;
    for (String line : text.lines().toList()) {
      if (line.startsWith("```")) {
        markdown.end();
        markdown.html.append(listing ? "</code></pre>\n" : "<pre><code>");
        listing = !listing;
      } else if (listing) {
        markdown.html.append(escaped(line)).append('\n');
      } else {
        markdown.line(line);
      }
    }
    markdown.end();
    return markdown.html.toString();
  }

  private void line(String line) {
    if (line.startsWith("# ") || line.startsWith("## ")) {
      end();
      String tag = line.startsWith("# ") ? "h1" : "h2";
      html.append("<%s>%s</%s>\n".formatted(tag, inline(line.replaceFirst("#+ ", "")), tag));
    } else if (line.startsWith("> ")) {
      end();
      html.append("<blockquote>").append(inline(line.substring(2))).append("</blockquote>\n");
    } else if (line.startsWith("| ")) {
      end();
      row(line);
    } else if (line.startsWith("    ")) {
      end();
      html.append("<pre><code>").append(escaped(line.strip())).append("</code></pre>\n");
    } else if (line.isBlank()) {
      end();
    } else {
      paragraph.append(paragraph.isEmpty() ? "" : " ").append(line);
    }
  }

  private void row(String line) {
    List<String> cells = List.of(line.substring(2, line.length() - 2).split(" \\| ", -1));
    if (!cells.getFirst().startsWith("---")) {
      html.append("<p class=\"row\">");
      cells.forEach(cell -> html.append("<span>").append(inline(cell)).append("</span>"));
      html.append("</p>\n");
    }
  }

  private void end() {
    if (!paragraph.isEmpty()) {
      html.append("<p>").append(inline(paragraph.toString())).append("</p>\n");
      paragraph.setLength(0);
    }
  }

  private static String inline(String text) {
    String linked = LINK.matcher(escaped(text)).replaceAll("<a href=\"$2\">$1</a>");
    return CODE.matcher(linked).replaceAll("<code>$1</code>");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
