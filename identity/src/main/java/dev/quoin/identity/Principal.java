package dev.quoin.identity;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Somebody who has proved who they are.
///
/// @param name as the audit log has it: `kim`, `key:app`, `oidc:kim`
/// @param role absent where it is a key, or has none here; the highest of several
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
    return new Principal(
        name, Optional.of(role), operations(EnumSet.of(role)), Set.of(), login, expiresAt);
  }

  /// Somebody of the identity provider, who has the rights of all their roles; of none, where they have no role here.
  static Principal of(String name, EnumSet<Role> roles, Instant expiresAt) {
    return new Principal(
        name,
        roles.stream().max(Comparator.naturalOrder()),
        operations(roles),
        Set.of(),
        Optional.empty(),
        Optional.of(expiresAt));
  }

  private static Set<Operation> operations(Set<Role> roles) {
    return Arrays.stream(Operation.values())
        .filter(operation -> roles.stream().anyMatch(operation::isFor))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Operation.class)));
  }

  public boolean isKey() {
    return name.startsWith(KEY);
  }

  /// Whether they may do something, if perhaps for some services alone.
  public boolean may(Operation operation) {
    return operations.contains(operation);
  }

  /// Whether they may do something.
  ///
  /// @param service for which it is done; empty where it is for none in particular, for which a key of some services is not enough
  public boolean may(Operation operation, Optional<String> service) {
    return may(operation)
        && (!operation.isOfService()
            || services.isEmpty()
            || service.filter(services::contains).isPresent());
  }

  /// By what name a caller is known to the journal.
  public String caller() {
    return isKey() ? name.substring(KEY.length()) : name;
  }
}
