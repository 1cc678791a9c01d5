package org.pgwright.benchmarks.generated;

/** What a column of a generated table holds. */
enum Kind {
    KEY("bigint PRIMARY KEY", "i"),
    /** Of another table; a few of its rows have most of the references. */
    REFERENCE("bigint NOT NULL", ""),
    /** Six values, the first of which most of the rows have. */
    STATUS(
            "text NOT NULL",
            "(ARRAY['done', 'open', 'waiting', 'failed', 'cancelled', 'new'])"
                    + "[1 + floor(power(random(), 3) * 6)::int]"),
    /** In the order of the rows, as an application appends them. */
    MOMENT("timestamptz NOT NULL", "timestamptz '2026-01-01 00:00+00' + i * interval '97 seconds'"),
    DAY("date", "date '2024-01-01' + floor(random() * 900)::int"),
    AMOUNT("numeric(12,2) NOT NULL", "round((random() * 10000)::numeric, 2)"),
    CODE("integer NOT NULL", "floor(random() * 2000)::int"),
    NAME("text NOT NULL", "'name-' || md5(i::text)"),
    FLAG("boolean NOT NULL", "random() < 0.9"),
    NOTE("text", "CASE WHEN random() < 0.3 THEN repeat('note ', 20) END"),
    DOCUMENT(
            "jsonb NOT NULL",
            "jsonb_build_object('type', 'type-' || i % 12, 'size', floor(random() * 500)::int)");

    private final String type;
    private final String fill;

    Kind(String type, String fill) {
        this.type = type;
        this.fill = fill;
    }

    /** For CREATE TABLE. */
    String type() {
        return type;
    }

    /** The value of row {@code i}; a reference's depends on its target. */
    String fill() {
        return fill;
    }

    boolean isSelective() {
        return this == CODE || this == NAME || this == DAY;
    }
}
