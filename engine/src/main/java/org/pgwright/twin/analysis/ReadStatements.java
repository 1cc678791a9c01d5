package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.workload.Statement;

import java.util.HashMap;
import java.util.Map;

/**
 * Remembers what has been read of statements, so that it is read once: by who is first to ask what
 * they want of tables, and by who then asks what to plan for them. Large ones are not kept.
 */
final class ReadStatements {
    private static final int MOST = 5_000;
    private static final int MOST_CHARACTERS = 20_000;

    private final Map<Key, ReadStatement> known = new HashMap<>();
    private Map<String, String> settings = Map.of();

    /** What the reading of a statement depends on. */
    private record Key(String text, @Nullable String role, Map<String, String> settings) {}

    /** The settings of the session that statements are read in from here on. */
    void use(Map<String, String> inForce) {
        settings = Map.copyOf(inForce);
    }

    @Nullable ReadStatement find(Statement statement) {
        return known.get(new Key(statement.text(), statement.role(), settings));
    }

    void keep(Statement statement, ReadStatement read) {
        if (known.size() < MOST && statement.text().length() <= MOST_CHARACTERS) {
            known.put(new Key(statement.text(), statement.role(), settings), read);
        }
    }
}
