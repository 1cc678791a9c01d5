package org.pgwright.twin;

import org.pgwright.catalog.PairSample;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * What ANALYZE would store of two columns, in the forms of PostgreSQL ({@code
 * statistics/statistics.h}, {@code statistics/dependencies.c}, {@code statistics/mvdistinct.c}):
 * the same from 14 to 18, in the order of bytes of the machine.
 */
final class PairForms {
    private static final int DISTINCT_MAGIC = 0xA352BFA4;
    private static final int DEPENDENCIES_MAGIC = 0xB4549A2C;
    private static final int VERSION = 1;
    private static final short COLUMNS = 2;

    private PairForms() {}

    /** {@code pg_ndistinct}, in hexadecimal. */
    static String distinct(PairSample pair, short first, short second) {
        ByteBuffer bytes =
                header(DISTINCT_MAGIC, 1, Double.BYTES + Integer.BYTES + 2 * Short.BYTES);
        bytes.putDouble(pair.distinct()).putInt(COLUMNS).putShort(first).putShort(second);
        return hexadecimal(bytes);
    }

    /** {@code pg_dependencies}, in hexadecimal. */
    static String dependencies(PairSample pair, short first, short second) {
        ByteBuffer bytes = header(DEPENDENCIES_MAGIC, 2, 2 * (Double.BYTES + 3 * Short.BYTES));
        bytes.putDouble(pair.firstDecides()).putShort(COLUMNS).putShort(first).putShort(second);
        bytes.putDouble(pair.secondDecides()).putShort(COLUMNS).putShort(second).putShort(first);
        return hexadecimal(bytes);
    }

    private static ByteBuffer header(int magic, int items, int length) {
        ByteBuffer bytes =
                ByteBuffer.wrap(new byte[3 * Integer.BYTES + length])
                        .order(ByteOrder.nativeOrder());
        return bytes.putInt(magic).putInt(VERSION).putInt(items);
    }

    private static String hexadecimal(ByteBuffer bytes) {
        byte[] all = new byte[bytes.capacity()];
        bytes.get(0, all);
        return HexFormat.of().formatHex(all);
    }
}
