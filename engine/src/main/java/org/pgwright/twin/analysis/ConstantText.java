package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.twin.analysis.TreeValue.Datum;
import org.pgwright.twin.analysis.TreeValue.Node;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Writes the constants of a tree as SQL that means exactly the same value and type. */
final class ConstantText {
    /** What writes dates and times; words such as {@code today} may have meant them. */
    private static final String TIMES = "date_out|timestamp_out|timestamptz_out|time_out";

    /** Bytes before the lengths of an array's dimensions, and before the elements of one. */
    private static final int ARRAY_HEAD = 16;

    private static final int LIST_HEAD = 24;

    private final ServerCatalog catalog;
    private final Doubts doubts;

    ConstantText(ServerCatalog catalog, Doubts doubts) {
        this.catalog = catalog;
        this.doubts = doubts;
    }

    /**
     * Which constants may not be what the statement really said.
     *
     * @param times whether it has words for the present, such as {@code today}, which the server
     *     has put a moment for
     * @param fields whether it has parameters for fields to be extracted, which {@link
     *     Rewriting#ANY_FIELD} has been put for
     */
    record Doubts(boolean times, boolean fields) {
        static final Doubts NONE = new Doubts(false, false);

        boolean concern(TypeForm form, @Nullable String text) {
            return (times && form.output().matches(TIMES))
                    || (fields && Rewriting.ANY_FIELD.equals(text));
        }
    }

    /** An atom of SQL; null if the value cannot be told for certain. */
    @Nullable String of(Node constant) {
        long type = constant.number("consttype");
        TypeForm form = catalog.types().form(type);
        if (constant.flag("constisnull")) {
            return "NULL::" + form.sql();
        }
        String text = plain(constant);
        if (text == null) {
            return null;
        }
        boolean bare =
                form.output().equals("boolout")
                        || (form.output().equals("int4out") && !text.startsWith("-"));
        return bare ? text : quoted(text) + "::" + form.sql();
    }

    /** The value's own text, neither quoted nor cast; null if it cannot be told for certain. */
    @Nullable String plain(Node constant) {
        if (!(constant.value("constvalue") instanceof Datum datum)) {
            return null;
        }
        TypeForm form = catalog.types().form(constant.number("consttype"));
        ByteBuffer value = StoredValue.ofLength(form.length(), datum.bytes());
        return form.output().equals("array_out") ? array(value) : scalar(form, value);
    }

    private @Nullable String scalar(TypeForm form, ByteBuffer value) {
        if (form.output().equals("enum_out")) {
            return catalog.types().label(Integer.toUnsignedLong(value.getInt()));
        }
        if (form.output().equals("regconfigout")) {
            return catalog.types().configuration(Integer.toUnsignedLong(value.getInt()));
        }
        @Nullable String text = StoredValue.text(form.output(), value);
        if (doubts.concern(form, text)) {
            return null;
        }
        boolean known = text == null || catalog.isUnicode() || text.chars().allMatch(c -> c < 128);
        return known ? text : null;
    }

    /** Arrays of one dimension that begins at 1 and holds no NULL ({@code utils/array.h}). */
    private @Nullable String array(ByteBuffer value) {
        if (value.remaining() < ARRAY_HEAD) {
            return null;
        }
        value.position(Integer.BYTES);
        int dimensions = value.getInt();
        int nulls = value.getInt();
        TypeForm form = catalog.types().form(Integer.toUnsignedLong(value.getInt()));
        if (dimensions == 0) {
            return "{}";
        }
        int count = value.getInt();
        int first = value.getInt();
        return dimensions == 1 && first == 1 && nulls == 0 ? elements(form, count, value) : null;
    }

    private @Nullable String elements(TypeForm form, int count, ByteBuffer value) {
        List<String> elements = new ArrayList<>();
        int at = LIST_HEAD;
        for (int i = 0; i < count; i++) {
            at = aligned(at, form.alignment());
            ByteBuffer rest = value.slice(at, value.limit() - at).order(ByteOrder.nativeOrder());
            String element = scalar(form, rest);
            if (element == null) {
                return null;
            }
            elements.add(element);
            at += form.length() > 0 ? form.length() : rest.position();
        }
        return ArrayLiteral.of(elements);
    }

    private static int aligned(int position, char alignment) {
        int unit =
                switch (alignment) {
                    case 'd' -> Long.BYTES;
                    case 'i' -> Integer.BYTES;
                    case 's' -> Short.BYTES;
                    default -> 1;
                };
        return (position + unit - 1) / unit * unit;
    }

    /** Safe whether or not backslashes are escapes in plain strings. */
    private static String quoted(String text) {
        String doubled = "'" + text.replace("'", "''") + "'";
        return text.indexOf('\\') < 0 ? doubled : "E" + doubled.replace("\\", "\\\\");
    }
}
