package dev.quoin.cli.docs;

import dev.quoin.dmn.Program;
import dev.quoin.dmn.read.Model;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Texts;
import dev.quoin.ratebook.calendar.SlotKinds;
import dev.quoin.ratebook.html.Html;
import dev.quoin.ratebook.html.Style;
import dev.quoin.ratebook.source.Csv;
import dev.quoin.ratebook.value.Written;
import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The page: what it shows stands in the ratebook's files, word for word, and nothing else; the same ratebook gives
/// the same bytes.
///
/// A sentence stands in the page twice, in Korean and in English, and a style sheet shows the chosen one, so that the
/// page works as a file without a network, and on paper.
public final class DocsPage {
  private static final int UNFOLDED_ROWS = 200;
  private static final int SHORT_DIGEST = 12;

  private final Ratebook book;
  private final Model model;
  private final Map<String, Csv> sheets;
  private final Html html = new Html();
  private final BoxedDrawing boxes = new BoxedDrawing(html);

  private DocsPage(Ratebook book, Model model, Map<String, Csv> sheets) {
    this.book = book;
    this.model = model;
    this.sheets = Map.copyOf(sheets);
  }

  /// The page as HTML.
  ///
  /// @param model all models of the ratebook in one
  /// @param sheets the ratebook's tables and cases, by file
  public static String write(Ratebook book, Model model, Map<String, Csv> sheets) {
    return new DocsPage(book, model, sheets).page();
  }

  private String page() {
    html.raw("<!DOCTYPE html>\n");
    html.open("html", "lang", "ko", "data-show", "ko").newLine();
    head();
    html.open("body").newLine();
    top();
    html.open("div", "class", "columns").newLine();
    contents();
    html.open("main").newLine();
    notes();
    services();
    decisions();
    functions();
    rateTables();
    levers();
    calendars();
    terms();
    codes("line-items", "Line items", "요금 항목", "line-item-", book.lineItems());
    codes("refusals", "Reasons for a refusal", "거절 사유", "refusal-", book.refusals());
    cases();
    html.close().newLine().close().newLine();
    html.raw("<script>\n" + Style.of(DocsPage.class, "page.js") + "</script>\n");
    html.close().newLine().close().newLine();
    return html.toString();
  }

  private void head() {
    html.open("head").newLine();
    html.empty("meta", "charset", "utf-8").newLine();
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.newLine().line("title", book.title().ko() + " · " + book.title().en()).newLine();
    html.raw("<style>\n" + Style.of(DocsPage.class, "page.css") + "</style>\n");
    html.close().newLine();
  }

  private void top() {
    html.open("header").newLine();
    html.open("div", "class", "languages");
    html.line("button", "한국어", "type", "button", "data-language", "ko");
    html.line("button", "English", "type", "button", "data-language", "en");
    html.close().newLine();
    html.open("p", "class", "kicker");
    say("Ratebook", "요금 정책집");
    html.text(" · ").line("code", book.id()).close().newLine();
    heading("h1", book.title());
    html.open("p", "class", "facts");
    say("Currency", "통화");
    html.text(" ").line("b", book.currency()).text(" · ");
    say("time zone", "시간대");
    html.text(" ").line("b", book.zone().getId()).text(" · ");
    html.open("span", "title", book.digest());
    say("contents", "내용");
    html.text(" ").line("code", book.digest().substring(0, SHORT_DIGEST)).close();
    html.close().newLine().close().newLine();
  }

  private void contents() {
    html.open("nav", "aria-label", "목차 / Contents").newLine();
    entry("#services", "Services", "서비스");
    html.open("ul");
    book.services()
        .values()
        .forEach(service -> {
          html.open("li").open("a", "href", "#service-" + anchor(service.name()));
          say(service.title());
          html.close().close();
        });
    html.close().newLine();
    entry("#decisions", "Decisions", "결정");
    names(model.decisions().stream().map(Model.Decision::head).toList());
    List<Model.KnowledgeModel> functions = writtenFunctions();
    if (!functions.isEmpty()) {
      entry("#functions", "Functions", "함수");
      names(functions.stream().map(Model.KnowledgeModel::head).toList());
    }
    if (!book.tables().isEmpty()) {
      entry("#tables", "Rate tables", "요율표");
      html.open("ul");
      for (Ratebook.Table table : book.tables()) {
        html.open("li");
        html.line("a", table.id(), "href", "#" + anchor(table.binds()));
        html.close();
      }
      html.close().newLine();
    }
    if (!book.levers().isEmpty()) {
      entry("#levers", "Levers", "레버");
    }
    if (!book.calendars().isEmpty()) {
      entry("#calendars", "Calendars", "달력");
    }
    if (!book.terms().isEmpty()) {
      entry("#terms", "Terms", "용어");
    }
    if (!book.lineItems().isEmpty()) {
      entry("#line-items", "Line items", "요금 항목");
    }
    if (!book.refusals().isEmpty()) {
      entry("#refusals", "Reasons for a refusal", "거절 사유");
    }
    if (!book.cases().isEmpty()) {
      entry("#cases", "Cases", "검증 케이스");
    }
    html.close().newLine();
  }

