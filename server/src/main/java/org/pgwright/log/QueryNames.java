package org.pgwright.log;

import org.jspecify.annotations.Nullable;
import org.pgwright.workload.NormalizedText;

/**
 * The normalised texts and hashes of statements, kept for texts that come again: as they are, or
 * with other values in them. Not for several threads; keeps at most {@link #MOST} texts.
 */
public final class QueryNames {
    private static final int MOST = 20_000;

    private static final long MOST_CHARACTERS = 16 << 20;

    /** Of texts that are shown, as long as there is room; of those that come later less. */
    private static final int LONGEST = 100_000;

    private static final int SHORT = 1_000;

    /**
     * A query.
     *
     * @param hash as for texts of pg_stat_statements
     */
    public record Name(String hash, String text) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Name name && hash.equals(name.hash);
        }

        @Override
        public int hashCode() {
            return hash.hashCode();
        }
    }

    /** Of the queries that have no totals of their own. */
    static final Name OTHERS = new Name("", "(others)");

    private final Recent<String, Name> known =
            new Recent<>(MOST, MOST_CHARACTERS, (shape, name) -> shape.length());

    private long shown;

    /** The name of a statement with or without literals. */
    public Name of(String statement) {
        String shape = TextShape.of(statement);
        Name name = known.get(shape);
        if (name == null) {
            String text = NormalizedText.of(statement);
            name = new Name(NormalizedText.hashOf(text), shortened(text));
            known.put(shape, name);
        }
        return name;
    }

    /** Texts are kept with the totals of their queries, whose number is bounded. */
    private String shortened(String text) {
        int longest = shown < MOST_CHARACTERS ? LONGEST : SHORT;
        String kept = text.length() <= longest ? text : text.substring(0, longest) + " ...";
        shown += kept.length();
        return kept;
    }
}
