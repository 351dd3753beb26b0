package dev.quoin.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.Compiler;
import dev.quoin.ratebook.Mapping;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The mapping `pf` answers as the older process did, to the byte.
class LegacyCallsTest {
  private static final int CALLS = 1_000;
  private static final long SEED = 20_260_601;
  private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");
  private static final LocalDateTime VALID_UNTIL = LocalDateTime.parse("2026-06-01T09:15");

  private final Ratebook ratebook = SeoulRatebook.load(GoldenCases.RATEBOOK).ratebook();
  private final Pricer pricer = new Pricer(ratebook, Compiler::compile);
  private final Mapping mapping = ratebook.mapping("pf").orElseThrow();

  @Test
  void a_thousand_calls_get_the_same_bytes_through_the_mapping_as_from_the_older_process()
      throws IOException {
    LegacyCars cars = LegacyCars.read();
    LegacyPf legacy = new LegacyPf(GoldenCases.RATEBOOK, cars.models());
    SplittableRandom random = new SplittableRandom(SEED);
    List<RentalRequest> requests =
        Stream.concat(
                RentalRequests.realistic(CALLS, SEED).stream(),
                RentalRequests.edges(CALLS, SEED).stream())
            .filter(request -> request.licenceDate().isAfter(request.birthDate()))
            .limit(2L * CALLS)
            .toList();
    int quotes = 0;
    int refusals = 0;
    for (RentalRequest request : requests) {
      String number = "PF" + random.nextInt(1_000_000_000);
      String call = call(request, SeoulTables.known(cars.code(request.model()), request), random);
      String body = reply(call, number);
      assertThat(body)
          .as("%s (seed %s)", call, SEED)
          .isEqualTo(legacy.answer(call, number, VALID_UNTIL));
      quotes += body.contains("\"0000\"") ? 1 : 0;
      refusals += body.contains("\"RSLT_CD\":\"2") ? 1 : 0;
    }
    assertThat(quotes).isGreaterThan(CALLS / 2);
    assertThat(refusals).isGreaterThan(CALLS / 10);
    assertThat(quotes + refusals).isEqualTo(requests.size()).isGreaterThanOrEqualTo(CALLS);
  }

  private String reply(String sent, String number) {
    Mapping.Call call = mapping.call("call.json", sent.getBytes(UTF_8));
    dev.quoin.ratebook.Answer answer =
        pricer.quote(mapping.service(), call.request().orElseThrow(() -> wrong(call)), AT);
    Mapping.About about =
        new Mapping.About(
            Optional.of(number),
            ratebook.id(),
            ratebook.digest(),
            AT,
            AT.plus(ratebook.validity(mapping.service())));
    return new String(mapping.reply(call, answer, about).body(), UTF_8);
  }

  private static AssertionError wrong(Mapping.Call call) {
    return new AssertionError(call.problems().toString());
  }

  static String call(RentalRequest request, String car, SplittableRandom random) {
    DateTimeFormatter minute = DateTimeFormatter.ofPattern("yyyyMMddHHmm", Locale.ROOT);
    DateTimeFormatter day = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
    List<String> deductibles = List.of("0", "50,000", "300,000", "700,000", "50000", "700000");
    return """
    {"HEADER": {"TRAN_ID": "T%d", "CHNL_CD": "APP"}, "BODY": {"RENT_ST_DTM": "%s",
     "RENT_ED_DTM": "%s", "CAR_CD": "%s", "PF_AMT": "%s",
     "DRV_INFO": {"BIRTH_YMD": "%s", "LCNS_YMD": "%s"}}}
    """
        .formatted(
            random.nextInt(1_000_000),
            request.start().format(minute),
            request.end().format(minute),
            car,
            deductibles.get(random.nextInt(deductibles.size())),
            request.birthDate().format(day),
            request.licenceDate().format(day));
  }
}