  private void names(List<Model.Head> heads) {
    html.open("ul");
    for (Model.Head head : heads) {
      html.open("li").line("a", head.name(), "href", "#" + anchor(head.id())).close();
    }
    html.close().newLine();
  }

  private void entry(String href, String en, String ko) {
    html.open("a", "class", "chapter", "href", href);
    say(en, ko);
    html.close().newLine();
  }

  private void notes() {
    book.notes()
        .ifPresent(notes -> {
          html.open("aside", "class", "notes");
          say(notes);
          html.close().newLine();
        });
  }

  private void services() {
    chapter("services", "Services", "서비스");
    for (Ratebook.Service service : book.services().values()) {
      html.open("article", "id", "service-" + anchor(service.name())).newLine();
      html.open("h3");
      say(service.title());
      html.text(" ").line("code", service.name()).close().newLine();
      description(service.decisionService().description());
      legend();
      html.open("div", "class", "scroll picture").newLine();
      Drawing.draw(ServiceGraph.of(book, service), service.title().en(), html);
      html.close().newLine();
      inputs(service);
      requirements(service);
      html.close().newLine();
    }
    html.close().newLine();
  }

  private void legend() {
    html.open("p", "class", "legend");
    sign("output", "answer", "결과");
    sign("decision", "decision", "결정");
    sign("input", "input", "입력");
    sign("lever", "lever", "레버");
    sign("rate-table", "rate table", "요율표");
    sign("calendar", "calendar", "달력");
    sign("function", "function", "함수");
    html.close().newLine();
  }

  private void sign(String kind, String en, String ko) {
    html.open("span", "class", "sign " + kind).close();
    say(en, ko);
    html.text(" ");
  }

  private void inputs(Ratebook.Service service) {
    html.open("h4");
    say("What is asked", "입력");
    html.close().open("div", "class", "scroll").open("table").open("thead").open("tr");
    column("Input", "입력");
    column("Type", "타입");
    column("Allowed", "허용 값");
    column("Meaning", "뜻");
    html.close().close().open("tbody").newLine();
    for (int index : service.inputs()) {
      Program.Input input = (Program.Input) book.program().globals().get(index);
      html.open("tr", "id", "in-" + anchor(service.name()) + "-" + anchor(input.id()));
      html.line("td", input.name(), "class", "name").line("td", input.type().toString());
      html.open("td", "class", "allowed").line("code", input.allowedText()).close();
      html.line("td", input.description()).close().newLine();
    }
    html.close().close().close().newLine();
  }

  private void requirements(Ratebook.Service service) {
    if (service.requirements().isEmpty()) {
      return;
    }
    html.open("h4");
    say("What has to hold between the inputs", "입력이 지켜야 할 조건");
    html.close().open("ul", "class", "requirements").newLine();
    for (Ratebook.Requirement requirement : service.requirements()) {
      html.open("li").line("code", requirement.condition().span().text().strip()).text(" — ");
      say(requirement.text());
      html.text(" ").line("code", requirement.code(), "class", "quiet").close().newLine();
    }
    html.close().newLine();
  }

  private void decisions() {
    chapter("decisions", "Decisions", "결정");
    for (Model.Decision decision : model.decisions()) {
      html.open("article", "id", anchor(decision.head().id())).newLine();
      title(decision.head(), decision.variable().typeRef().map(type -> type.text()).orElse(""));
      if (!decision.question().isBlank()) {
        html.line("p", decision.question(), "class", "question").newLine();
      }
      description(decision.head().description());
      decision.expression().ifPresent(boxed -> boxes.draw(boxed, decision.head().name()));
      neighbours(decision.head().id());
      html.close().newLine();
    }
    html.close().newLine();
  }

