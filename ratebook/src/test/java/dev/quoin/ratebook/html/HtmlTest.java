package dev.quoin.ratebook.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HtmlTest {
  @Test
  void texts_and_attributes_cannot_become_markup() {
    Html html = new Html().line("p", "a < b && \"c\" > 'd'", "title", "\"><script>");
    assertThat(html.toString())
        .isEqualTo(
            "<p title=\"&quot;&gt;&lt;script&gt;\">a &lt; b &amp;&amp; &quot;c&quot; &gt; &#39;d&#39;</p>");
  }

  @Test
  void what_is_opened_has_to_be_closed() {
    Html html = new Html().open("div").open("p").close();
    assertThatThrownBy(html::toString).hasMessageContaining("div");
  }
}
