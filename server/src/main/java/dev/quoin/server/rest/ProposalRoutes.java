package dev.quoin.server.rest;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.quoin.registry.Author;
import dev.quoin.registry.Review;
import dev.quoin.server.command.ProposalDesk;
import java.util.List;

/// The routes by which releases are proposed and approved.
final class ProposalRoutes {
  private static final List<String> PROPOSED = List.of("reason", "release");
  private static final List<String> APPROVAL = List.of("reason", "waives");

  private final ProposalDesk desk;
  private final ReleaseRoutes routes;

  private ProposalRoutes(ProposalDesk desk, ReleaseRoutes routes) {
    this.desk = desk;
    this.routes = routes;
  }

  static void add(ServerBuilder server, ProposalDesk desk, ReleaseRoutes routes) {
    ProposalRoutes proposals = new ProposalRoutes(desk, routes);
    routes.get(
        server,
        "/v1/proposals",
        context ->
            routes.send(
                context,
                desk.proposals(context.queryParams().get("ratebook", "")),
                ProposalJson::all));
    routes.get(
        server,
        "/v1/proposals/{proposal}",
        context -> routes.send(context, desk.proposal(number(context)), ProposalJson::shown));
    routes.post(server, "/v1/proposals", PROPOSED, proposals::propose);
    proposals.review(server, "comments", Review.Kind.COMMENT);
    proposals.review(server, "approval", Review.Kind.APPROVE);
    proposals.review(server, "rejection", Review.Kind.REJECT);
    proposals.review(server, "withdrawal", Review.Kind.WITHDRAW);
    proposals.review(server, "closing", Review.Kind.CLOSE);
  }

  private HttpResponse propose(ServiceRequestContext context, Body body) {
    Author author = ReleaseRoutes.author(context, body);
    String release = ReleaseRoutes.required(body, "release", body.text("release"));
    return routes.send(context, body, () -> desk.propose(release, author), ProposalJson::told);
  }

  private void review(ServerBuilder server, String word, Review.Kind kind) {
    routes.post(
        server,
        "/v1/proposals/{proposal}/" + word,
        kind == Review.Kind.APPROVE ? APPROVAL : ReleaseRoutes.AUTHOR,
        (context, body) -> review(context, body, kind));
  }

  private HttpResponse review(ServiceRequestContext context, Body body, Review.Kind kind) {
    Author author = ReleaseRoutes.author(context, body);
    if (kind == Review.Kind.COMMENT) {
      ReleaseRoutes.present(body, "reason", author.reason());
    }
    List<String> waives =
        body.texts("waives").stream()
            .map(guard -> ReleaseRoutes.plain(body, "waives", guard, ReleaseRoutes.MAX_NAME))
            .distinct()
            .toList();
    return routes.send(
        context,
        body,
        () -> desk.review(number(context), kind, author, waives),
        ProposalJson::told);
  }

  private static String number(ServiceRequestContext context) {
    return ReleaseRoutes.path(context, "proposal");
  }
}