  private List<Model.KnowledgeModel> writtenFunctions() {
    return model.knowledgeModels().stream().filter(known -> known.body().isPresent()).toList();
  }

  private void functions() {
    List<Model.KnowledgeModel> functions = writtenFunctions();
    if (functions.isEmpty()) {
      return;
    }
    chapter("functions", "Functions", "함수");
    for (Model.KnowledgeModel function : functions) {
      html.open("article", "id", anchor(function.head().id())).newLine();
      title(function.head(), function.variable().typeRef().map(type -> type.text()).orElse(""));
      html.line("p", BoxedDrawing.parameters(function.parameters()), "class", "parameters");
      description(function.head().description());
      function.body().ifPresent(body -> boxes.draw(body, function.head().name()));
      neighbours(function.head().id());
      html.close().newLine();
    }
    html.close().newLine();
  }

  private void title(Model.Head head, String type) {
    html.line("h3", head.name());
    html.open("p", "class", "place");
    html.line("code", head.span().place().file() + ":" + head.span().place().line());
    if (!type.isBlank()) {
      html.text(" · ").text(type.strip());
    }
    html.close().newLine();
  }

  private void description(String text) {
    if (!text.isBlank()) {
      html.line("p", text.strip()).newLine();
    }
  }

  /// What an element requires and what requires it, as links.
  private void neighbours(String id) {
    Neighbours neighbours = Neighbours.of(model, id);
    if (neighbours.needs().isEmpty() && neighbours.usedBy().isEmpty()) {
      return;
    }
    html.open("p", "class", "neighbours");
    links("Needs", "필요한 것", neighbours.needs());
    links("Used by", "쓰이는 곳", neighbours.usedBy());
    html.close().newLine();
  }

  private void links(String en, String ko, List<Model.Head> heads) {
    if (heads.isEmpty()) {
      return;
    }
    html.open("span", "class", "neighbour-group");
    say(en, ko);
    html.text(": ");
    for (int i = 0; i < heads.size(); i++) {
      html.text(i == 0 ? "" : ", ");
      link(heads.get(i));
    }
    html.close().text(" ");
  }

  private void link(Model.Head head) {
    boolean isInput =
        model.inputs().stream().anyMatch(input -> input.head().id().equals(head.id()));
    boolean isLever = book.levers().stream().anyMatch(lever -> lever.binds().equals(head.id()));
    if (isInput && !isLever) {
      html.line("span", head.name(), "class", "input-name");
    } else {
      html.line("a", head.name(), "href", "#" + anchor(head.id()));
    }
  }

  private void rateTables() {
    if (book.tables().isEmpty()) {
      return;
    }
    chapter("tables", "Rate tables", "요율표");
    for (Ratebook.Table table : book.tables()) {
      html.open("article", "id", anchor(table.binds())).newLine();
      html.line("h3", table.id());
      html.open("p", "class", "place").line("code", table.rules().file()).text(" · ");
      html.text(BoxedDrawing.words(table.rules().hitPolicy()) + " · ");
      int rows = table.rules().rows().size();
      say(rows + " rows", rows + "행");
      html.close().newLine().open("p");
      say(table.title());
      html.close().newLine();
      sheet(table.rules().file(), BoxedDrawing.letter(table.rules().hitPolicy()));
      neighbours(table.binds());
      html.close().newLine();
    }
    html.close().newLine();
  }

  /// A CSV file as a table; what is long is folded.
  private void sheet(String file, String corner) {
    Csv sheet = sheets.get(file);
    if (sheet == null) {
      return;
    }
    List<Csv.Row> rows = sheet.rows();
    int shown = Math.min(rows.size(), UNFOLDED_ROWS);
    sheetPart(sheet, rows.subList(0, shown), corner);
    if (shown < rows.size()) {
      html.open("details").open("summary");
      say((rows.size() - shown) + " more rows", "나머지 " + (rows.size() - shown) + "행");
      html.close().newLine();
      sheetPart(sheet, rows.subList(shown, rows.size()), corner);
      html.close().newLine();
    }
  }

