package dev.quoin.server.rest;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.RoutingContext;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.stream.Collectors;

/// The methods that a path knows, as the header `Allow` tells them (RFC 9110, 10.2.1).
final class Methods {
  private Methods() {}

  /// Those of all routes that the path of a request matches, with commas between.
  static String of(ServiceRequestContext context) {
    return context.config().virtualHost().serviceConfigs().stream()
        .map(ServiceConfig::route)
        .filter(route -> matches(route, context.routingContext()))
        .flatMap(route -> route.methods().stream())
        .map(HttpMethod::name)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /// Whether the path alone matches: a route of the same path that knows all methods.
  private static boolean matches(Route route, RoutingContext request) {
    return Route.builder().path(route.patternString()).build().apply(request, false).isPresent();
  }
}
