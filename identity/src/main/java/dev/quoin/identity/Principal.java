package dev.quoin.identity;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Somebody who has proved who they are.
///
/// @param name as the audit log has it: `kim`, `key:app`, `oidc:kim`
/// @param role absent where it is a key
/// @param operations what they may do
/// @param services the services for which they may ask for prices and book; all, if empty
/// @param login what their login is known by, where they logged in here
public record Principal(
    String name,
    Optional<Role> role,
    Set<Operation> operations,
    Set<String> services,
    Optional<String> login,
    Optional<Instant> expiresAt) {
  static final String KEY = "key:";
  static final String OIDC = "oidc:";

  public Principal {
    operations = Set.copyOf(operations);
    services = Set.copyOf(services);
  }

  static Principal of(String name, Role role, Optional<String> login, Optional<Instant> expiresAt) {
    Set<Operation> operations =
        Arrays.stream(Operation.values())
            .filter(operation -> operation.isFor(role))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Operation.class)));
    return new Principal(name, Optional.of(role), operations, Set.of(), login, expiresAt);
  }

  public boolean isKey() {
    return role.isEmpty();
  }

  /// Whether they may do something.
  ///
  /// @param service for which it is done; empty where it is for none in particular, for which a key of some services is not enough
  public boolean may(Operation operation, Optional<String> service) {
    return operations.contains(operation)
        && (!operation.isOfService()
            || services.isEmpty()
            || service.filter(services::contains).isPresent());
  }

  /// By what name a caller is known to the journal.
  public String caller() {
    return isKey() ? name.substring(KEY.length()) : name;
  }
}
