package dev.quoin.server.rest;

import static dev.quoin.ratebook.json.JsonTree.object;

import dev.quoin.identity.Account;
import dev.quoin.identity.Attempt;
import dev.quoin.identity.Identity;
import dev.quoin.identity.Key;
import dev.quoin.identity.Operation;
import dev.quoin.identity.Principal;
import java.util.List;
import java.util.Map;

/// Accounts, logins and keys as JSON.
final class IdentityJson {
  private IdentityJson() {}

  static Map<String, Object> loggedIn(Attempt.LoggedIn in) {
    Map<String, Object> tree = object("token", in.token());
    tree.putAll(whoAmI(in.principal()));
    return tree;
  }

  static Map<String, Object> whoAmI(Principal principal) {
    Map<String, Object> tree = object("name", principal.name());
    principal.role().ifPresent(role -> tree.put("role", role.text()));
    tree.put("operations", operations(principal.operations().stream().sorted().toList()));
    if (!principal.services().isEmpty()) {
      tree.put("services", principal.services().stream().sorted().toList());
    }
    principal.expiresAt().ifPresent(at -> tree.put("expires_at", at.toString()));
    return tree;
  }

  private static List<String> operations(List<Operation> operations) {
    return operations.stream().map(Operation::text).toList();
  }

  static Map<String, Object> accounts(List<Account> accounts) {
    return object("accounts", accounts.stream().map(IdentityJson::account).toList());
  }

  static Map<String, Object> account(Account account) {
    return object(
        "name",
        account.name(),
        "role",
        account.role().text(),
        "active",
        account.active(),
        "changed",
        object("what", account.change(), "at", account.at().toString(), "by", account.by()));
  }

  static Map<String, Object> made(Identity.Made made) {
    Map<String, Object> tree = account(made.account());
    tree.put("password", made.password());
    return tree;
  }

  static Map<String, Object> keys(List<Key> keys) {
    return object("keys", keys.stream().map(IdentityJson::key).toList());
  }

  static Map<String, Object> key(Key key) {
    Map<String, Object> tree =
        object(
            "name",
            key.name(),
            "operations",
            operations(key.operations()),
            "services",
            key.services(),
            "active",
            key.active());
    key.expiresAt().ifPresent(at -> tree.put("expires_at", at.toString()));
    key.usedAt().ifPresent(at -> tree.put("used_at", at.toString()));
    tree.put("changed", object("what", key.change(), "at", key.at().toString(), "by", key.by()));
    return tree;
  }

  static Map<String, Object> made(Identity.MadeKey made) {
    Map<String, Object> tree = key(made.key());
    tree.put("key", made.text());
    return tree;
  }
}
