package dev.quoin.feel.builtin;

import static dev.quoin.feel.Type.Simple.ANY;
import static dev.quoin.feel.Type.Simple.BOOLEAN;
import static dev.quoin.feel.Type.Simple.DATE;
import static dev.quoin.feel.Type.Simple.DATE_TIME;
import static dev.quoin.feel.Type.Simple.DAY_TIME_DURATION;
import static dev.quoin.feel.Type.Simple.NUMBER;
import static dev.quoin.feel.Type.Simple.STRING;
import static dev.quoin.feel.Type.Simple.TIME;
import static dev.quoin.feel.Type.Simple.YEAR_MONTH_DURATION;

import dev.quoin.feel.Moment;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The built-in functions, one constant per overload (DMN 1.5, 10.3.4). The parameters' names are the specification's:
/// a caller may use them.
///
/// Where several overloads fit the static types, the first one is meant. Values of type Any show their type when the
/// function is applied; so each overload also takes what its siblings take.
public enum Builtin {

  // Conversion (10.3.4.1).

  DATE_FROM_STRING(
      "date",
      List.of(of("from", STRING)),
      false,
      _ -> DATE,
      (arguments, _) -> ConversionFunctions.date(arguments)),
  DATE_FROM_DATE_TIME(
      "date",
      List.of(of("from", DATE_TIME)),
      false,
      _ -> DATE,
      (arguments, _) -> ConversionFunctions.date(arguments)),
  DATE_FROM_DATE(
      "date",
      List.of(of("from", DATE)),
      false,
      _ -> DATE,
      (arguments, _) -> ConversionFunctions.date(arguments)),
  DATE_OF_PARTS(
      "date",
      List.of(of("year", NUMBER), of("month", NUMBER), of("day", NUMBER)),
      false,
      _ -> DATE,
      (arguments, _) -> ConversionFunctions.dateOf(arguments)),
  DATE_TIME_FROM_STRING(
      "date and time",
      List.of(of("from", STRING)),
      false,
      _ -> DATE_TIME,
      (arguments, _) -> ConversionFunctions.dateTime(arguments)),
  DATE_TIME_OF_DATE(
      "date and time",
      List.of(of("date", DATE), of("time", TIME)),
      false,
      _ -> DATE_TIME,
      (arguments, _) -> ConversionFunctions.dateTimeOf(arguments)),
  DATE_TIME_OF_DATE_TIME(
      "date and time",
      List.of(of("date", DATE_TIME), of("time", TIME)),
      false,
      _ -> DATE_TIME,
      (arguments, _) -> ConversionFunctions.dateTimeOf(arguments)),
  TIME_FROM_STRING(
      "time",
      List.of(of("from", STRING)),
      false,
      _ -> TIME,
      (arguments, _) -> ConversionFunctions.time(arguments)),
  TIME_FROM_DATE_TIME(
      "time",
      List.of(of("from", DATE_TIME)),
      false,
      _ -> TIME,
      (arguments, _) -> ConversionFunctions.time(arguments)),
  TIME_FROM_TIME(
      "time",
      List.of(of("from", TIME)),
      false,
      _ -> TIME,
      (arguments, _) -> ConversionFunctions.time(arguments)),
  TIME_FROM_DATE(
      "time",
      List.of(of("from", DATE)),
      false,
      _ -> TIME,
      (arguments, _) -> ConversionFunctions.time(arguments)),
  TIME_OF_PARTS(
      "time",
      List.of(
          of("hour", NUMBER),
          of("minute", NUMBER),
          of("second", NUMBER),
          optional("offset", DAY_TIME_DURATION)),
      false,
      _ -> TIME,
      (arguments, _) -> ConversionFunctions.timeOf(arguments)),
  NUMBER_FROM(
      "number",
      List.of(
          of("from", STRING),
          maybeNull("grouping separator", STRING),
          maybeNull("decimal separator", STRING)),
      false,
      _ -> NUMBER,
      (arguments, _) -> ConversionFunctions.number(arguments)),
  STRING_FROM(
      "string",
      List.of(of("from", ANY)),
      false,
      _ -> STRING,
      (arguments, _) -> ConversionFunctions.string(arguments)),
  DURATION(
      "duration",
      List.of(of("from", STRING)),
      false,
      _ -> ANY,
      (arguments, _) -> DurationFunctions.duration(arguments)),
  YEARS_AND_MONTHS_DATE_DATE(
      "years and months duration",
      List.of(of("from", DATE), of("to", DATE)),
      false,
      _ -> YEAR_MONTH_DURATION,
      (arguments, _) -> DurationFunctions.yearsAndMonths(arguments)),
  YEARS_AND_MONTHS_DATE_DATE_TIME(
      "years and months duration",
      List.of(of("from", DATE), of("to", DATE_TIME)),
      false,
      _ -> YEAR_MONTH_DURATION,
      (arguments, _) -> DurationFunctions.yearsAndMonths(arguments)),
  YEARS_AND_MONTHS_DATE_TIME_DATE(
      "years and months duration",
      List.of(of("from", DATE_TIME), of("to", DATE)),
      false,
      _ -> YEAR_MONTH_DURATION,
      (arguments, _) -> DurationFunctions.yearsAndMonths(arguments)),
  YEARS_AND_MONTHS_DATE_TIME_DATE_TIME(
      "years and months duration",
      List.of(of("from", DATE_TIME), of("to", DATE_TIME)),
      false,
      _ -> YEAR_MONTH_DURATION,
      (arguments, _) -> DurationFunctions.yearsAndMonths(arguments)),
  RANGE_FROM(
      "range",
      List.of(of("from", STRING)),
      false,
      _ -> new Type.RangeType(ANY),
      (arguments, _) -> ConversionFunctions.range(arguments)),

