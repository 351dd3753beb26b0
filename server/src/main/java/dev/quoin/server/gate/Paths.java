package dev.quoin.server.gate;

import dev.quoin.api.rental.v1.RentalServiceGrpc;
import dev.quoin.api.waiver.v1.WaiverServiceGrpc;
import dev.quoin.identity.Operation;
import io.grpc.MethodDescriptor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What is done at each path of REST and by each method of gRPC. What does not stand here is not let through.
final class Paths {
  private static final String RENTAL = "rental";
  private static final String WAIVER = "waiver";

  /// The service is the one that the path names.
  private static final String OF_PATH = "{service}";

  /// The service is that of the mapping under the path.
  private static final String OF_MAPPING = "{mapping}";

  /// The service is that of what is booked, which stands in the journal: the desk looks at it.
  private static final String OF_BOOKING = "{booking}";

  /// What a path needs.
  ///
  /// @param operation absent where everybody may
  /// @param service for which it is done; empty where for none in particular
  record Need(Optional<Operation> operation, String service) {
    boolean isOfPath() {
      return service.equals(OF_PATH);
    }

    boolean isOfMapping() {
      return service.equals(OF_MAPPING);
    }

    boolean isOfBooking() {
      return service.equals(OF_BOOKING);
    }
  }

  static final Map<String, Need> ALL = Collections.unmodifiableMap(all());

  /// Patterns of routes, of which there are few, without the names of their parameters.
  private static final Map<String, String> PLAIN = new ConcurrentHashMap<>();

  private Paths() {}

  /// What a path needs, by its route: the very one that answers.
  ///
  /// @param pattern of the route
  static Optional<Need> need(String method, String pattern) {
    String plain = PLAIN.computeIfAbsent(pattern, Paths::plain);
    return Optional.ofNullable(ALL.get(method + " " + plain))
        .or(() -> Optional.ofNullable(ALL.get("ANY " + plain)));
  }

  /// Without the names of its parameters.
  private static String plain(String pattern) {
    return pattern.replaceAll("\\{[^/}]*}|:[^/]+", "*").replaceAll("/\\*+$", "/*");
  }

