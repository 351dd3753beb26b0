package dev.quoin.journal.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.quoin.ratebook.source.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/// A column of single values, and what its values mean: older files say it by a converted type, newer ones by a logical one.
record Column(SchemaElement element) {
  /// As many digits behind the point has a decimal at most, in every writer.
  private static final int MOST_SCALE = 38;

  /// Of a column.
  ///
  /// @throws IOException where its values are no single ones
  static Column of(SchemaElement element) throws IOException {
    if (element.getNum_children() > 0
        || element.getRepetition_type() == FieldRepetitionType.REPEATED) {
      throw new IOException(
          "column `%s` has lists or structures (expected: single values)"
              .formatted(element.getName()));
    }
    if (element.getType() == org.apache.parquet.format.Type.INT96) {
      throw new IOException(
          "column `%s` has times of an old kind, INT96 (expected: as Spark writes with spark.sql.parquet.outputTimestampType=TIMESTAMP_MICROS)"
              .formatted(element.getName()));
    }
    Column column = new Column(element);
    if (column.isDecimal() && (column.scale() < 0 || column.scale() > MOST_SCALE)) {
      throw new IOException(
          "column `%s` has decimals of scale %d (expected: 0 to %d)"
              .formatted(element.getName(), column.scale(), MOST_SCALE));
    }
    @Nullable LogicalType logical = element.getLogicalType();
    if (element.getConverted_type() == ConvertedType.INTERVAL
        || (logical != null && (logical.isSetFLOAT16() || logical.isSetBSON()))) {
      throw new IOException(
          "column `%s` has intervals, half floats or BSON (expected: texts, numbers, dates, times, truths)"
              .formatted(element.getName()));
    }
    return column;
  }

  String name() {
    return requireNonNull(element.getName());
  }

  PrimitiveType field() {
    Type.Repetition repetition =
        Type.Repetition.valueOf(requireNonNull(element.getRepetition_type()).name());
    return switch (requireNonNull(element.getType())) {
      case BOOLEAN -> new PrimitiveType(repetition, PrimitiveTypeName.BOOLEAN, name());
      case INT32 -> new PrimitiveType(repetition, PrimitiveTypeName.INT32, name());
      case INT64 -> new PrimitiveType(repetition, PrimitiveTypeName.INT64, name());
      case INT96 -> new PrimitiveType(repetition, PrimitiveTypeName.INT96, name());
      case FLOAT -> new PrimitiveType(repetition, PrimitiveTypeName.FLOAT, name());
      case DOUBLE -> new PrimitiveType(repetition, PrimitiveTypeName.DOUBLE, name());
      case BYTE_ARRAY -> new PrimitiveType(repetition, PrimitiveTypeName.BINARY, name());
      case FIXED_LEN_BYTE_ARRAY ->
          new PrimitiveType(
              repetition, PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, element.getType_length(), name());
    };
  }

  /// The value of a row that has one.
  ParquetRows.Cell cell(Group row, int field) {
    return switch (requireNonNull(element.getType())) {
      case BOOLEAN ->
          new ParquetRows.Cell(Node.Kind.BOOLEAN, String.valueOf(row.getBoolean(field, 0)));
      case INT32 -> whole(row.getInteger(field, 0));
      case INT64 -> whole(row.getLong(field, 0));
      case FLOAT -> floating(Float.toString(row.getFloat(field, 0)));
      case DOUBLE -> floating(Double.toString(row.getDouble(field, 0)));
      case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> bytes(row.getBinary(field, 0).getBytes());
      case INT96 -> throw new IllegalStateException("refused when the file was opened");
    };
  }

