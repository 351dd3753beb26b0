package dev.quoin.cli.load;

import dev.quoin.ratebook.html.Html;
import dev.quoin.ratebook.html.Style;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/// What a run of load has measured, as one page that needs nothing else.
public final class LoadPage {
  /// Where the percentiles stand: each nine has the same room.
  private static final List<Double> SHOWN =
      List.of(0.0, 25.0, 50.0, 75.0, 90.0, 95.0, 97.5, 99.0, 99.5, 99.75, 99.9, 99.95, 99.99);

  private static final double NINES = 4;

  private final Measured measured;
  private final Html html = new Html();

  private LoadPage(Measured measured) {
    this.measured = measured;
  }

  public static String of(Measured measured, Instant began) {
    return new LoadPage(measured).page(began);
  }

  private String page(Instant began) {
    html.raw("<!doctype html>\n").open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.line("title", "Load · Quoin");
    html.open("style").raw(Style.of(LoadPage.class, "page.css")).close().close().newLine();
    html.open("body");
    head(began);
    html.open("section").line("h2", "Answers");
    measured.lanes().forEach(this::lane);
    compared();
    html.close();
    charts();
    html.open("section").line("h2", "How to read it");
    html.line(
        "p",
        "Calls are sent on a fixed schedule, whether or not those before them are answered, as customers do. The latency"
            + " of a call counts from the moment at which it was due, so a server that stands still for a second shows"
            + " in all calls that were due in it. Latencies are those of prices and refusals, and of calls that ran out"
            + " of time; other failures are only counted. What was sent while warming up is left out.");
    html.close().close().close();
    return html + "\n";
  }

  private void head(Instant began) {
    html.open("header");
    html.line("h1", "Load");
    html.line(
        "p", "%s · %s".formatted(began.truncatedTo(ChronoUnit.SECONDS), LoadTable.plan(measured)));
    html.line(
        "p",
        "Mix: "
            + String.join(
                ", ",
                measured.mix().weights().entrySet().stream()
                    .map(weight -> weight.getKey() + " " + weight.getValue())
                    .toList())
            + (measured.plan().requestIds() ? "; each call with a request id" : ""));
    html.line("p", LoadTable.schedule(measured), "class", measured.keptSchedule() ? "" : "warning");
    html.close().newLine();
  }

  private void lane(Measured.Lane lane) {
    html.open("div", "class", "lane");
    html.open("h3")
        .empty("i", "class", "dot lane" + number(lane))
        .raw("</i>")
        .text(" " + lane.target())
        .close();
    html.open("table").open("thead").open("tr");
    for (String name :
        List.of("", "sent", "priced", "refused", "failed", "answers/s", "prices/s")) {
      html.line("th", name);
    }
    LoadTable.PERCENTILES.keySet().forEach(name -> html.line("th", name));
    html.close().close().open("tbody");
    lane.services().forEach(this::row);
    if (lane.services().size() > 1) {
      row("all", lane.all());
    }
    html.close().close();
    LoadTable.failures(lane).forEach(line -> html.line("p", line, "class", "warning"));
    html.close().newLine();
  }

  private int number(Measured.Lane lane) {
    return measured.lanes().indexOf(lane);
  }

  private void row(String name, Counts counts) {
    html.open("tr").line("th", name);
    for (long count :
        new long[] {counts.sent(), counts.priced(), counts.refused(), counts.failures()}) {
      html.line("td", "%,d".formatted(count));
    }
    html.line("td", LoadTable.tenths(measured.tenthsPerSecond(counts.answered())));
    html.line("td", LoadTable.tenths(measured.tenthsPerSecond(counts.prices())));
    LoadTable.PERCENTILES
        .values()
        .forEach(percent -> html.line("td", LoadTable.latency(counts, percent)));
    html.close();
  }