  private static Map<String, Need> all() {
    Map<String, Need> all = new LinkedHashMap<>();
    for (String page :
        new String[] {
          "/",
          "/style.css",
          "/try.js",
          "/docs/*",
          "/problems/*",
          "/problems/",
          "/health",
          "/health/live",
          "/health/ready",
          "/metrics"
        }) {
      all.put("ANY " + page, new Need(Optional.empty(), ""));
    }
    all.put("POST /v1/logins", new Need(Optional.empty(), ""));
    put(all, "POST /v1/logout", Operation.SELF);
    put(all, "GET /v1/me", Operation.SELF);
    put(all, "POST /v1/me/password", Operation.SELF);
    put(all, "GET /v1/accounts", Operation.IDENTITY);
    put(all, "POST /v1/accounts", Operation.IDENTITY);
    put(all, "POST /v1/accounts/*/role", Operation.IDENTITY);
    put(all, "POST /v1/accounts/*/disable", Operation.IDENTITY);
    put(all, "POST /v1/accounts/*/enable", Operation.IDENTITY);
    put(all, "POST /v1/accounts/*/password", Operation.IDENTITY);
    put(all, "POST /v1/accounts/*/logout", Operation.IDENTITY);
    put(all, "GET /v1/keys", Operation.IDENTITY);
    put(all, "POST /v1/keys", Operation.IDENTITY);
    put(all, "POST /v1/keys/*/revocation", Operation.IDENTITY);

    put(all, "GET /v1/openapi.json", Operation.RELEASES);
    put(all, "GET /v1/ratebooks", Operation.RELEASES);
    put(all, "GET /v1/releases", Operation.RELEASES);
    put(all, "GET /v1/releases/*", Operation.RELEASES);
    put(all, "GET /v1/ratebooks/*/life", Operation.RELEASES);
    put(all, "POST /v1/releases", Operation.PUBLISH);
    put(all, "POST /v1/activations", Operation.ACTIVATE);
    put(all, "POST /v1/ratebooks/*/rollback", Operation.ROLLBACK);
    put(all, "POST /v1/ratebooks/*/deactivate", Operation.ACTIVATE);
    put(all, "POST /v1/ratebooks/*/freeze", Operation.FREEZE);
    put(all, "POST /v1/ratebooks/*/unfreeze", Operation.FREEZE);
    put(all, "POST /v1/releases/*/retirement", Operation.RETIRE);
    put(all, "GET /v1/proposals", Operation.RELEASES);
    put(all, "GET /v1/proposals/*", Operation.RELEASES);
    put(all, "POST /v1/proposals", Operation.PROPOSE);
    put(all, "POST /v1/proposals/*/comments", Operation.PROPOSE);
    put(all, "POST /v1/proposals/*/closing", Operation.PROPOSE);
    put(all, "POST /v1/proposals/*/approval", Operation.APPROVE);
    put(all, "POST /v1/proposals/*/rejection", Operation.APPROVE);
    put(all, "POST /v1/proposals/*/withdrawal", Operation.APPROVE);

    put(all, "POST /v1/rental/quotes", Operation.PRICE, RENTAL);
    put(all, "POST /v1/rental/batches", Operation.PRICE, RENTAL);
    put(all, "POST /v1/waiver/quotes", Operation.PRICE, WAIVER);
    put(all, "POST /v1/ratebooks/*/services/*/quotes", Operation.PRICE, OF_PATH);
    put(all, "POST /v1/ratebooks/*/decisions/*", Operation.PRICE);
    put(all, "ANY /legacy/*", Operation.PRICE, OF_MAPPING);
    put(all, "POST /v1/rental/bookings", Operation.BOOK, OF_BOOKING);
    for (String event : new String[] {"extensions", "settlement", "cancellation"}) {
      put(all, "POST /v1/rental/bookings/*/" + event, Operation.BOOK, OF_BOOKING);
    }
    put(all, "GET /v1/rental/bookings/*", Operation.READ);
    put(all, "GET /v1/quotes", Operation.READ);
    put(all, "GET /v1/quotes/*", Operation.READ);
    put(all, "GET /v1/quotes/*/explanation", Operation.READ);

    put(all, RentalServiceGrpc.getQuoteMethod(), Operation.PRICE, RENTAL);
    put(all, RentalServiceGrpc.getQuoteBatchMethod(), Operation.PRICE, RENTAL);
    put(all, RentalServiceGrpc.getBookMethod(), Operation.BOOK, OF_BOOKING);
    put(all, RentalServiceGrpc.getExtendMethod(), Operation.BOOK, OF_BOOKING);
    put(all, RentalServiceGrpc.getSettleMethod(), Operation.BOOK, OF_BOOKING);
    put(all, RentalServiceGrpc.getCancelMethod(), Operation.BOOK, OF_BOOKING);
    put(all, RentalServiceGrpc.getGetMethod(), Operation.READ, "");
    put(all, RentalServiceGrpc.getExplainMethod(), Operation.READ, "");
    put(all, WaiverServiceGrpc.getQuoteMethod(), Operation.PRICE, WAIVER);
    put(all, WaiverServiceGrpc.getGetMethod(), Operation.READ, "");
    // What a balancer asks for, and what a client reads to know the messages.
    all.put("ANY /grpc.health.v1.Health/Check", new Need(Optional.empty(), ""));
    all.put("ANY /grpc.health.v1.Health/Watch", new Need(Optional.empty(), ""));
    all.put("ANY /grpc.health.v1.Health/List", new Need(Optional.empty(), ""));
    all.put(
        "ANY /grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
        new Need(Optional.empty(), ""));
    return all;
  }

  private static void put(Map<String, Need> all, String path, Operation operation) {
    put(all, path, operation, "");
  }

  private static void put(
      Map<String, Need> all, MethodDescriptor<?, ?> method, Operation operation, String service) {
    put(all, "ANY /" + method.getFullMethodName(), operation, service);
  }

  private static void put(Map<String, Need> all, String path, Operation operation, String service) {
    all.put(path, new Need(Optional.of(operation), service));
  }
}