  private ParquetRows.Cell whole(long value) {
    if (isDecimal()) {
      return number(BigDecimal.valueOf(value, scale()));
    }
    @Nullable LogicalType logical = element.getLogicalType();
    @Nullable ConvertedType converted = element.getConverted_type();
    if ((logical != null && logical.isSetDATE()) || converted == ConvertedType.DATE) {
      return text(LocalDate.ofEpochDay(value).toString());
    }
    if (logical != null && logical.isSetTIMESTAMP()) {
      TimestampType type = logical.getTIMESTAMP();
      return moment(value, unit(type.getUnit()), type.isIsAdjustedToUTC());
    }
    if (logical != null && logical.isSetTIME()) {
      return text(LocalTime.MIDNIGHT.plus(value, unit(logical.getTIME().getUnit())).toString());
    }
    if (converted == ConvertedType.TIME_MILLIS || converted == ConvertedType.TIME_MICROS) {
      ChronoUnit unit =
          converted == ConvertedType.TIME_MILLIS ? ChronoUnit.MILLIS : ChronoUnit.MICROS;
      return text(LocalTime.MIDNIGHT.plus(value, unit).toString());
    }
    if (converted == ConvertedType.TIMESTAMP_MILLIS
        || converted == ConvertedType.TIMESTAMP_MICROS) {
      return moment(
          value,
          converted == ConvertedType.TIMESTAMP_MILLIS ? ChronoUnit.MILLIS : ChronoUnit.MICROS,
          true);
    }
    return new ParquetRows.Cell(
        Node.Kind.NUMBER,
        isUnsigned(logical, converted)
            ? element.getType() == org.apache.parquet.format.Type.INT32
                ? Integer.toUnsignedString((int) value)
                : Long.toUnsignedString(value)
            : Long.toString(value));
  }

  /// Older files have it beside the type, newer ones in the logical type, most in both.
  private int scale() {
    return element.getLogicalType() != null && element.getLogicalType().isSetDECIMAL()
        ? element.getLogicalType().getDECIMAL().getScale()
        : element.getScale();
  }

  private boolean isDecimal() {
    return (element.getLogicalType() != null && element.getLogicalType().isSetDECIMAL())
        || element.getConverted_type() == ConvertedType.DECIMAL;
  }

  private static boolean isUnsigned(
      @Nullable LogicalType logical, @Nullable ConvertedType converted) {
    if (logical != null && logical.isSetINTEGER()) {
      IntType type = logical.getINTEGER();
      return !type.isIsSigned();
    }
    return converted == ConvertedType.UINT_8
        || converted == ConvertedType.UINT_16
        || converted == ConvertedType.UINT_32
        || converted == ConvertedType.UINT_64;
  }

  private static ChronoUnit unit(@Nullable TimeUnit written) {
    TimeUnit unit = requireNonNull(written);
    return unit.isSetMILLIS()
        ? ChronoUnit.MILLIS
        : unit.isSetMICROS() ? ChronoUnit.MICROS : ChronoUnit.NANOS;
  }

  /// One of UTC has its offset; one that is not is local wherever it is read.
  private static ParquetRows.Cell moment(long value, ChronoUnit unit, boolean isUtc) {
    Instant instant = Instant.EPOCH.plus(value, unit);
    return text(
        isUtc
            ? instant.atOffset(ZoneOffset.UTC).toString()
            : LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString());
  }

  private ParquetRows.Cell bytes(byte[] bytes) {
    if (isDecimal()) {
      return number(new BigDecimal(new BigInteger(bytes), scale()));
    }
    if (element.getLogicalType() != null && element.getLogicalType().isSetUUID()) {
      ByteBuffer uuid = ByteBuffer.wrap(bytes);
      return text(new UUID(uuid.getLong(), uuid.getLong()).toString());
    }
    try {
      return text(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new UncheckedIOException(
          new IOException("column `%s` is no text".formatted(name()), e));
    }
  }

  /// The shortest number that is the same.
  private static ParquetRows.Cell floating(String written) {
    return Character.isLetter(written.charAt(written.length() - 1))
        ? text(written) // NaN and Infinity are no numbers
        : number(new BigDecimal(written));
  }

  private static ParquetRows.Cell number(BigDecimal number) {
    return new ParquetRows.Cell(Node.Kind.NUMBER, number.toPlainString());
  }

  private static ParquetRows.Cell text(String text) {
    return new ParquetRows.Cell(Node.Kind.TEXT, text);
  }
}
