package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Writes values as text from the bytes that the server keeps of them in memory, on this machine.
 *
 * <p>The layouts are those of PostgreSQL's {@code varatt.h}, {@code utils/adt/numeric.c} and {@code
 * utils/adt/timestamp.c}, the same in majors 14 to 18. What is not known for certain has no text;
 * none is ever guessed.
 */
final class StoredValue {
    /** A datum: what is passed by value fills one. */
    private static final int WORD = 8;

    /** Digits of a numeric are of base 10,000. */
    private static final int NUMERIC_DIGITS = 4;

    private static final int SPECIAL = 0xC000;
    private static final int SHORT = 0x8000;
    private static final int NAN = 0xC000;

    private StoredValue() {}

    /** The bytes of a value of so many bytes, taken out of the word that it fills. */
    static ByteBuffer ofLength(int length, List<Byte> bytes) {
        byte[] all = new byte[bytes.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = bytes.get(i);
        }
        boolean last =
                length > 0
                        && length < WORD
                        && all.length == WORD
                        && ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;
        int start = last ? WORD - length : 0;
        return ByteBuffer.wrap(all, start, all.length - start)
                .slice()
                .order(ByteOrder.nativeOrder());
    }

    /**
     * @param output the server's function that writes such values
     * @param value positioned at its first byte
     * @return null if it cannot be told
     */
    static @Nullable String text(String output, ByteBuffer value) {
        return switch (output) {
            case "boolout" -> value.get() == 0 ? "false" : "true";
            case "int2out" -> Short.toString(value.getShort());
            case "int4out" -> Integer.toString(value.getInt());
            case "int8out" -> Long.toString(value.getLong());
            case "oidout" -> Integer.toUnsignedString(value.getInt());
            case "float4out" -> Float.toString(value.getFloat());
            case "float8out" -> Double.toString(value.getDouble());
            case "numeric_out" -> numeric(content(value));
            case "textout", "varcharout", "bpcharout", "json_out" -> characters(content(value));
            case "nameout" -> characters(untilZero(value));
            case "byteaout" -> bytes(content(value));
            case "uuid_out" -> uuid(value);
            case "date_out" -> StoredTime.date(value.getInt());
            case "time_out" -> StoredTime.time(value.getLong());
            case "timestamp_out" -> StoredTime.timestamp(value.getLong());
            case "timestamptz_out" -> StoredTime.moment(value.getLong());
            case "interval_out" ->
                    StoredTime.interval(value.getLong(), value.getInt(), value.getInt());
            default -> null;
        };
    }

    /** What follows the length word of a value of variable length; null if it is compressed. */
    private static @Nullable ByteBuffer content(ByteBuffer value) {
        int first = value.get(value.position()) & 0xFF;
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        boolean oneByte = little ? (first & 1) == 1 : (first & 0x80) == 0x80;
        boolean compressed = little ? (first & 3) == 2 : (first & 0xC0) == 0x40;
        if (compressed) {
            return null;
        }
        int header = oneByte ? 1 : Integer.BYTES;
        int length =
                oneByte
                        ? (little ? first >> 1 : first & 0x7F)
                        : (little
                                ? value.getInt(value.position()) >>> 2
                                : value.getInt(value.position()));
        if (length < header || length > value.remaining()) {
            // A length of 0 in one byte stands for a value that is kept elsewhere.
            return null;
        }
        ByteBuffer content =
                value.slice(value.position() + header, length - header)
                        .order(ByteOrder.nativeOrder());
        value.position(value.position() + length);
        return content;
    }

    private static ByteBuffer untilZero(ByteBuffer name) {
        int end = name.position();
        while (end < name.limit() && name.get(end) != 0) {
            end++;
        }
        return name.slice(name.position(), end - name.position());
    }

    /** Taken for UTF-8: whoever asks knows whether the server's encoding is that. */
    private static @Nullable String characters(@Nullable ByteBuffer content) {
        if (content == null) {
            return null;
        }
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(content);
            return text.toString();
        } catch (CharacterCodingException otherEncoding) {
            return null;
        }
    }

    private static @Nullable String bytes(@Nullable ByteBuffer content) {
        if (content == null) {
            return null;
        }
        byte[] plain = new byte[content.remaining()];
        content.get(plain);
        return "\\x" + HexFormat.of().formatHex(plain);
    }

    private static String uuid(ByteBuffer value) {
        ByteBuffer network = value.slice().order(ByteOrder.BIG_ENDIAN);
        value.position(value.position() + 2 * Long.BYTES);
        return new UUID(network.getLong(), network.getLong()).toString();
    }

    private static @Nullable String numeric(@Nullable ByteBuffer content) {
        if (content == null) {
            return null;
        }
        int header = content.getShort() & 0xFFFF;
        if ((header & SPECIAL) == SPECIAL) {
            return header == NAN ? "NaN" : null;
        }
        boolean isShort = (header & SHORT) != 0;
        boolean negative = isShort ? (header & 0x2000) != 0 : (header & SPECIAL) == 0x4000;
        int scale = isShort ? (header & 0x1F80) >> 7 : header & 0x3FFF;
        int weight =
                isShort
                        ? ((header & 0x40) == 0 ? header & 0x3F : header | ~0x3F)
                        : content.getShort();
        BigInteger digits = BigInteger.ZERO;
        int count = content.remaining() / Short.BYTES;
        for (int i = 0; i < count; i++) {
            digits =
                    digits.multiply(BigInteger.valueOf(10_000))
                            .add(BigInteger.valueOf(content.getShort()));
        }
        BigDecimal number = new BigDecimal(digits, NUMERIC_DIGITS * (count - 1 - weight));
        BigDecimal signed = negative ? number.negate() : number;
        return signed.stripTrailingZeros().scale() <= scale
                ? signed.setScale(scale).toPlainString()
                : null;
    }
}
