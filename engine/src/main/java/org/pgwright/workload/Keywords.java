package org.pgwright.workload;

import java.util.Set;

/** The keywords that decide how a text is read: PostgreSQL manual, appendix C, 14 to 18. */
final class Keywords {
    /** Fully reserved: never a bare name. */
    private static final Set<String> RESERVED =
            words(
                    """
                    all analyse analyze and any array as asc asymmetric both case cast check \
                    collate column constraint create current_catalog current_date current_role \
                    current_time current_timestamp current_user default deferrable desc distinct \
                    do else end except false fetch for foreign from grant group having in \
                    initially intersect into lateral leading limit localtime localtimestamp not \
                    null offset on only or order placing primary references returning select \
                    session_user some symmetric system_user table then to trailing true union \
                    unique user using variadic when where window with""");

    /** Reserved, but for functions and types: they stand between operands like operators do. */
    private static final Set<String> INFIX =
            words("like ilike similar is overlaps between escape natural");

    /** Reserved words that are or end an expression, so that a minus after them subtracts. */
    private static final Set<String> OPERANDS =
            words(
                    """
                    current_catalog current_date current_role current_time current_timestamp \
                    current_user end false localtime localtimestamp null session_user \
                    system_user true user""");

    /** The names of types that stand before a string, or are called like a function to cast. */
    private static final Set<String> TYPES =
            words(
                    """
                    bit bool boolean box bpchar bytea char character cidr circle citext date \
                    daterange geography geometry halfvec hstore lquery ltree vector \
                    decimal double float float4 float8 inet int int2 int4 int4range int8 \
                    int8range integer interval json jsonb jsonpath line lseg macaddr macaddr8 \
                    money name nchar numeric numrange oid path pg_lsn point polygon precision \
                    real regclass regtype smallint bigint text tid time timestamp timestamptz \
                    timetz tsquery tsrange tstzrange tsvector uuid varbit varchar varying xid \
                    xid8 xml zone""");

    private Keywords() {}

    /** Whether the word, in lower case, cannot be a bare name of a table, column or function. */
    static boolean isReserved(String word) {
        return RESERVED.contains(word);
    }

    /** Whether an operand must follow the word, so that a minus after it is a sign. */
    static boolean expectsOperand(String word) {
        return (RESERVED.contains(word) && !OPERANDS.contains(word))
                || INFIX.contains(word)
                || word.equals("by");
    }

    /** Whether the word, in lower case, names one of the server's own types. */
    static boolean isType(String word) {
        return TYPES.contains(word);
    }

    private static Set<String> words(String words) {
        return Set.of(words.split(" "));
    }
}
