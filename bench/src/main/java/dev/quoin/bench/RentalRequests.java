package dev.quoin.bench;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Seeded rental requests for tests and benchmarks.
public final class RentalRequests {
  private static final List<String> MODELS =
      List.of(
          "올뉴모닝",
          "더뉴레이",
          "캐스퍼",
          "올뉴아반떼",
          "더뉴K3",
          "더뉴아반떼CN7",
          "쏘나타DN8",
          "K5 DL3",
          "더뉴그랜저",
          "K8",
          "디 올뉴그랜저",
          "더뉴코나");
  private static final List<String> MODELS_OF_ONE_SHEET =
      List.of(
          "모닝 어반",
          "더뉴기아레이",
          "레이 캠핑카(루프탑)",
          "쏘나타DN8 센슈어스",
          "레이 캠핑카",
          "쏘나타디엣지",
          "베리 뉴 티볼리",
          "XM3",
          "셀토스",
          "디올뉴코나",
          "트레일블레이저",
          "디올뉴투싼");

  /// Minutes of the week at which prices or weekdays turn, from Monday midnight: Friday 19:00 and so on.
  private static final int[] TURNS = {
    0, 120, 360, 4 * 1440 + 1140, 5 * 1440, 6 * 1440 + 1140, 6 * 1440 + 120, 4 * 1440 + 360
  };

  private static final LocalDate SHEET_B = LocalDate.of(2024, 6, 7);

  private final SplittableRandom random;

  private RentalRequests(long seed) {
    random = new SplittableRandom(seed);
  }

  /// Requests as customers send them: mostly a few hours, mostly cars that are there, mostly allowed.
  public static List<RentalRequest> realistic(int count, long seed) {
    RentalRequests requests = new RentalRequests(seed);
    return IntStream.range(0, count).mapToObj(_ -> requests.realistic()).toList();
  }

  /// Requests that look for edges: where rates turn, at exact lengths and ages, over the limits.
  public static List<RentalRequest> edges(int count, long seed) {
    RentalRequests requests = new RentalRequests(seed);
    return IntStream.range(0, count).mapToObj(_ -> requests.edge()).toList();
  }

  /// Settlements of bookings that may be: half of them realistic, half on edges; early, in time, late, extended.
  public static List<SettlementRequest> settlements(int count, long seed) {
    RentalRequests requests = new RentalRequests(seed);
    return IntStream.range(0, count).mapToObj(_ -> requests.settlement()).toList();
  }

  /// Cancellations around the moments at which the rates change.
  public static List<CancellationRequest> cancellations(int count, long seed) {
    RentalRequests requests = new RentalRequests(seed);
    return IntStream.range(0, count).mapToObj(_ -> requests.cancellation()).toList();
  }

  private SettlementRequest settlement() {
    RentalRequest booking = random.nextBoolean() ? realistic() : ofEverySheet(edge());
    LocalDateTime longest = booking.start().plusDays(30);
    booking = booking.until(between(booking.end(), booking.start().plusMinutes(30), longest));
    booking = booking.over(booking.metres(), Math.min(booking.oneWayMetres(), 70_000));
    LocalDateTime extendedEnd =
        random.nextInt(0, 3) == 0
            ? between(booking.end().plusMinutes(random.nextInt(0, 2000)), booking.end(), longest)
            : null;
    LocalDateTime scheduledEnd = extendedEnd == null ? booking.end() : extendedEnd;
    int minutes =
        switch (random.nextInt(0, 4)) {
          case 0 -> random.nextInt(-12, 33);
          case 1 -> random.nextInt(-60 * 13, 60 * 13);
          case 2 -> pickNumber(-600, -601, -599, -10, -9, 0, 29, 30);
          default -> random.nextInt(0, 4000);
        };
    LocalDateTime returnedAt = scheduledEnd.plusMinutes(minutes);
    LocalDateTime first = booking.start().plusMinutes(1);
    return new SettlementRequest(
        booking,
        extendedEnd,
        returnedAt.isBefore(first) ? first : returnedAt,
        random.nextInt(0, 900_000));
  }

  private RentalRequest ofEverySheet(RentalRequest request) {
    return new RentalRequest(
        request.start(),
        request.end(),
        pick(MODELS),
        request.metres(),
        request.oneWayMetres(),
        request.utilisation(),
        request.membership(),
        request.couponPercent(),
        request.couponAmount(),
        request.birthDate(),
        request.licenceDate());
  }

  private static LocalDateTime between(
      LocalDateTime time, LocalDateTime first, LocalDateTime last) {
    if (time.isBefore(first)) {
      return first;
    }
    return time.isAfter(last) ? last : time;
  }

