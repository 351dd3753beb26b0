package dev.quoin.server.command;

import dev.quoin.identity.Account;
import dev.quoin.identity.Attempt;
import dev.quoin.identity.Identity;
import dev.quoin.identity.Key;
import dev.quoin.identity.Operation;
import dev.quoin.identity.Principal;
import dev.quoin.identity.Role;
import dev.quoin.pricing.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where people log in, and where accounts and keys are made and taken away.
///
/// To hash a password takes a processor for a while, so each question has a thread of its own; how many hash at once, [Identity] says.
public final class IdentityDesk {
  private static final Logger LOG = LoggerFactory.getLogger(IdentityDesk.class);

  private final Identity identity;
  private final InstantSource clock;
  private final Executor blocking;

  public IdentityDesk(Identity identity, InstantSource clock, Executor blocking) {
    this.identity = identity;
    this.clock = clock;
    this.blocking = blocking;
  }

  /// Logs somebody in.
  ///
  /// @param address from where
  public CompletableFuture<Verdict<Attempt>> logIn(String name, String password, String address) {
    return asked(() -> {
      Attempt attempt = identity.logIn(name, password, address);
      switch (attempt) {
        case Attempt.LoggedIn in ->
            LOG.atInfo()
                .addKeyValue("account", in.principal().name())
                .addKeyValue("address", address)
                .log("somebody logged in");
        // Not the name: people type their password there.
        case Attempt.Refused _, Attempt.TooMany _ ->
            LOG.atWarn().addKeyValue("address", address).log("a login was refused");
      }
      return new Verdict.Given<>(attempt);
    });
  }

  public CompletableFuture<Verdict<Principal>> logOut(Principal principal) {
    return asked(() -> {
      identity.logOut(principal);
      return new Verdict.Given<>(principal);
    });
  }

  public CompletableFuture<Verdict<List<Account>>> accounts() {
    return asked(() -> new Verdict.Given<>(identity.accounts()));
  }

  public CompletableFuture<Verdict<Identity.Made>> add(String name, Role role, Principal by) {
    return asked(() -> identity.add(name, role, by.name()));
  }

  public CompletableFuture<Verdict<Account>> setRole(String name, Role role, Principal by) {
    return asked(() -> identity.setRole(name, role, by.name()));
  }

  public CompletableFuture<Verdict<Account>> setActive(String name, boolean active, Principal by) {
    return asked(() -> identity.setActive(name, active, by.name()));
  }

  public CompletableFuture<Verdict<Account>> revokeLogins(String name, Principal by) {
    return asked(() -> identity.revokeLogins(name, by.name()));
  }

  public CompletableFuture<Verdict<Identity.Made>> resetPassword(String name, Principal by) {
    return asked(() -> identity.resetPassword(name, by.name()));
  }

  public CompletableFuture<Verdict<Account>> changePassword(
      Principal owner, String old, String wanted) {
    return asked(() -> identity.changePassword(owner, old, wanted));
  }

  public CompletableFuture<Verdict<List<Key>>> keys() {
    return asked(() -> new Verdict.Given<>(identity.keys()));
  }

  /// Makes a key for a program.
  ///
  /// @param lifetime for ever, if empty
  public CompletableFuture<Verdict<Identity.MadeKey>> addKey(
      String name,
      Set<Operation> operations,
      Set<String> services,
      Optional<Duration> lifetime,
      Principal by) {
    Optional<Instant> expiresAt = lifetime.map(clock.instant()::plus);
    return asked(() -> identity.addKey(name, operations, services, expiresAt, by.name()));
  }

  public CompletableFuture<Verdict<Key>> revokeKey(String name, Principal by) {
    return asked(() -> identity.revokeKey(name, by.name()));
  }

  private <T> CompletableFuture<Verdict<T>> asked(Supplier<Verdict<T>> question) {
    return Outages.told(CompletableFuture.supplyAsync(question, blocking));
  }
}
