package dev.quoin.identity;

import static dev.quoin.identity.Role.ADMINISTRATOR;
import static dev.quoin.identity.Role.ANALYST;
import static dev.quoin.identity.Role.APPROVER;
import static dev.quoin.identity.Role.OPERATOR;
import static dev.quoin.identity.Role.VIEWER;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Everything that somebody may be allowed to do, and the roles that may. This is the one table: the guide's is made of it, and tests
/// try each cell.
public enum Operation {
  PRICE("ask for prices, and for the values of decisions", Keys.YES, ANALYST, APPROVER, OPERATOR),
  BOOK("book, extend, settle and cancel", Keys.YES, OPERATOR),
  READ(
      "find, read and explain answers and bookings", Keys.YES, VIEWER, ANALYST, APPROVER, OPERATOR),
  RELEASES(
      "see ratebooks, releases, proposals and what was decided on them",
      Keys.YES,
      VIEWER,
      ANALYST,
      APPROVER,
      OPERATOR),
  PUBLISH("publish a ratebook", Keys.YES, ANALYST, APPROVER),
  PROPOSE("propose a release, comment on proposals and close them", Keys.YES, ANALYST, APPROVER),
  APPROVE("approve a proposal of somebody else, or reject it", Keys.NO, APPROVER),
  ACTIVATE("let a release answer, at once or from an instant on, or none", Keys.YES, APPROVER),
  ROLLBACK("take the active release back", Keys.YES, APPROVER, OPERATOR),
  FREEZE("freeze a ratebook, and lift that", Keys.YES, APPROVER, OPERATOR),
  RETIRE("keep a release from coming back", Keys.YES, APPROVER),
  IDENTITY("add and change accounts and keys", Keys.NO),
  SELF(
      "see who one is, log out, change one's own password",
      Keys.NO,
      VIEWER,
      ANALYST,
      APPROVER,
      OPERATOR);

  /// Whether the key of a program may be made for it.
  private enum Keys {
    YES,
    NO
  }

  /// What callers without a key may do where a server is open to those of its machine: as before there were keys.
  private static final Set<Operation> OPEN = EnumSet.of(PRICE, BOOK, READ, RELEASES);

  private final String sentence;
  private final Keys keys;
  private final Set<Role> roles;

  Operation(String sentence, Keys keys, Role... roles) {
    this.sentence = sentence;
    this.keys = keys;
    this.roles = EnumSet.of(ADMINISTRATOR, roles);
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String sentence() {
    return sentence;
  }

  public boolean isFor(Role role) {
    return roles.contains(role);
  }

  public boolean isForKeys() {
    return keys == Keys.YES;
  }

  /// Whether it needs no key where a server is open to the callers of its machine.
  public boolean isOpen() {
    return OPEN.contains(this);
  }

  /// Whether it is done for one service, so that a key may be for some services alone.
  public boolean isOfService() {
    return this == PRICE || this == BOOK;
  }

  /// The operation of that name.
  public static Optional<Operation> of(String text) {
    return Arrays.stream(values()).filter(operation -> operation.text().equals(text)).findFirst();
  }
}
