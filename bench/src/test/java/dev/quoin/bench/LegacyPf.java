package dev.quoin.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The process that priced waivers before Quoin, as such ones are: its own fields, dates in digits, amounts in texts with
/// commas, numeric result codes, and the policy written out by hand. It knows nothing of ratebooks and mappings.
final class LegacyPf {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyyMMddHHmm", Locale.ROOT);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);

  private static final Map<String, String[]> REFUSALS =
      Map.of(
          "model-not-offered",
          result("2001", "선택하신 차종은 대여 시작일에 운영하지 않습니다."),
          "driver-too-young",
          result("2101", "이 차급을 운전하기에는 나이가 어립니다."),
          "licence-too-young",
          result("2102", "이 차급을 운전하기에는 면허를 딴 지 얼마 되지 않았습니다."),
          "deductible-needs-age",
          result("2201", "이 면책금을 고르기에는 나이가 어립니다. 더 높은 면책금을 골라 주세요."),
          "deductible-needs-licence",
          result("2202", "이 면책금을 고르려면 면허를 더 오래 가지고 있어야 합니다. 더 높은 면책금을 골라 주세요."),
          "rental-too-short",
          result("2301", "대여는 30분부터 할 수 있습니다."),
          "rental-too-long",
          result("2302", "대여는 30일까지 할 수 있습니다."));

  private final HandWrittenWaiver waiver;
  private final Map<String, String> cars = new HashMap<>();
  private final ObjectMapper mapper = new ObjectMapper();

  /// @param cars its codes of the models
  LegacyPf(Path ratebook, Map<String, String> cars) {
    waiver = HandWrittenWaiver.load(ratebook);
    this.cars.putAll(cars);
  }

  private static String[] result(String code, String message) {
    return new String[] {code, message};
  }

  /// The answer to a call.
  ///
  /// @param number the number under which it files the quote
  /// @param validUntil until when it holds
  String answer(String call, String number, LocalDateTime validUntil) {
    try {
      JsonNode root = mapper.readTree(call);
      JsonNode body = root.get("BODY");
      String transaction = root.get("HEADER").get("TRAN_ID").asText();
      String amount = body.get("PF_AMT").asText();
      RentalRequest request =
          new RentalRequest(
              LocalDateTime.parse(body.get("RENT_ST_DTM").asText(), MINUTE),
              LocalDateTime.parse(body.get("RENT_ED_DTM").asText(), MINUTE),
              SeoulTables.known(cars.get(body.get("CAR_CD").asText()), "car"),
              0,
              RentalRequest.RETURNS,
              0,
              "none",
              0,
              0,
              LocalDate.parse(body.get("DRV_INFO").get("BIRTH_YMD").asText(), DAY),
              LocalDate.parse(body.get("DRV_INFO").get("LCNS_YMD").asText(), DAY));
      return switch (waiver.quote(request, Long.parseLong(amount.replace(",", "")))) {
        case Answer.Refused refused -> {
          String[] result =
              SeoulTables.known(REFUSALS.get(refused.codes().getFirst()), refused.codes());
          yield "{%s}".formatted(header(transaction, result[0], result[1]));
        }
        case Answer.Price price ->
            "{%s,%s}"
                .formatted(
                    header(transaction, "0000", "정상 처리되었습니다."),
                    body(amount, price, number, validUntil));
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String header(String transaction, String code, String message) {
    return "\"HEADER\":{\"TRAN_ID\":\"%s\",\"RSLT_CD\":\"%s\",\"RSLT_MSG\":\"%s\"}"
        .formatted(transaction, code, message);
  }

  private static String body(
      String amount, Answer.Price price, String number, LocalDateTime validUntil) {
    String written = String.format(Locale.ROOT, "%,d", price.total());
    String vat = String.format(Locale.ROOT, "%,d", price.vat());
    return ("\"BODY\":{\"PF_NO\":\"%s\",\"PF_AMT\":\"%s\",\"PF_FEE\":\"%s\",\"VAT_AMT\":\"%s\",\"CUR_CD\":\"KRW\","
            + "\"VALID_DTM\":\"%s\",\"FEE_LIST\":[{\"FEE_CD\":\"PF01\",\"FEE_NM\":\"면책료\",\"FEE_AMT\":\"%s\"}]}")
        .formatted(number, amount, written, vat, validUntil.format(MINUTE), written);
  }
}
