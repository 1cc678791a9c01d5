package org.pgwright.observation;

import java.util.Locale;

/** What an index is needed for beside queries and constraints, so that it must stay unscanned. */
public enum IndexDuty {
    /** Its first key is a column of a foreign key: deleting a referenced row looks there. */
    FOREIGN_KEY,
    /** Logical replication finds the rows that it changes by it. */
    REPLICA_IDENTITY,
    /** It is a part of a partitioned table's index, and goes with that only. */
    PARTITIONED_INDEX;

    /** As the repository names it: {@code foreign_key}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The duty of a name. */
    public static IndexDuty of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
