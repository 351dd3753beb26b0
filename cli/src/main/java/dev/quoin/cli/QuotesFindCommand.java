package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.layout.Grid;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Inputs;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Asks a server for answers that it gave.
@Command(
    name = "find",
    description =
        "Finds answers of a server, newest first: those to which all applies that is asked.",
    footer = {
      "",
      "Times are those of the ratebook's zone where they have no offset. A date after --to is included."
          + " Why an answer is what it is: quoin explain ID."
    })
final class QuotesFindCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  /// What a server takes for a customer's name. Others would not pass as a header, and none at all would find everybody's answers.
  private static final Pattern CUSTOMER = Pattern.compile("[!-~]{1,128}");

  private final Terminal terminal;

  @Option(names = "--id", paramLabel = "ID", description = "The id of an answer.")
  private @Nullable String id;

  @Option(
      names = "--customer",
      paramLabel = "NAME",
      description = "The customer, by the name that calls give them.")
  private @Nullable String customer;

  @Option(
      names = "--pseudonym",
      paramLabel = "DIGITS",
      description = "The customer, as found answers name them.")
  private @Nullable String pseudonym;

  @Option(names = "--from", paramLabel = "TIME", description = "Answered then or later.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Answered before.")
  private @Nullable String to;

  @Option(names = "--service", paramLabel = "NAME", description = "What was priced.")
  private @Nullable String service;

  @Option(names = "--ratebook", paramLabel = "ID", description = "By which ratebook.")
  private @Nullable String ratebook;

  @Option(
      names = "--release",
      paramLabel = "DIGEST",
      description = "By which release; its first digits are enough.")
  private @Nullable String release;

  @Option(names = "--booking", paramLabel = "ID", description = "Of which booking.")
  private @Nullable String booking;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "quote, batch, booking, extension, settlement or cancellation.")
  private @Nullable String kind;

  @Option(names = "--outcome", paramLabel = "OUTCOME", description = "price or refusal.")
  private @Nullable String outcome;

  @Option(names = "--total", paramLabel = "AMOUNT", description = "With that total.")
  private @Nullable String total;

  @Option(names = "--total-from", paramLabel = "AMOUNT", description = "With that total or more.")
  private @Nullable String totalFrom;

  @Option(names = "--total-to", paramLabel = "AMOUNT", description = "With that total or less.")
  private @Nullable String totalTo;

  @Option(names = "--line", paramLabel = "CODE", description = "With that line item.")
  private @Nullable String line;

  @Option(names = "--reason", paramLabel = "CODE", description = "Refused with that code.")
  private @Nullable String reason;

  @Option(
      names = "--input",
      paramLabel = "NAME=VALUE",
      description = "With that input, such as model=K8: one that the ratebook lets one search by.")
  private List<String> inputs = new ArrayList<>();

  @Option(names = "--limit", paramLabel = "N", description = "How many at most; 50 by default.")
  private @Nullable String limit;

  @Option(names = "--next", paramLabel = "ID", description = "What the page before ends with.")
  private @Nullable String next;

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  QuotesFindCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (customer != null && !CUSTOMER.matcher(customer).matches()) {
      terminal
          .err()
          .println(
              "quoin: --customer is no customer's name (expected: 1 to 128 characters of ASCII without blanks, such as the number of an account)");
      return ExitCode.COULD_NOT_RUN;
    }
    Map<String, String> headers = customer == null ? Map.of() : Map.of("quoin-customer", customer);
    return server.ask(terminal, "/v1/quotes" + query(), headers, this::print);
  }

  private String query() {
    List<String> parts = new ArrayList<>();
    add(parts, "id", id);
    add(parts, "customer", pseudonym);
    add(parts, "from", from);
    add(parts, "to", to);
    add(parts, "service", service);
    add(parts, "ratebook", ratebook);
    add(parts, "release", release);
    add(parts, "booking_id", booking);
    add(parts, "kind", kind);
    add(parts, "outcome", outcome);
    add(parts, "total", total);
    add(parts, "total_from", totalFrom);
    add(parts, "total_to", totalTo);
    add(parts, "line_item", line);
    add(parts, "reason", reason);
    inputs.forEach(input -> add(parts, "input", input));
    add(parts, "limit", limit);
    add(parts, "next", next);
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }

  private static void add(List<String> parts, String name, @Nullable String text) {
    if (text != null) {
      parts.add(name + "=" + URLEncoder.encode(text, UTF_8));
    }
  }

  private int print(HttpResponse<String> response) {
    if (json.asked()) {
      terminal.out().println(response.body().stripTrailing());
      return ExitCode.FINE;
    }
    Optional<Node.Mapping> page =
        Json.read("answer", response.body().getBytes(UTF_8), new Problems())
            .filter(Node.Mapping.class::isInstance)
            .map(Node.Mapping.class::cast);
    if (page.isEmpty()) {
      terminal.err().println("quoin: what came is no page of answers");
      return ExitCode.COULD_NOT_RUN;
    }
    List<Node> answers = items(page.get(), "answers");
    if (answers.isEmpty()) {
      terminal.out().println("no answers");
      return ExitCode.FINE;
    }
    Grid grid =
        Grid.of(Grid.Side.LEFT, Grid.Side.LEFT, Grid.Side.LEFT, Grid.Side.RIGHT, Grid.Side.LEFT)
            .row("answered (UTC)", "id", "what", "total", "");
    answers.forEach(answer -> row(grid, (Node.Mapping) answer));
    grid.lines().forEach(terminal.out()::println);
    page.get()
        .get("next")
        .filter(more -> !Inputs.isNull(more))
        .ifPresent(more -> terminal.out().println("\nmore: --next " + ((Node.Scalar) more).text()));
    return ExitCode.FINE;
  }

  private static void row(Grid grid, Node.Mapping answer) {
    List<String> notes = new ArrayList<>(texts(answer, "reasons"));
    texts(answer, "inputs").stream().map(Report::escaped).forEach(notes::add);
    text(answer, "booking_id").ifPresent(id -> notes.add("booking " + Report.escaped(id)));
    grid.row(
        TIME.format(Instant.parse(text(answer, "priced_at").orElseThrow())),
        text(answer, "id").orElseThrow(),
        text(answer, "service").orElseThrow() + " " + text(answer, "kind").orElseThrow(),
        total(answer),
        String.join(", ", notes));
  }

  private static String total(Node.Mapping answer) {
    Optional<String> total = text(answer, "total").map(QuotesFindCommand::grouped);
    Optional<String> highest = text(answer, "highest_total").map(QuotesFindCommand::grouped);
    return total
        .map(amount ->
            amount
                + highest.map(most -> " to " + most).orElse("")
                + " "
                + text(answer, "currency").orElse(""))
        .orElseGet(
            () -> text(answer, "outcome").filter("refusal"::equals).map(_ -> "refused").orElse(""));
  }

  /// An amount with its thousands apart.
  private static String grouped(String amount) {
    int point = amount.indexOf('.');
    String whole = point < 0 ? amount : amount.substring(0, point);
    String rest = point < 0 ? "" : amount.substring(point);
    return whole.replaceAll("(?<=\\d)(?=(\\d{3})+$)", ",") + rest;
  }

  private static Optional<String> text(Node.Mapping answer, String name) {
    return answer.get(name).filter(node -> !Inputs.isNull(node)).map(QuotesFindCommand::text);
  }

  private static String text(Node node) {
    return ((Node.Scalar) node).text();
  }

  private static List<String> texts(Node.Mapping answer, String name) {
    return items(answer, name).stream().map(QuotesFindCommand::text).collect(Collectors.toList());
  }

  private static List<Node> items(Node.Mapping object, String name) {
    return object
        .get(name)
        .filter(Node.Listing.class::isInstance)
        .map(list -> ((Node.Listing) list).items())
        .orElse(List.of());
  }
}