  private CancellationRequest cancellation() {
    LocalDateTime start =
        LocalDate.of(2026, 1, 1).atStartOfDay().plusMinutes(random.nextInt(0, 365 * 1440));
    LocalDateTime end = start.plusMinutes(pickNumber(30, 180, 350, 360, 361, 370, 1440, 20_000));
    LocalDateTime cancelledAt =
        between(
            start.minusMinutes(pickNumber(-20, 0, 30, 120, 240, 600) + random.nextInt(-1, 2)),
            LocalDateTime.MIN,
            end);
    return new CancellationRequest(
        random.nextInt(0, 500_000),
        cancelledAt.minusMinutes(pickNumber(0, 29, 30, 31, 5000)),
        start,
        end,
        cancelledAt);
  }

  private RentalRequest realistic() {
    LocalDate day = LocalDate.of(2022, 1, 1).plusDays(random.nextInt(0, 5 * 365));
    LocalDateTime start = day.atTime(hour(), 10 * random.nextInt(0, 6));
    int slots =
        switch (random.nextInt(0, 20)) {
          case 0, 1, 2, 3, 4, 5 -> random.nextInt(3, 19);
          case 6, 7, 8, 9, 10, 11 -> random.nextInt(18, 49);
          case 12, 13, 14, 15 -> random.nextInt(48, 145);
          case 16, 17 -> random.nextInt(144, 3 * 144 + 1);
          case 18 -> random.nextInt(3 * 144, 7 * 144 + 1);
          default -> random.nextInt(7 * 144, 30 * 144 + 1);
        };
    boolean oneWay = random.nextInt(0, 10) == 0;
    LocalDate birth = day.minusYears(random.nextInt(21, 70)).minusDays(random.nextInt(0, 365));
    return new RentalRequest(
        start,
        start.plusMinutes(10L * slots),
        pick(MODELS),
        1000L * random.nextInt(3, 60 + slots),
        oneWay ? 1000L * random.nextInt(1, 71) : RentalRequest.RETURNS,
        random.nextInt(0, 101),
        pick(List.of("none", "none", "none", "pass", "business")),
        random.nextInt(0, 4) == 0 ? 5 * random.nextInt(1, 11) : 0,
        random.nextInt(0, 5) == 0 ? 1000L * random.nextInt(1, 21) : 0,
        birth,
        birth.plusYears(19).plusDays(random.nextInt(0, 400)));
  }

  private int hour() {
    return random.nextInt(0, 5) == 0 ? random.nextInt(0, 24) : random.nextInt(7, 22);
  }

  private RentalRequest edge() {
    LocalDate day =
        random.nextInt(0, 4) == 0
            ? SHEET_B.plusDays(random.nextInt(-2, 3))
            : LocalDate.of(2018, 1, 1).plusDays(random.nextInt(0, 3600));
    LocalDateTime start =
        random.nextBoolean()
            ? day.with(DayOfWeek.MONDAY)
                .atStartOfDay()
                .plusMinutes(TURNS[random.nextInt(0, TURNS.length)] + random.nextInt(-15, 16))
            : day.atStartOfDay().plusMinutes(random.nextInt(0, 1440));
    if (start.getYear() < 2018) {
      start = start.plusWeeks(1);
    }
    LocalDateTime end = start.plusMinutes(lengthOnTheEdge());
    LocalDate startDay = start.toLocalDate();
    LocalDate birth = birthdayNear(startDay.minusYears(pickNumber(21, 24, 26, 30, 40, 70)));
    LocalDate licence = birthdayNear(startDay.minusYears(pickNumber(1, 2, 3, 10)));
    return new RentalRequest(
        start,
        end,
        random.nextInt(0, 3) == 0 ? pick(MODELS_OF_ONE_SHEET) : pick(MODELS),
        Math.max(0, 1000L * pickNumber(0, 30, 100, 1000) + random.nextInt(-1, 2) * 500L),
        random.nextBoolean()
            ? RentalRequest.RETURNS
            : Math.max(0, 1000L * pickNumber(0, 10, 20, 30, 50, 70) + random.nextInt(-1, 2)),
        pickNumber(0, 29, 30, 59, 60, 84, 85, 100),
        pick(List.of("none", "pass", "business")),
        pickNumber(0, 0, 1, 33, 50, 99, 100),
        pickNumber(0, 0, 4, 5, 15, 5_000, 1_000_000),
        birth,
        licence.isAfter(birth) ? licence : birth.plusYears(18));
  }

  private int lengthOnTheEdge() {
    return switch (random.nextInt(0, 6)) {
      case 0 -> random.nextInt(25, 45);
      case 1 -> random.nextInt(45, 1440);
      case 2 -> 1440 * random.nextInt(1, 31) + random.nextInt(-10, 11);
      case 3 -> 1440 * pickNumber(1, 3, 7, 14, 30) + pickNumber(-10, 0, 1, 10);
      case 4 -> random.nextInt(700, 760);
      default -> random.nextInt(30, 30 * 1440);
    };
  }

  private LocalDate birthdayNear(LocalDate day) {
    return day.plusDays(random.nextInt(-1, 2));
  }

  private int pickNumber(int... numbers) {
    return numbers[random.nextInt(0, numbers.length)];
  }

  private String pick(List<String> texts) {
    return texts.get(random.nextInt(0, texts.size()));
  }
}