  private void sheetPart(Csv sheet, List<Csv.Row> rows, String corner) {
    List<String> kinds = new ArrayList<>();
    html.open("div", "class", "scroll").open("table", "class", "decision-table");
    html.open("thead").open("tr").line("th", corner, "class", "hit");
    for (int column = 0; column < sheet.header().size(); column++) {
      String text = sheet.header().text(column);
      int blank = text.indexOf(' ');
      String role = blank < 0 ? text : text.substring(0, blank);
      String kind =
          switch (role) {
            case "in", "out", "note" -> role;
            case "line" -> "out";
            default -> "note";
          };
      kinds.add(kind);
      html.open("th", "class", kind);
      if (blank < 0 || kind.equals("note")) {
        html.text(text);
      } else {
        int colon = text.lastIndexOf(": ");
        html.text(text.substring(blank + 1, colon < 0 ? text.length() : colon));
        if (colon >= 0) {
          html.line("code", text.substring(colon + 2));
        }
      }
      html.close();
    }
    html.close().close().open("tbody").newLine();
    for (Csv.Row row : rows) {
      html.open("tr").line("td", String.valueOf(row.line()), "class", "number");
      for (int column = 0; column < row.size(); column++) {
        String text = row.text(column);
        String kind = kinds.get(column);
        html.line("td", text, "class", text.equals("-") && kind.equals("in") ? "any" : kind);
      }
      html.close().newLine();
    }
    html.close().close().close().newLine();
  }

  private void levers() {
    if (book.levers().isEmpty()) {
      return;
    }
    chapter("levers", "Levers", "레버");
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    column("Lever", "레버");
    column("Value", "값");
    column("Bounds", "범위");
    column("Step", "단위 폭");
    column("Owner", "담당");
    column("Reason", "이유");
    html.close().close().open("tbody").newLine();
    for (Ratebook.Lever lever : book.levers()) {
      html.open("tr", "id", anchor(lever.binds()));
      html.line("td", lever.id(), "class", "name");
      html.open("td", "class", "amount").line("b", Written.plain(lever.value()));
      html.text(lever.unit().map(unit -> " " + unit).orElse("")).close();
      html.line("td", bounds(lever.bounds()), "class", "amount");
      html.line("td", lever.bounds().step().map(Written::plain).orElse(""), "class", "amount");
      html.line("td", lever.owner()).open("td");
      say(lever.reason());
      changes(lever);
      html.close().close().newLine();
    }
    html.close().close().close().newLine().close().newLine();
  }

  private static String bounds(Ratebook.Bounds bounds) {
    return bounds.oneOf().isEmpty()
        ? bounds.minimum().map(Written::plain).orElse("")
            + " … "
            + bounds.maximum().map(Written::plain).orElse("")
        : bounds.oneOf().stream().map(Written::plain).collect(Collectors.joining(", "));
  }

  /// What a lever is from when on, drawn and written.
  private void changes(Ratebook.Lever lever) {
    if (lever.isConstant()) {
      return;
    }
    LeverCourse.draw(lever, book.zone(), html);
    html.open("ul", "class", "changes");
    for (Ratebook.From change : lever.changes()) {
      String value = Written.plain(change.value());
      String at = change.at().atZone(book.zone()).toOffsetDateTime().toString();
      boolean isExpiry = lever.expires().filter(change.at()::equals).isPresent();
      html.open("li");
      say(
          isExpiry
              ? "expires %s: %s from then on".formatted(at, value)
              : "%s from %s".formatted(value, at),
          isExpiry ? "%s에 만료: 그때부터 %s".formatted(at, value) : "%s부터 %s".formatted(at, value));
      html.close();
    }
    html.close();
  }

  private void calendars() {
    if (book.calendars().isEmpty()) {
      return;
    }
    chapter("calendars", "Calendars", "달력");
    for (Ratebook.Calendar calendar : book.calendars()) {
      SlotKinds kinds = calendar.slots().declared();
      html.open("article", "id", anchor(calendar.binds())).newLine();
      html.line("h3", calendar.id()).open("p", "class", "place");
      say("slots of", "슬롯");
      html.text(" " + Written.plain(new Value.DayTimeDuration(kinds.slot())) + " · ");
      html.text(kinds.firstDay() + " … " + kinds.lastDay()).close().newLine();
      html.open("p");
      say(
          "A slot counts under the first kind that holds at its own start.",
          "슬롯은 자기 시작 시각에 해당하는 첫 번째 종류로 센다.");
      html.close().open("ol", "class", "kinds").newLine();
      for (SlotKinds.Kind kind : kinds.kinds()) {
        html.open("li").line("b", kind.name()).text(" — ");
        when(kind);
        html.close().newLine();
      }
      html.close().newLine().close().newLine();
    }
    html.close().newLine();
  }

