package dev.quoin.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said to who names a PostgreSQL that Quoin cannot work with. No such one is at hand, so its greeting is spoken here, as
/// chapter 54 of PostgreSQL's manual has it.
class OldPostgresTest {
  @ParameterizedTest
  @ValueSource(strings = {"9.6.24", "12.22", "13.23"})
  void that_is_too_old_is_refused_in_one_sentence(String version) throws IOException {
    try (Greeter server = new Greeter(version)) {
      assertThatThrownBy(() -> Database.at(server.url()))
          .isInstanceOf(DatabaseException.class)
          .hasMessage(
              "the database at 127.0.0.1:%d/quoin is PostgreSQL %s; Quoin needs 14 or later"
                  .formatted(server.port(), version.substring(0, version.indexOf('.'))));
    }
  }

  @Test
  void that_does_not_answer_is_told_so() throws IOException {
    int port;
    try (Greeter server = new Greeter("14.0")) {
      port = server.port();
    }
    assertThatThrownBy(() -> Database.at(url(port)))
        .isInstanceOf(DatabaseException.class)
        .hasMessage("no PostgreSQL answers at 127.0.0.1:%d/quoin".formatted(port));
  }

  private static DatabaseUrl url(int port) {
    return new DatabaseUrl(
        "jdbc:postgresql://127.0.0.1:" + port + "/quoin?sslmode=disable",
        Optional.of("quoin"),
        Optional.of("secret"));
  }

  /// A PostgreSQL of some version, as far as its greeting.
  private static final class Greeter implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final String version;

    Greeter(String version) throws IOException {
      this.version = version;
      Thread.ofVirtual().start(this::accept);
    }

    int port() {
      return server.getLocalPort();
    }

    DatabaseUrl url() {
      return OldPostgresTest.url(port());
    }

    private void accept() {
      try {
        while (true) {
          Socket client = server.accept();
          Thread.ofVirtual().start(() -> greet(client));
        }
      } catch (SocketException e) {
        // Closed.
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private void greet(Socket client) {
      try (client) {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        in.skipNBytes(in.readInt() - Integer.BYTES);
        say(out, 'R', new byte[Integer.BYTES]); // no password
        say(out, 'S', ("server_version\0" + version + "\0").getBytes(UTF_8));
        say(out, 'S', "client_encoding\0UTF8\0".getBytes(UTF_8));
        say(out, 'S', "integer_datetimes\0on\0".getBytes(UTF_8));
        say(out, 'S', "standard_conforming_strings\0on\0".getBytes(UTF_8));
        say(out, 'Z', new byte[] {'I'});
        for (int kind = in.read(); kind >= 0; kind = in.read()) {
          in.skipNBytes(in.readInt() - Integer.BYTES);
          answer(out, kind);
        }
      } catch (EOFException | SocketException e) {
        // The client has heard enough.
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    /// The driver sets a thing or two.
    private static void answer(DataOutputStream out, int kind) throws IOException {
      switch (kind) {
        case 'P' -> say(out, '1', new byte[0]);
        case 'B' -> say(out, '2', new byte[0]);
        case 'D' -> say(out, 'n', new byte[0]);
        case 'E' -> say(out, 'C', "SET\0".getBytes(UTF_8));
        case 'Q' -> {
          say(out, 'C', "SET\0".getBytes(UTF_8));
          say(out, 'Z', new byte[] {'I'});
        }
        case 'S' -> say(out, 'Z', new byte[] {'I'});
        default -> {}
      }
    }

    private static void say(DataOutputStream out, char kind, byte[] content) throws IOException {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      DataOutputStream fields = new DataOutputStream(message);
      fields.writeByte(kind);
      fields.writeInt(Integer.BYTES + content.length);
      fields.write(content);
      out.write(message.toByteArray());
      out.flush();
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