  private void compared() {
    Measured.Lane first = measured.lanes().getFirst();
    for (Measured.Lane other : measured.lanes().stream().skip(1).toList()) {
      html.line("h3", other.target() + " against " + first.target());
      html.open("table").open("thead").open("tr").line("th", "");
      LoadTable.PERCENTILES.keySet().forEach(name -> html.line("th", name));
      html.close().close().open("tbody");
      for (String service : first.services().keySet()) {
        Counts before = first.services().get(service);
        Counts after = other.services().get(service);
        if (before != null && after != null) {
          difference(service, before, after);
        }
      }
      if (first.services().size() > 1) {
        difference("all", first.all(), other.all());
      }
      html.close().close().newLine();
    }
  }

  private void difference(String name, Counts before, Counts after) {
    html.open("tr").line("th", name);
    LoadTable.PERCENTILES
        .values()
        .forEach(percent -> html.line("td", LoadTable.difference(before, after, percent)));
    html.close();
  }

  private void charts() {
    html.open("section").line("h2", "Latency");
    new Chart("Latency by percentile, ms", true, Millis::text, percentMarks(), byPercentile())
        .draw(html);
    new Chart("Latency over time, ms", true, Millis::text, timeMarks(), overTime()).draw(html);
    html.close();
    html.open("section").line("h2", "Throughput");
    new Chart("Calls per second", false, "%,d"::formatted, timeMarks(), throughput()).draw(html);
    html.close();
  }

  private static List<Chart.Mark> percentMarks() {
    List<Chart.Mark> marks = new ArrayList<>();
    for (double percent : new double[] {0, 50, 90, 99, 99.9, 99.99}) {
      marks.add(
          new Chart.Mark(
              place(percent),
              percent == Math.rint(percent) ? "%.0f %%".formatted(percent) : percent + " %"));
    }
    return marks;
  }

  /// Each nine has the same room.
  private static double place(double percent) {
    return Math.min(1, -Math.log10(1 - percent / 100) / NINES);
  }

  private List<Chart.Series> byPercentile() {
    List<Chart.Series> series = new ArrayList<>();
    for (Measured.Lane lane : measured.lanes()) {
      Counts all = lane.all();
      if (all.latencies().getTotalCount() > 0) {
        series.add(
            new Chart.Series(
                lane.target(),
                number(lane),
                false,
                SHOWN.stream()
                    .map(percent -> new Chart.Point(place(percent), all.within(percent)))
                    .toList()));
      }
    }
    return series;
  }

  private long seconds() {
    return Math.max(
        1, measured.lanes().stream().mapToLong(lane -> lane.seconds().size()).max().orElse(1) - 1);
  }

  private List<Chart.Mark> timeMarks() {
    long seconds = seconds();
    long step = 1;
    for (long each : new long[] {1, 2, 5, 10, 30, 60, 300, 600, 1_800, 3_600}) {
      step = each;
      if (seconds / each <= 10) {
        break;
      }
    }
    List<Chart.Mark> marks = new ArrayList<>();
    for (long second = 0; second <= seconds; second += step) {
      marks.add(new Chart.Mark((double) second / seconds, second + " s"));
    }
    return marks;
  }

  private List<Chart.Series> overTime() {
    List<Chart.Series> series = new ArrayList<>();
    for (Measured.Lane lane : measured.lanes()) {
      List<Measured.Second> answered =
          lane.seconds().stream().filter(second -> second.longest() > 0).toList();
      series.add(line(lane, "p50", false, answered, Measured.Second::p50));
      series.add(line(lane, "p99", true, answered, Measured.Second::p99));
    }
    return series;
  }

  private List<Chart.Series> throughput() {
    List<Chart.Series> series = new ArrayList<>();
    for (Measured.Lane lane : measured.lanes()) {
      series.add(line(lane, "answered", false, lane.seconds(), Measured.Second::answered));
      if (lane.all().failures() > 0) {
        series.add(line(lane, "failed", true, lane.seconds(), Measured.Second::failed));
      }
    }
    return series;
  }

  private Chart.Series line(
      Measured.Lane lane,
      String what,
      boolean dashed,
      List<Measured.Second> seconds,
      ToLongFunction<Measured.Second> value) {
    return new Chart.Series(
        measured.lanes().size() > 1 ? lane.target() + ", " + what : what,
        number(lane),
        dashed,
        seconds.stream()
            .map(second ->
                new Chart.Point((double) second.second() / seconds(), value.applyAsLong(second)))
            .toList());
  }
}