  private void when(SlotKinds.Kind kind) {
    if (kind.hours().isEmpty() && kind.days().isEmpty()) {
      say("all else", "그 밖의 모든 시간");
      return;
    }
    kind.hours().ifPresent(hours -> html.text(clock(hours.from()) + "–" + clock(hours.to())));
    html.text(kind.hours().isPresent() && kind.days().isPresent() ? ", " : "");
    kind.days()
        .ifPresent(days -> {
          days.week()
              .ifPresent(week ->
                  say(
                      weekly(week.from(), Locale.ENGLISH)
                          + " to "
                          + weekly(week.to(), Locale.ENGLISH),
                      weekly(week.from(), Locale.KOREAN)
                          + "부터 "
                          + weekly(week.to(), Locale.KOREAN)
                          + "까지"));
          if (!days.dates().isEmpty()) {
            html.text(days.week().isPresent() ? ", " : "");
            int count = days.dates().size();
            say(
                (days.week().isPresent() ? "or on one of " : "on one of ")
                    + count
                    + " listed dates",
                (days.week().isPresent() ? "또는 " : "") + "지정한 날짜 " + count + "일");
          }
        });
  }

  private static String clock(int second) {
    return String.format(Locale.ROOT, "%02d:%02d", second / 3600, second / 60 % 60);
  }

  private static String weekly(int second, Locale language) {
    return DayOfWeek.of(second / 86_400 + 1).getDisplayName(TextStyle.SHORT, language)
        + " "
        + clock(second % 86_400);
  }

  private void terms() {
    if (book.terms().isEmpty()) {
      return;
    }
    chapter("terms", "Terms", "용어");
    html.open("dl").newLine();
    for (Ratebook.Term term : book.terms()) {
      html.open("dt").line("b", term.term().ko()).text(" · ").text(term.term().en()).close();
      html.open("dd");
      say(term.definition());
      html.close().newLine();
    }
    html.close().newLine().close().newLine();
  }

  private void codes(String id, String en, String ko, String anchor, Map<String, Texts> codes) {
    if (codes.isEmpty()) {
      return;
    }
    chapter(id, en, ko);
    html.open("div", "class", "scroll").open("table").open("tbody").newLine();
    codes.forEach((code, text) -> {
      html.open("tr", "id", anchor + anchor(code)).open("td").line("code", code).close();
      html.line("td", text.ko(), "lang", "ko").line("td", text.en(), "lang", "en");
      html.close().newLine();
    });
    html.close().close().close().newLine().close().newLine();
  }

  private void cases() {
    if (book.cases().isEmpty()) {
      return;
    }
    chapter("cases", "Cases", "검증 케이스");
    for (Ratebook.CaseFile file : book.cases()) {
      Csv sheet = sheets.get(file.file());
      if (sheet == null) {
        continue;
      }
      html.open("details").open("summary").line("code", file.file()).text(" · " + file.service());
      html.text(" · " + sheet.rows().size() + " ");
      say("cases", "건");
      html.close().newLine();
      sheetPart(sheet, sheet.rows(), "");
      html.close().newLine();
    }
    html.close().newLine();
  }

  private void chapter(String id, String en, String ko) {
    html.open("section", "id", id).newLine().open("h2");
    say(en, ko);
    html.close().newLine();
  }

  private void heading(String tag, Texts texts) {
    html.open(tag);
    say(texts);
    html.close().newLine();
  }

  private void column(String en, String ko) {
    html.open("th");
    say(en, ko);
    html.close();
  }

  private void say(Texts texts) {
    say(texts.en(), texts.ko());
  }

  private void say(String en, String ko) {
    html.line("span", ko.strip(), "lang", "ko").line("span", en.strip(), "lang", "en");
  }

  /// An id that a link can name: what is no letter, digit or hyphen becomes a hyphen.
  static String anchor(String id) {
    return id.replaceAll("[^\\p{L}\\p{N}_-]", "-");
  }
}
