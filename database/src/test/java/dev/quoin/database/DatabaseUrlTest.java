package dev.quoin.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabaseUrlTest {
  @Test
  void the_form_that_people_use() {
    assertThat(
            DatabaseUrl.parse(
                "postgres://quoin:p%40ss+word@db.example:5433/prices?sslmode=require"))
        .isEqualTo(
            new DatabaseUrl(
                "jdbc:postgresql://db.example:5433/prices?sslmode=require",
                Optional.of("quoin"),
                Optional.of("p@ss+word")));
    assertThat(DatabaseUrl.parse("postgresql://db.example/prices"))
        .isEqualTo(
            new DatabaseUrl(
                "jdbc:postgresql://db.example/prices", Optional.empty(), Optional.empty()));
  }

  @Test
  void the_form_of_jdbc_is_taken_as_it_is() {
    DatabaseUrl url = DatabaseUrl.parse("jdbc:postgresql://a,b/prices?user=quoin&password=secret");
    assertThat(url.jdbc()).endsWith("password=secret");
    assertThat(url).hasToString("a,b/prices");
  }

  @Test
  void a_wrong_one_says_what_is_expected_and_no_password() {
    for (String wrong :
        List.of(
            "mysql://quoin:secret@db/prices",
            "postgres://quoin:sec ret@db/prices",
            "postgres://quoin:secret@db",
            "postgres:///prices",
            "")) {
      assertThatThrownBy(() -> DatabaseUrl.parse(wrong))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("expected `postgres://user:password@host:port/database`")
          .hasMessageNotContaining("secret")
          .hasMessageNotContaining("sec ret");
    }
  }

  @Test
  void nobody_at_home_is_said_in_a_sentence() {
    assertThatThrownBy(() -> Database.at(DatabaseUrl.parse("postgres://a:b@127.0.0.1:1/c")))
        .isInstanceOf(DatabaseException.class)
        .hasMessage("no PostgreSQL answers at 127.0.0.1:1/c");
  }
}