  // Boolean (10.3.4.2).

  NOT(
      "not",
      List.of(of("negand", BOOLEAN)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> ConversionFunctions.not(arguments)),

  // Strings (10.3.4.3).

  SUBSTRING(
      "substring",
      List.of(of("string", STRING), of("start position", NUMBER), optional("length", NUMBER)),
      false,
      _ -> STRING,
      (arguments, _) -> TextFunctions.substring(arguments)),
  STRING_LENGTH(
      "string length",
      List.of(of("string", STRING)),
      false,
      _ -> NUMBER,
      (arguments, _) -> TextFunctions.length(arguments)),
  UPPER_CASE(
      "upper case",
      List.of(of("string", STRING)),
      false,
      _ -> STRING,
      (arguments, _) -> TextFunctions.upperCase(arguments)),
  LOWER_CASE(
      "lower case",
      List.of(of("string", STRING)),
      false,
      _ -> STRING,
      (arguments, _) -> TextFunctions.lowerCase(arguments)),
  SUBSTRING_BEFORE(
      "substring before",
      List.of(of("string", STRING), of("match", STRING)),
      false,
      _ -> STRING,
      (arguments, _) -> TextFunctions.before(arguments)),
  SUBSTRING_AFTER(
      "substring after",
      List.of(of("string", STRING), of("match", STRING)),
      false,
      _ -> STRING,
      (arguments, _) -> TextFunctions.after(arguments)),
  REPLACE(
      "replace",
      List.of(
          of("input", STRING),
          of("pattern", STRING),
          of("replacement", STRING),
          optional("flags", STRING)),
      false,
      _ -> STRING,
      (arguments, _) -> TextFunctions.replace(arguments)),
  CONTAINS(
      "contains",
      List.of(of("string", STRING), of("match", STRING)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> TextFunctions.contains(arguments)),
  STARTS_WITH(
      "starts with",
      List.of(of("string", STRING), of("match", STRING)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> TextFunctions.startsWith(arguments)),
  ENDS_WITH(
      "ends with",
      List.of(of("string", STRING), of("match", STRING)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> TextFunctions.endsWith(arguments)),
  MATCHES(
      "matches",
      List.of(of("input", STRING), of("pattern", STRING), optional("flags", STRING)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> TextFunctions.matches(arguments)),
  SPLIT(
      "split",
      List.of(of("string", STRING), of("delimiter", STRING)),
      false,
      _ -> listOf(STRING),
      (arguments, _) -> TextFunctions.split(arguments)),
  STRING_JOIN(
      "string join",
      List.of(of("list", listOf(STRING)), optional("delimiter", STRING)),
      false,
      _ -> STRING,
      (arguments, _) -> TextFunctions.join(arguments)),

  // Lists (10.3.4.4).

  LIST_CONTAINS(
      "list contains",
      List.of(of("list", listOf(ANY)), of("element", ANY)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> ListFunctions.contains(arguments)),
  COUNT(
      "count",
      List.of(of("list", listOf(ANY))),
      false,
      _ -> NUMBER,
      (arguments, _) -> ListFunctions.count(arguments)),
  MIN(
      "min",
      List.of(of("list", listOf(ANY))),
      false,
      Builtin::element,
      (arguments, _) -> ListFunctions.min(arguments)),
  MIN_OF(
      "min",
      List.of(of("c1", ANY)),
      true,
      Builtin::join,
      (arguments, _) -> ListFunctions.min(arguments)),
  MAX(
      "max",
      List.of(of("list", listOf(ANY))),
      false,
      Builtin::element,
      (arguments, _) -> ListFunctions.max(arguments)),
  MAX_OF(
      "max",
      List.of(of("c1", ANY)),
      true,
      Builtin::join,
      (arguments, _) -> ListFunctions.max(arguments)),
  SUM(
      "sum",
      List.of(of("list", listOf(NUMBER))),
      false,
      _ -> NUMBER,
      (arguments, _) -> ListFunctions.sum(arguments)),
  SUM_OF(
      "sum",
      List.of(of("n1", NUMBER)),
      true,
      _ -> NUMBER,
      (arguments, _) -> ListFunctions.sum(arguments)),
  MEAN(
      "mean",
      List.of(of("list", listOf(NUMBER))),
      false,
      _ -> NUMBER,
      (arguments, _) -> ListFunctions.mean(arguments)),
  MEAN_OF(
      "mean",
      List.of(of("n1", NUMBER)),
      true,
      _ -> NUMBER,
      (arguments, _) -> ListFunctions.mean(arguments)),
  PRODUCT(
      "product",
      List.of(of("list", listOf(NUMBER))),
      false,
      _ -> NUMBER,
      (arguments, _) -> ListFunctions.product(arguments)),
  PRODUCT_OF(
      "product",
      List.of(of("n1", NUMBER)),
      true,
      _ -> NUMBER,
      (arguments, _) -> ListFunctions.product(arguments)),
  MEDIAN(
      "median",
      List.of(of("list", listOf(NUMBER))),
      false,
      _ -> NUMBER,
      (arguments, _) -> ListFunctions.median(arguments)),
  MEDIAN_OF(
      "median",
      List.of(of("n1", NUMBER)),
      true,
      _ -> NUMBER,
      (arguments, _) -> ListFunctions.median(arguments)),
  STDDEV(
      "stddev",
      List.of(of("list", listOf(NUMBER))),
      false,
      _ -> NUMBER,
      (arguments, _) -> ListFunctions.stddev(arguments)),
  STDDEV_OF(
      "stddev",
      List.of(of("n1", NUMBER)),
      true,
      _ -> NUMBER,
      (arguments, _) -> ListFunctions.stddev(arguments)),
  MODE(
      "mode",
      List.of(of("list", listOf(NUMBER))),
      false,
      _ -> listOf(NUMBER),
      (arguments, _) -> ListFunctions.mode(arguments)),
  MODE_OF(
      "mode",
      List.of(of("n1", NUMBER)),
      true,
      _ -> listOf(NUMBER),
      (arguments, _) -> ListFunctions.mode(arguments)),
  ALL_TRUE(
      "all",
      List.of(of("list", listOf(BOOLEAN))),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> ListFunctions.all(arguments)),
  ALL_TRUE_OF(
      "all",
      List.of(of("b1", BOOLEAN)),
      true,
      _ -> BOOLEAN,
      (arguments, _) -> ListFunctions.all(arguments)),
  ANY_TRUE(
      "any",
      List.of(of("list", listOf(BOOLEAN))),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> ListFunctions.any(arguments)),
  ANY_TRUE_OF(
      "any",
      List.of(of("b1", BOOLEAN)),
      true,
      _ -> BOOLEAN,
      (arguments, _) -> ListFunctions.any(arguments)),
  SUBLIST(
      "sublist",
      List.of(of("list", listOf(ANY)), of("start position", NUMBER), optional("length", NUMBER)),
      false,
      Builtin::sameList,
      (arguments, _) -> ListFunctions.sublist(arguments)),
  APPEND(
      "append",
      List.of(of("list", listOf(ANY)), of("item", ANY)),
      true,
      Builtin::appended,
      (arguments, _) -> ListFunctions.append(arguments)),
  CONCATENATE(
      "concatenate",
      List.of(of("list", listOf(ANY))),
      true,
      Builtin::joinedLists,
      (arguments, _) -> ListFunctions.concatenate(arguments)),
  INSERT_BEFORE(
      "insert before",
      List.of(of("list", listOf(ANY)), of("position", NUMBER), of("newItem", ANY)),
      false,
      Builtin::withItem,
      (arguments, _) -> ListFunctions.insertBefore(arguments)),
  REMOVE(
      "remove",
      List.of(of("list", listOf(ANY)), of("position", NUMBER)),
      false,
      Builtin::sameList,
      (arguments, _) -> ListFunctions.remove(arguments)),
  LIST_REPLACE(
      "list replace",
      List.of(of("list", listOf(ANY)), of("position", NUMBER), of("newItem", ANY)),
      false,
      Builtin::withItem,
      (arguments, _) -> ListFunctions.replace(arguments)),
  LIST_REPLACE_WHERE(
      "list replace",
      List.of(of("list", listOf(ANY)), of("match", Parts.PREDICATE), of("newItem", ANY)),
      false,
      Builtin::withItem,
      (arguments, _) -> ListFunctions.replaceWhere(arguments)),
  SORT(
      "sort",
      List.of(of("list", listOf(ANY)), of("precedes", Parts.PREDICATE)),
      false,
      Builtin::sameList,
      (arguments, _) -> ListFunctions.sort(arguments)),
  REVERSE(
      "reverse",
      List.of(of("list", listOf(ANY))),
      false,
      Builtin::sameList,
      (arguments, _) -> ListFunctions.reverse(arguments)),
  INDEX_OF(
      "index of",
      List.of(of("list", listOf(ANY)), of("match", ANY)),
      false,
      _ -> listOf(NUMBER),
      (arguments, _) -> ListFunctions.indexOf(arguments)),
  UNION(
      "union",
      List.of(of("list", listOf(ANY))),
      true,
      Builtin::joinedLists,
      (arguments, _) -> ListFunctions.union(arguments)),
  DISTINCT_VALUES(
      "distinct values",
      List.of(of("list", listOf(ANY))),
      false,
      Builtin::sameList,
      (arguments, _) -> ListFunctions.distinctValues(arguments)),
  FLATTEN(
      "flatten",
      List.of(of("list", listOf(ANY))),
      false,
      Builtin::flat,
      (arguments, _) -> ListFunctions.flatten(arguments)),

  // Numbers (10.3.4.5).

  DECIMAL(
      "decimal",
      List.of(of("n", NUMBER), of("scale", NUMBER)),
      false,
      _ -> NUMBER,
      (arguments, _) ->
          NumberFunctions.round("decimal", arguments[0], arguments[1], RoundingMode.HALF_EVEN)),
  FLOOR(
      "floor",
      List.of(of("n", NUMBER)),
      false,
      _ -> NUMBER,
      (arguments, _) -> NumberFunctions.round("floor", arguments[0], RoundingMode.FLOOR)),
  FLOOR_TO_SCALE(
      "floor",
      List.of(of("n", NUMBER), of("scale", NUMBER)),
      false,
      _ -> NUMBER,
      (arguments, _) ->
          NumberFunctions.round("floor", arguments[0], arguments[1], RoundingMode.FLOOR)),
  CEILING(
      "ceiling",
      List.of(of("n", NUMBER)),
      false,
      _ -> NUMBER,
      (arguments, _) -> NumberFunctions.round("ceiling", arguments[0], RoundingMode.CEILING)),
  CEILING_TO_SCALE(
      "ceiling",
      List.of(of("n", NUMBER), of("scale", NUMBER)),
      false,
      _ -> NUMBER,
      (arguments, _) ->
          NumberFunctions.round("ceiling", arguments[0], arguments[1], RoundingMode.CEILING)),
  ROUND_UP(
      "round up",
      List.of(of("n", NUMBER), of("scale", NUMBER)),
      false,
      _ -> NUMBER,
      (arguments, _) ->
          NumberFunctions.round("round up", arguments[0], arguments[1], RoundingMode.UP)),
  ROUND_DOWN(
      "round down",
      List.of(of("n", NUMBER), of("scale", NUMBER)),
      false,
      _ -> NUMBER,
      (arguments, _) ->
          NumberFunctions.round("round down", arguments[0], arguments[1], RoundingMode.DOWN)),
  ROUND_HALF_UP(
      "round half up",
      List.of(of("n", NUMBER), of("scale", NUMBER)),
      false,
      _ -> NUMBER,
      (arguments, _) ->
          NumberFunctions.round("round half up", arguments[0], arguments[1], RoundingMode.HALF_UP)),
  ROUND_HALF_DOWN(
      "round half down",
      List.of(of("n", NUMBER), of("scale", NUMBER)),
      false,
      _ -> NUMBER,
      (arguments, _) ->
          NumberFunctions.round(
              "round half down", arguments[0], arguments[1], RoundingMode.HALF_DOWN)),
  ABS(
      "abs",
      List.of(of("n", NUMBER)),
      false,
      types -> types.getFirst(),
      (arguments, _) -> NumberFunctions.abs(arguments)),
  ABS_OF_DAYS(
      "abs",
      List.of(of("n", DAY_TIME_DURATION)),
      false,
      types -> types.getFirst(),
      (arguments, _) -> NumberFunctions.abs(arguments)),
  ABS_OF_MONTHS(
      "abs",
      List.of(of("n", YEAR_MONTH_DURATION)),
      false,
      types -> types.getFirst(),
      (arguments, _) -> NumberFunctions.abs(arguments)),
  MODULO(
      "modulo",
      List.of(of("dividend", NUMBER), of("divisor", NUMBER)),
      false,
      _ -> NUMBER,
      (arguments, _) -> NumberFunctions.modulo(arguments)),
  SQRT(
      "sqrt",
      List.of(of("number", NUMBER)),
      false,
      _ -> NUMBER,
      (arguments, _) -> NumberFunctions.sqrt(arguments)),
  LOG(
      "log",
      List.of(of("number", NUMBER)),
      false,
      _ -> NUMBER,
      (arguments, _) -> NumberFunctions.log(arguments)),
  EXP(
      "exp",
      List.of(of("number", NUMBER)),
      false,
      _ -> NUMBER,
      (arguments, _) -> NumberFunctions.exp(arguments)),
  ODD(
      "odd",
      List.of(of("number", NUMBER)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> NumberFunctions.odd(arguments)),
  EVEN(
      "even",
      List.of(of("number", NUMBER)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> NumberFunctions.even(arguments)),

  // Dates and times (10.3.4.6 to 10.3.4.8).

  IS(
      "is",
      List.of(optional("value1", ANY), optional("value2", ANY)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> TemporalFunctions.is(arguments)),
  NOW("now", List.of(), false, _ -> DATE_TIME, (_, moment) -> TemporalFunctions.now(moment)),
  TODAY("today", List.of(), false, _ -> DATE, (_, moment) -> TemporalFunctions.today(moment)),
  DAY_OF_YEAR(
      "day of year",
      List.of(of("date", DATE)),
      false,
      _ -> NUMBER,
      (arguments, _) -> TemporalFunctions.dayOfYear(arguments)),
  DAY_OF_YEAR_OF_DATE_TIME(
      "day of year",
      List.of(of("date", DATE_TIME)),
      false,
      _ -> NUMBER,
      (arguments, _) -> TemporalFunctions.dayOfYear(arguments)),
  DAY_OF_WEEK(
      "day of week",
      List.of(of("date", DATE)),
      false,
      _ -> STRING,
      (arguments, _) -> TemporalFunctions.dayOfWeek(arguments)),
  DAY_OF_WEEK_OF_DATE_TIME(
      "day of week",
      List.of(of("date", DATE_TIME)),
      false,
      _ -> STRING,
      (arguments, _) -> TemporalFunctions.dayOfWeek(arguments)),
  MONTH_OF_YEAR(
      "month of year",
      List.of(of("date", DATE)),
      false,
      _ -> STRING,
      (arguments, _) -> TemporalFunctions.monthOfYear(arguments)),
  MONTH_OF_YEAR_OF_DATE_TIME(
      "month of year",
      List.of(of("date", DATE_TIME)),
      false,
      _ -> STRING,
      (arguments, _) -> TemporalFunctions.monthOfYear(arguments)),
  WEEK_OF_YEAR(
      "week of year",
      List.of(of("date", DATE)),
      false,
      _ -> NUMBER,
      (arguments, _) -> TemporalFunctions.weekOfYear(arguments)),
  WEEK_OF_YEAR_OF_DATE_TIME(
      "week of year",
      List.of(of("date", DATE_TIME)),
      false,
      _ -> NUMBER,
      (arguments, _) -> TemporalFunctions.weekOfYear(arguments)),

  // Contexts (10.3.4.9).

  GET_VALUE(
      "get value",
      List.of(of("m", Parts.CONTEXT), of("key", STRING)),
      false,
      _ -> ANY,
      (arguments, _) -> ContextFunctions.getValue(arguments)),
  GET_ENTRIES(
      "get entries",
      List.of(of("m", Parts.CONTEXT)),
      false,
      _ -> entries(),
      (arguments, _) -> ContextFunctions.getEntries(arguments)),
  CONTEXT_OF(
      "context",
      List.of(of("entries", listOf(ANY))),
      false,
      _ -> ANY,
      (arguments, _) -> ContextFunctions.context(arguments)),
  CONTEXT_PUT(
      "context put",
      List.of(of("context", Parts.CONTEXT), of("key", STRING), of("value", ANY)),
      false,
      _ -> ANY,
      (arguments, _) -> ContextFunctions.put(arguments)),
  CONTEXT_PUT_PATH(
      "context put",
      List.of(of("context", Parts.CONTEXT), of("keys", listOf(STRING)), of("value", ANY)),
      false,
      _ -> ANY,
      (arguments, _) -> ContextFunctions.putPath(arguments)),
  CONTEXT_MERGE(
      "context merge",
      List.of(of("contexts", listOf(ANY))),
      false,
      _ -> ANY,
      (arguments, _) -> ContextFunctions.merge(arguments)),

  // Ranges (10.3.4.10). Points stand behind ranges, for a range would pass as Any.

  BEFORE_RANGES(
      "before",
      List.of(of("range1", Parts.RANGE), of("range2", Parts.RANGE)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.before(arguments)),
  BEFORE_RANGE_POINT(
      "before",
      List.of(of("range", Parts.RANGE), of("point", ANY)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.before(arguments)),
  BEFORE_POINT_RANGE(
      "before",
      List.of(of("point", ANY), of("range", Parts.RANGE)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.before(arguments)),
  BEFORE_POINTS(
      "before",
      List.of(of("point1", ANY), of("point2", ANY)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.before(arguments)),
  AFTER_RANGES(
      "after",
      List.of(of("range1", Parts.RANGE), of("range2", Parts.RANGE)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.after(arguments)),
  AFTER_RANGE_POINT(
      "after",
      List.of(of("range", Parts.RANGE), of("point", ANY)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.after(arguments)),
  AFTER_POINT_RANGE(
      "after",
      List.of(of("point", ANY), of("range", Parts.RANGE)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.after(arguments)),
  AFTER_POINTS(
      "after",
      List.of(of("point1", ANY), of("point2", ANY)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.after(arguments)),
  MEETS(
      "meets",
      List.of(of("range1", Parts.RANGE), of("range2", Parts.RANGE)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.meets(arguments)),
  MET_BY(
      "met by",
      List.of(of("range1", Parts.RANGE), of("range2", Parts.RANGE)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.metBy(arguments)),
  OVERLAPS(
      "overlaps",
      List.of(of("range1", Parts.RANGE), of("range2", Parts.RANGE)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.overlaps(arguments)),
  OVERLAPS_BEFORE(
      "overlaps before",
      List.of(of("range1", Parts.RANGE), of("range2", Parts.RANGE)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.overlapsBefore(arguments)),
  OVERLAPS_AFTER(
      "overlaps after",
      List.of(of("range1", Parts.RANGE), of("range2", Parts.RANGE)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.overlapsAfter(arguments)),
  FINISHES_RANGES(
      "finishes",
      List.of(of("range1", Parts.RANGE), of("range2", Parts.RANGE)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.finishes(arguments)),
  FINISHES_POINT(
      "finishes",
      List.of(of("point", ANY), of("range", Parts.RANGE)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.finishes(arguments)),
  DURING_RANGES(
      "during",
      List.of(of("range1", Parts.RANGE), of("range2", Parts.RANGE)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.during(arguments)),
  DURING_POINT(
      "during",
      List.of(of("point", ANY), of("range", Parts.RANGE)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.during(arguments)),
  STARTS_RANGES(
      "starts",
      List.of(of("range1", Parts.RANGE), of("range2", Parts.RANGE)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.starts(arguments)),
  STARTS_POINT(
      "starts",
      List.of(of("point", ANY), of("range", Parts.RANGE)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.starts(arguments)),
  FINISHED_BY_RANGES(
      "finished by",
      List.of(of("range1", Parts.RANGE), of("range2", Parts.RANGE)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.finishedBy(arguments)),
  FINISHED_BY_POINT(
      "finished by",
      List.of(of("range", Parts.RANGE), of("point", ANY)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.finishedBy(arguments)),
  INCLUDES_RANGES(
      "includes",
      List.of(of("range1", Parts.RANGE), of("range2", Parts.RANGE)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.includes(arguments)),
  INCLUDES_POINT(
      "includes",
      List.of(of("range", Parts.RANGE), of("point", ANY)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.includes(arguments)),
  STARTED_BY_RANGES(
      "started by",
      List.of(of("range1", Parts.RANGE), of("range2", Parts.RANGE)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.startedBy(arguments)),
  STARTED_BY_POINT(
      "started by",
      List.of(of("range", Parts.RANGE), of("point", ANY)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.startedBy(arguments)),
  COINCIDES_RANGES(
      "coincides",
      List.of(of("range1", Parts.RANGE), of("range2", Parts.RANGE)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.coincides(arguments)),
  COINCIDES_POINTS(
      "coincides",
      List.of(of("point1", ANY), of("point2", ANY)),
      false,
      _ -> BOOLEAN,
      (arguments, _) -> RangeFunctions.coincides(arguments));

  /// A parameter.
  ///
  /// @param optional whether the argument may be left out
  /// @param nullable whether the argument may be null; an optional one may, which is as if it were left out
  public record Parameter(String name, Type type, boolean optional, boolean nullable) {}

  private interface Result {
    Type of(List<Type> arguments);
  }

  private interface Body {
    Value apply(Value[] arguments, Moment moment);
  }

  /// Types that stand in several signatures.
  private static final class Parts {
    static final Type CONTEXT = new Type.ContextType(Map.of());
    static final Type RANGE = new Type.RangeType(ANY);

    /// A function of two; what it is given and answers is seen when it is called.
    static final Type PREDICATE = new Type.FunctionType(List.of(ANY, ANY), BOOLEAN);
  }

  /// The overloads by name; apart from the types, which are needed before the constants are there.
  private static final class Index {
    static final Map<String, List<Builtin>> BY_NAME =
        Arrays.stream(values())
            .collect(
                Collectors.groupingBy(
                    Builtin::feelName, LinkedHashMap::new, Collectors.toUnmodifiableList()));
  }

  private final String feelName;
  private final List<Parameter> parameters;
  private final int required;
  private final boolean variadic;
  private final Result result;
  private final Body body;

  Builtin(String feelName, List<Parameter> parameters, boolean variadic, Result result, Body body) {
    this.feelName = feelName;
    this.parameters = parameters;
    this.required = (int) parameters.stream().filter(parameter -> !parameter.optional()).count();
    this.variadic = variadic;
    this.result = result;
    this.body = body;
  }

  /// The overloads of a function, in the order in which they are tried; empty for an unknown name.
  public static List<Builtin> named(String feelName) {
    return Index.BY_NAME.getOrDefault(feelName, List.of());
  }

  /// The names of all functions.
  public static Set<String> names() {
    return Index.BY_NAME.keySet();
  }

  public String feelName() {
    return feelName;
  }

  public List<Parameter> parameters() {
    return parameters;
  }

  /// Whether the last parameter takes one argument or more.
  public boolean variadic() {
    return variadic;
  }

  /// Whether an argument becomes an element of the list that is answered, as it is.
  public boolean keeps(int index) {
    return switch (this) {
      case APPEND -> index > 0;
      case INSERT_BEFORE, LIST_REPLACE, LIST_REPLACE_WHERE -> index == 2;
      default -> false;
    };
  }

  /// The type of the result, given those of the arguments; of one that it keeps, that of an element. A result of type Any
  /// may be null without a reason: an element or entry that is null. Every other null has a reason.
  public Type result(List<Type> arguments) {
    return result.of(arguments);
  }

  /// Applies the function. An error is a null with its reason; nothing is thrown on any values.
  ///
  /// @param arguments in the order of the parameters; optional ones may be null, or absent at the end
  /// @throws IllegalArgumentException where there are more or fewer arguments than parameters
  public Value apply(Value[] arguments, Moment moment) {
    @Nullable Value[] prepared = new Value[variadic ? arguments.length : parameters.size()];
    Value.Null misfit = prepare(arguments, prepared);
    if (misfit == null) {
      return run(prepared, moment);
    }
    if (misfit.cause() != null && misfit.cause().code().equals("wrong-type")) {
      for (Builtin sibling : named(feelName)) {
        if (sibling != this && sibling.takes(arguments.length)) {
          @Nullable Value[] other =
              new Value[sibling.variadic ? arguments.length : sibling.parameters.size()];
          if (sibling.prepare(arguments, other) == null) {
            return sibling.run(other, moment);
          }
        }
      }
    }
    return misfit;
  }

  @SuppressWarnings("NullAway") // Prepared arguments are all there.
  private Value run(@Nullable Value[] prepared, Moment moment) {
    try {
      return body.apply(prepared, moment);
    } catch (ArithmeticException | DateTimeException e) {
      return Errors.overflow(feelName);
    }
  }

  /// Whether it can be called with so many arguments.
  public boolean takes(int count) {
    return count >= required && (variadic || count <= parameters.size());
  }

  /// Fits the arguments to the parameters: a list of one to its element, a single value to a list of one. The arguments
  /// of a repeated parameter are left to the function. The answer is what does not fit, or Java's null.
  private Value.@Nullable Null prepare(Value[] arguments, @Nullable Value[] into) {
    if (!takes(arguments.length)) {
      throw new IllegalArgumentException(
          "`" + feelName + "` with " + arguments.length + " arguments");
    }
    for (int i = 0; i < into.length; i++) {
      boolean repeated = variadic && i >= parameters.size() - 1;
      Value argument = i < arguments.length ? arguments[i] : Value.NULL;
      Value fitted = repeated ? argument : fit(argument, parameters.get(i));
      if (fitted instanceof Value.Null misfit
          && !(argument instanceof Value.Null && mayBeNull(i))) {
        return misfit;
      }
      into[i] = fitted;
    }
    return null;
  }

  private boolean mayBeNull(int index) {
    Parameter parameter = parameters.get(Math.min(index, parameters.size() - 1));
    return parameter.nullable()
        || parameter.type().equals(ANY)
        || (variadic && index >= parameters.size() - 1);
  }

  private Value fit(Value argument, Parameter parameter) {
    Type type = parameter.type();
    if (argument instanceof Value.Null met) {
      return parameter.nullable() || type.equals(ANY) ? met : Errors.nothing(feelName, met);
    }
    if (type.equals(ANY)) {
      return argument;
    }
    if (type instanceof Type.ListType) {
      return argument instanceof Value.Items ? argument : new Value.Items(List.of(argument));
    }
    if (type instanceof Type.FunctionType
        ? argument instanceof Value.Function
        : Typing.instanceOf(argument, type)) {
      return argument;
    }
    if (argument instanceof Value.Items items
        && items.values().size() == 1
        && Typing.instanceOf(items.values().getFirst(), type)) {
      return items.values().getFirst();
    }
    return Errors.wrongType(feelName, argument, described(type) + " as `" + parameter.name() + "`");
  }

  private static String described(Type type) {
    return switch (type) {
      case Type.Simple simple -> "a " + simple;
      case Type.ContextType _ -> "a context";
      case Type.RangeType _ -> "a range";
      case Type.FunctionType _ -> "a function";
      case Type.ListType _ -> "a " + type;
    };
  }

  private static Parameter of(String name, Type type) {
    return new Parameter(name, type, false, false);
  }

  private static Parameter maybeNull(String name, Type type) {
    return new Parameter(name, type, false, true);
  }

  private static Parameter optional(String name, Type type) {
    return new Parameter(name, type, true, true);
  }

  // The types of results that depend on those of the arguments.

  private static Type listOf(Type element) {
    return new Type.ListType(element);
  }

  private static Type elementOf(Type type) {
    return type instanceof Type.ListType list ? list.element() : type;
  }

  /// The element's type, Any for that of `[]`.
  private static Type element(List<Type> arguments) {
    Type element = elementOf(arguments.getFirst());
    return element.equals(Type.Simple.NULL) ? ANY : element;
  }

  private static Type join(List<Type> arguments) {
    return joined(arguments, Function.identity());
  }

  private static Type joined(List<Type> types, Function<Type, Type> part) {
    return types.stream().map(part).reduce(Type::join).orElse(ANY);
  }

  private static Type sameList(List<Type> arguments) {
    return listOf(elementOf(arguments.getFirst()));
  }

  private static Type joinedLists(List<Type> arguments) {
    return listOf(joined(arguments, Builtin::elementOf));
  }

  private static Type appended(List<Type> arguments) {
    return listOf(
        Type.join(elementOf(arguments.getFirst()), join(arguments.subList(1, arguments.size()))));
  }

  /// A list and, behind the position, an element for it.
  private static Type withItem(List<Type> arguments) {
    return listOf(Type.join(elementOf(arguments.getFirst()), arguments.get(2)));
  }

  private static Type flat(List<Type> arguments) {
    Type element = arguments.getFirst();
    while (element instanceof Type.ListType list) {
      element = list.element();
    }
    return listOf(element);
  }

  private static Type entries() {
    Map<String, Type> entry = new LinkedHashMap<>();
    entry.put("key", STRING);
    entry.put("value", ANY);
    return listOf(new Type.ContextType(entry));
  }
}
