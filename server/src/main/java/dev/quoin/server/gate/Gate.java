package dev.quoin.server.gate;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.common.util.SafeCloseable;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.quoin.database.DatabaseAway;
import dev.quoin.identity.Identity;
import dev.quoin.identity.Operation;
import dev.quoin.identity.Principal;
import dev.quoin.identity.ProviderAway;
import dev.quoin.identity.TooMany;
import dev.quoin.server.release.Live;
import io.netty.util.AttributeKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Stands before everything that a server answers, REST and gRPC alike: whoever asks has proved who they are, and may do what they ask
/// for, before anything of the body is read.
///
/// A token goes no further than here. What is behind the gate asks for the [Principal][#principal], and sees a caller's key as
/// the header `quoin-caller`: whoever has proved who they are calls by no other name.
public final class Gate implements DecoratingHttpServiceFunction {
  private static final AttributeKey<Principal> PRINCIPAL =
      AttributeKey.valueOf(Gate.class, "PRINCIPAL");

  private static final AttributeKey<Set<String>> SERVICES =
      AttributeKey.valueOf(Gate.class, "SERVICES");

  private static final String CALLER = "quoin-caller";
  private static final Pattern BEARER =
      Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/=-]{1,8192})");

  private final Identity identity;
  private final Callers callers;
  private final Supplier<Live> live;
  private final Executor blocking;

  /// @param live what a path of a mapping belongs to
  /// @param blocking where the database is asked
  public Gate(Identity identity, Callers callers, Supplier<Live> live, Executor blocking) {
    this.identity = identity;
    this.callers = callers;
    this.live = live;
    this.blocking = blocking;
  }

  /// A server with a route of which nobody has said who may use it does not start.
  public static void requireKnown(Server server) {
    for (ServiceConfig config : server.serviceConfigs()) {
      Route route = config.route();
      for (HttpMethod method : route.methods()) {
        if (Paths.need(method.name(), route.patternString()).isEmpty()) {
          throw new IllegalStateException(
              "who may use this? " + method + " " + route.patternString());
        }
      }
    }
  }

  /// Who asks: behind the gate, and where not everybody may.
  public static Principal principal(ServiceRequestContext context) {
    Principal principal = context.attr(PRINCIPAL);
    if (principal == null) {
      throw new IllegalStateException("nobody came through the gate");
    }
    return principal;
  }

  /// The services for which whoever asks may do it; all, if empty.
  public static Set<String> services(ServiceRequestContext context) {
    Set<String> services = context.attr(SERVICES);
    return services == null ? Set.of() : services;
  }

  @Override
  public HttpResponse serve(
      HttpService delegate, ServiceRequestContext context, HttpRequest request) throws Exception {
    try {
      return asked(delegate, context, request);
    } catch (Denied denied) {
      return told(denied, request);
    }
  }

  /// When all of the request has come, and is thrown away: a stream that is answered before is reset, and then it is a matter of luck
  /// whether the caller reads why.
  private static HttpResponse told(Denied denied, HttpRequest request) {
    return HttpResponse.of(request.subscribe().handle((_, _) -> HttpResponse.ofFailure(denied)));
  }

  private HttpResponse asked(
      HttpService delegate, ServiceRequestContext context, HttpRequest request) throws Exception {
    Route route = context.config().route();
    if (route.isFallback()) {
      return delegate.serve(context, request); // nothing is there
    }
    Paths.Need need =
        Paths.need(context.method().name(), route.patternString())
            .orElseThrow(
                () -> new IllegalStateException("who may do this? " + route.patternString()));
    if (need.operation().isEmpty()) {
      return delegate.serve(context, request);
    }
    List<String> sent = request.headers().getAll(HttpHeaderNames.AUTHORIZATION);
    if (sent.isEmpty() || (isOpen(need.operation().get()) && isOfOthers(sent))) {
      if (isOpen(need.operation().get())) {
        return delegate.serve(context, request);
      }
      throw Denied.nobody();
    }
    String token = token(sent);
    Optional<Optional<Principal>> remembered = identity.remembered(token);
    if (remembered.isPresent()) {
      return passed(delegate, context, request, need, remembered.get());
    }
    return HttpResponse.of(
        CompletableFuture.supplyAsync(() -> look(token), blocking)
            .thenApplyAsync(
                found -> pushed(delegate, context, request, need, found), context.eventLoop())
            .exceptionally(failure -> {
              if (Exceptions.peel(failure) instanceof Denied denied) {
                return told(denied, request);
              }
              return HttpResponse.ofFailure(failure);
            }));
  }

  private boolean isOpen(Operation operation) {
    return callers == Callers.OPEN && operation.isOpen();
  }

  /// What a proxy before the server wants for itself, or hands on of a user of its own.
  private boolean isOfOthers(List<String> sent) {
    return sent.stream()
        .noneMatch(header -> {
          Matcher bearer = BEARER.matcher(header);
          return bearer.matches() && identity.isTokenOfAnybody(bearer.group(1));
        });
  }

  private static String token(List<String> sent) {
    Matcher bearer = BEARER.matcher(sent.getFirst());
    if (sent.size() > 1 || !bearer.matches()) {
      throw Denied.token();
    }
    return bearer.group(1);
  }

  private Optional<Principal> look(String token) {
    try {
      return identity.look(token);
    } catch (DatabaseAway e) {
      throw Denied.away();
    } catch (ProviderAway e) {
      throw Denied.providerAway();
    } catch (TooMany e) {
      throw Denied.tooMany();
    }
  }

  private HttpResponse pushed(
      HttpService delegate,
      ServiceRequestContext context,
      HttpRequest request,
      Paths.Need need,
      Optional<Principal> found) {
    try (SafeCloseable _ = context.push()) {
      return passed(delegate, context, request, need, found);
    } catch (Denied denied) {
      return told(denied, request);
    } catch (Exception e) {
      return HttpResponse.ofFailure(e);
    }
  }

  private HttpResponse passed(
      HttpService delegate,
      ServiceRequestContext context,
      HttpRequest request,
      Paths.Need need,
      Optional<Principal> found)
      throws Exception {
    Principal principal = found.orElseThrow(Denied::token);
    Operation operation = need.operation().orElseThrow();
    Optional<String> service = service(context, need);
    boolean may = need.isOfBooking() ? principal.may(operation) : principal.may(operation, service);
    if (!may && !isOpen(operation)) {
      throw Denied.may(principal, operation, service);
    }
    context.setAttr(PRINCIPAL, principal);
    if (!isOpen(operation)) {
      context.setAttr(SERVICES, principal.services());
    }
    HttpRequest without = request.withHeaders(headers(request.headers(), principal));
    context.updateRequest(without);
    return delegate.serve(context, without);
  }

  private Optional<String> service(ServiceRequestContext context, Paths.Need need) {
    if (need.isOfPath()) {
      return Optional.ofNullable(context.pathParam("service"));
    }
    if (need.isOfMapping()) {
      return live.get().mapped(context.path()).map(mapped -> mapped.mapping().service());
    }
    return need.service().isEmpty() || need.isOfBooking()
        ? Optional.empty()
        : Optional.of(need.service());
  }

  private static RequestHeaders headers(RequestHeaders sent, Principal principal) {
    RequestHeadersBuilder headers = sent.toBuilder();
    headers.remove(HttpHeaderNames.AUTHORIZATION);
    headers.set(CALLER, principal.caller());
    return headers.build();
  }
}
