package org.pgwright.gate.script;

import org.jspecify.annotations.Nullable;
import org.pgwright.ddl.IndexStatement;
import org.pgwright.ddl.ObjectName;
import org.pgwright.workload.Token;

import java.util.ArrayList;
import java.util.List;

/** What a file has done by a statement: what it made, and how its session is. */
final class ScriptState {
    private static final List<String> BEFORE_TABLE =
            List.of("global", "local", "temp", "temporary", "unlogged");

    private final List<ObjectName> tables = new ArrayList<>();
    private final List<ObjectName> partitioned = new ArrayList<>();
    private final List<ObjectName> indexes = new ArrayList<>();
    private boolean isInTransaction;
    private boolean hasTimeout;
    private boolean hasLocalTimeout;

    /** Takes in what a statement says of itself, before it is looked at. */
    void foresee(ScriptStatement statement) {
        if (statement.begins("begin") || statement.begins("start", "transaction")) {
            isInTransaction = true;
        }
    }

    /** Takes in what a statement has done. */
    void follow(ScriptStatement statement) {
        if (endsTransaction(statement)) {
            isInTransaction = statement.has("chain") && !statement.has("no");
            hasLocalTimeout &= isInTransaction;
        } else if (statement.begins("create")) {
            create(statement);
        } else if (statement.begins("set") || statement.begins("select")) {
            set(statement);
        } else if (statement.begins("reset", "lock_timeout") || statement.begins("reset", "all")) {
            hasTimeout = false;
            hasLocalTimeout = false;
        }
    }

    private static boolean endsTransaction(ScriptStatement statement) {
        boolean toSavepoint = statement.begins("rollback") && statement.has("to");
        return statement.begins("commit")
                || statement.begins("end")
                || statement.begins("abort")
                || (statement.begins("rollback") && !toSavepoint);
    }

    private void create(ScriptStatement statement) {
        if (statement.index() instanceof IndexStatement.Create index) {
            if (index.name() != null && isNew(index.table())) {
                indexes.add(new ObjectName(index.table().schema(), index.name()));
            }
            return;
        }
        ObjectName table = createdTable(statement);
        if (table != null) {
            tables.add(table);
            if (isPartitioned(statement)) {
                partitioned.add(table);
            }
        }
    }

    private static @Nullable ObjectName createdTable(ScriptStatement statement) {
        int place = 1;
        while (place < statement.tokens().size() && isBeforeTable(statement, place)) {
            place++;
        }
        if (statement.areAt(place, "materialized", "view")) {
            place += 2;
        } else if (statement.isAt(place, "table")) {
            place++;
        } else {
            return null;
        }
        place += statement.areAt(place, "if", "not", "exists") ? 3 : 0;
        return statement.nameAt(place);
    }

    private static boolean isBeforeTable(ScriptStatement statement, int place) {
        return BEFORE_TABLE.stream().anyMatch(word -> statement.isAt(place, word));
    }

    private static boolean isPartitioned(ScriptStatement statement) {
        List<Token> outside = statement.parts(0).stream().flatMap(List::stream).toList();
        for (int i = 0; i + 1 < outside.size(); i++) {
            if (outside.get(i).isWord("partition") && outside.get(i + 1).isWord("by")) {
                return true;
            }
        }
        return false;
    }

    /** {@code SET [LOCAL] lock_timeout = '5s'}, or {@code SELECT set_config(...)}. */
    private void set(ScriptStatement statement) {
        boolean isLocal = statement.isAt(1, "local");
        int place = isLocal || statement.isAt(1, "session") ? 2 : 1;
        boolean bySet = statement.begins("set") && statement.isAt(place, "lock_timeout");
        boolean byFunction =
                statement.has("set_config")
                        && statement.tokens().stream()
                                .anyMatch(t -> t.text().equals("'lock_timeout'"));
        if (bySet || byFunction) {
            boolean isOn = byFunction || !isOff(statement.tokens().getLast());
            if (isLocal) {
                hasLocalTimeout = isOn && isInTransaction;
            } else {
                hasTimeout = isOn;
                hasLocalTimeout &= isOn;
            }
        }
    }

    private static boolean isOff(Token value) {
        return value.isWord("default") || value.text().matches("'?0+\\s*[a-z]*'?");
    }

    /** Whether the file itself made the table, so that nobody uses it yet. */
    boolean isNew(ObjectName table) {
        return tables.stream().anyMatch(known -> isSame(known, table));
    }

    boolean isNewIndex(ObjectName index) {
        return indexes.stream().anyMatch(known -> isSame(known, index));
    }

    boolean isPartitioned(ObjectName table) {
        return partitioned.stream().anyMatch(known -> isSame(known, table));
    }

    boolean isInTransaction() {
        return isInTransaction;
    }

    /** Whether a statement waits for its lock for ever. */
    boolean missesTimeout() {
        return !hasTimeout && !hasLocalTimeout;
    }

    /** The search path is not known: a name without a schema may be the one with it. */
    private static boolean isSame(ObjectName one, ObjectName other) {
        return one.name().equals(other.name())
                && (one.schema() == null
                        || other.schema() == null
                        || one.schema().equals(other.schema()));
    }
}
