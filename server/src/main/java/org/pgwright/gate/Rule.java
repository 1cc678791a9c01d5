package org.pgwright.gate;

/** What the check looks for. Those on SQL files are called as in squawk where it has them. */
public enum Rule {
    STATEMENT_COSTLIER(
            "statement-costlier", Level.ERROR, "A statement costs more than in the baseline."),
    PLAN_CHANGED(
            "plan-changed",
            Level.ERROR,
            "A statement uses other indexes than in the baseline, and costs more."),
    STATEMENT_FAILS(
            "statement-fails",
            Level.ERROR,
            "A statement of the baseline can no longer be planned."),
    STATEMENT_SKIPPED(
            "statement-skipped",
            Level.WARNING,
            "A statement cannot be planned, nor was it before."),
    SEQUENTIAL_SCAN(
            "sequential-scan", Level.ERROR, "A statement reads a large table from end to end."),
    INDEX_LOST("index-lost", Level.ERROR, "An index of the baseline is gone."),
    INDEX_INVALID(
            "index-invalid", Level.ERROR, "No query can use an index, but writes pay for it."),
    INDEX_DUPLICATE("index-duplicate", Level.WARNING, "Two indexes are the same."),
    FOREIGN_KEY_WITHOUT_INDEX(
            "foreign-key-without-index", Level.ERROR, "No index has the columns of a foreign key."),
    CREATE_BLOCKS(
            "require-concurrent-index-creation",
            Level.ERROR,
            "CREATE INDEX without CONCURRENTLY stops writes to the table."),
    DROP_BLOCKS(
            "require-concurrent-index-deletion",
            Level.ERROR,
            "DROP INDEX without CONCURRENTLY stops reads and writes of the table."),
    REINDEX_BLOCKS(
            "require-concurrent-reindex",
            Level.ERROR,
            "REINDEX without CONCURRENTLY stops reads and writes of the table."),
    CONCURRENTLY_IN_TRANSACTION(
            "ban-concurrent-index-creation-in-transaction",
            Level.ERROR,
            "CONCURRENTLY fails within a transaction."),
    CONCURRENTLY_ON_PARTITIONED(
            "ban-concurrent-index-creation-on-partitioned-table",
            Level.ERROR,
            "CREATE INDEX CONCURRENTLY fails on a partitioned table."),
    KEEPS_INVALID_INDEX(
            "ban-concurrent-index-creation-if-not-exists",
            Level.WARNING,
            "IF NOT EXISTS takes the invalid remains of a failed concurrent build for the index."),
    NAME_TOO_LONG(
            "identifier-too-long",
            Level.WARNING,
            "PostgreSQL cuts names to 63 bytes, so that two may become one."),
    DROP_CASCADES(
            "ban-drop-index-cascade",
            Level.ERROR,
            "CASCADE drops what depends on the index, such as foreign keys."),
    NO_LOCK_TIMEOUT(
            "require-timeout-settings",
            Level.WARNING,
            "A statement that waits for its lock makes every later query of the table wait."),
    UNIQUE_BLOCKS(
            "disallowed-unique-constraint",
            Level.ERROR,
            "A UNIQUE constraint without USING INDEX builds its index while nobody can use the"
                    + " table."),
    PRIMARY_KEY_BLOCKS(
            "adding-serial-primary-key-field",
            Level.ERROR,
            "A PRIMARY KEY without USING INDEX builds its index while nobody can use the table.");

    private final String id;
    private final Level level;
    private final String sentence;

    Rule(String id, Level level, String sentence) {
        this.id = id;
        this.level = level;
        this.sentence = sentence;
    }

    /** Its name in reports and comments; never changes. */
    public String id() {
        return id;
    }

    /** What usually follows. */
    public Level level() {
        return level;
    }

    /** What it is about, in a sentence. */
    public String sentence() {
        return sentence;
    }
}
