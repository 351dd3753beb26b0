package dev.quoin.bench;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Value;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requests as the values that the models of `ratebooks/seoul-carshare` take, by the names of the inputs.
final class EngineInputs {
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
  private static final ZoneOffset OFFSET = ZoneOffset.ofHours(9);

  static Map<String, Value> of(RentalRequest request) {
    Map<String, Value> inputs = new HashMap<>();
    inputs.put("start", time(request.start()));
    inputs.put("end", time(request.end()));
    inputs.put("model", Value.of(request.model()));
    inputs.put("distance", kilometres(request.metres()));
    inputs.put(
        "one way distance",
        request.oneWayMetres() == RentalRequest.RETURNS
            ? Value.NULL
            : kilometres(request.oneWayMetres()));
    inputs.put("utilisation", Value.of(request.utilisation()));
    inputs.put("membership", Value.of(request.membership()));
    inputs.put("coupon percent", Value.of(request.couponPercent()));
    inputs.put("coupon amount", Value.of(request.couponAmount()));
    inputs.put("birth date", new Value.Date(request.birthDate()));
    inputs.put("licence date", new Value.Date(request.licenceDate()));
    return inputs;
  }

  static Map<String, Value> of(RentalRequest request, long deductible) {
    Map<String, Value> inputs = of(request);
    inputs.put("deductible", Value.of(deductible));
    return inputs;
  }

  static Map<String, Value> of(SettlementRequest request) {
    Map<String, Value> inputs = of(request.booking());
    inputs.put("extended end", optionalTime(request.extendedEnd()));
    inputs.put("returned at", time(request.returnedAt()));
    inputs.put("driven distance", kilometres(request.drivenMetres()));
    return inputs;
  }

  static Map<String, Value> of(CancellationRequest request) {
    Map<String, Value> inputs = new HashMap<>();
    inputs.put("paid amount", Value.of(request.paidAmount()));
    inputs.put("paid at", time(request.paidAt()));
    inputs.put("start", time(request.start()));
    inputs.put("end", time(request.end()));
    inputs.put("cancelled at", time(request.cancelledAt()));
    return inputs;
  }

  private static Value optionalTime(@Nullable LocalDateTime time) {
    return time == null ? Value.NULL : time(time);
  }

  private static Value time(LocalDateTime time) {
    return new Value.DateTime(time, SEOUL, OFFSET);
  }

  private static Value kilometres(long metres) {
    return Value.of(Decimal.of(metres, 3));
  }

  private EngineInputs() {}
}
