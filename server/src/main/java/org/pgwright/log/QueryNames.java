package org.pgwright.log;

import org.jspecify.annotations.Nullable;
import org.pgwright.workload.NormalizedText;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The normalised texts and hashes of statements, kept for texts that come again: as they are, or
 * with other values behind an operator. Not for several threads; keeps at most {@link #MOST} texts.
 */
public final class QueryNames {
    private static final int MOST = 20_000;

    /** Longer texts are normalised each time, so that what is kept stays small. */
    private static final int LONGEST = 4_000;

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

    private final Map<String, Name> known =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Name> eldest) {
                    return size() > MOST;
                }
            };

    /** The name of a statement with or without literals. */
    public Name of(String statement) {
        String key = TextShape.of(statement);
        Name name = known.get(key);
        if (name == null) {
            String text = NormalizedText.of(statement);
            name = new Name(NormalizedText.hashOf(text), text);
            if (key.length() <= LONGEST) {
                known.put(key, name);
            }
        }
        return name;
    }
}
