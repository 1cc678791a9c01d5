package org.pgwright.gate.script;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Identifier;
import org.pgwright.ddl.IndexStatement;
import org.pgwright.ddl.ObjectName;
import org.pgwright.gate.Rule;
import org.pgwright.workload.Token;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The rules, applied to one statement of a file. */
final class StatementRules {
    private static final List<String> CHANGING = List.of("create", "alter", "drop", "reindex");

    private final ScriptStatement statement;
    private final ScriptState state;

    StatementRules(ScriptStatement statement, ScriptState state) {
        this.statement = statement;
        this.state = state;
    }

    /** Takes what a rule found. */
    @FunctionalInterface
    interface Found {
        void add(Rule rule, String sentence, String remedy);
    }

    /** Calls for each problem of the statement. */
    void each(Found found) {
        switch (statement.index()) {
            case IndexStatement.Create create -> create(create, found);
            case IndexStatement.Drop drop -> drop(drop, found);
            case IndexStatement.Reindex reindex -> reindex(reindex.isConcurrent(), found);
            case IndexStatement.Attach ignored -> {}
            case null -> other(found);
        }
        names(found);
    }

    private void create(IndexStatement.Create create, Found found) {
        String table = create.table().shown();
        if (create.isConcurrent()) {
            concurrent("CREATE INDEX", found);
            if (create.isIfNotExists()) {
                found.add(
                        Rule.KEEPS_INVALID_INDEX,
                        "IF NOT EXISTS passes over an invalid index that a failed CREATE INDEX"
                                + " CONCURRENTLY left, and "
                                + table
                                + " stays without a usable one",
                        "put DROP INDEX CONCURRENTLY IF EXISTS before it, and leave IF NOT EXISTS"
                                + " out");
            }
            if (state.isPartitioned(create.table())) {
                found.add(
                        Rule.CONCURRENTLY_ON_PARTITIONED,
                        "CREATE INDEX CONCURRENTLY fails on "
                                + table
                                + ", which the file makes as a partitioned table",
                        "leave CONCURRENTLY out while it is empty; later create the index ON ONLY"
                                + " it, those of its partitions CONCURRENTLY, and attach them");
            }
        } else if (!create.isOnly() && !state.isNew(create.table())) {
            found.add(
                    Rule.CREATE_BLOCKS,
                    "CREATE INDEX without CONCURRENTLY stops all writes to "
                            + table
                            + " until it"
                            + " is built",
                    "write CREATE INDEX CONCURRENTLY, outside of a transaction");
            blocks("CREATE INDEX", found);
        }
    }

    private void drop(IndexStatement.Drop drop, Found found) {
        String names =
                drop.indexes().stream().map(ObjectName::shown).collect(Collectors.joining(", "));
        if (drop.isCascade()) {
            found.add(
                    Rule.DROP_CASCADES,
                    "CASCADE drops with "
                            + names
                            + " what depends on it, such as foreign keys of"
                            + " other tables",
                    "leave CASCADE out, and drop by name what has to go");
        }
        if (drop.isConcurrent()) {
            concurrent("DROP INDEX", found);
        } else if (!drop.indexes().stream().allMatch(state::isNewIndex)) {
            found.add(
                    Rule.DROP_BLOCKS,
                    "DROP INDEX without CONCURRENTLY waits for all queries of the table of "
                            + names
                            + ", and all later ones wait for it",
                    "write DROP INDEX CONCURRENTLY, outside of a transaction");
            blocks("DROP INDEX", found);
        }
    }

    private void reindex(boolean isConcurrent, Found found) {
        if (isConcurrent) {
            concurrent("REINDEX", found);
            return;
        }
        found.add(
                Rule.REINDEX_BLOCKS,
                "REINDEX without CONCURRENTLY stops writes to the table, and queries that would"
                        + " use the index, until it is built",
                "write REINDEX ... CONCURRENTLY, outside of a transaction");
        blocks("REINDEX", found);
    }

    private void other(Found found) {
        if (statement.begins("reindex")) {
            boolean isOfSystem = statement.has("system");
            if (!isOfSystem) {
                reindex(statement.has("concurrently"), found);
            }
        } else if (statement.begins("alter", "table")) {
            alterTable(found);
        } else if (statement.begins("drop", "table") || statement.begins("truncate")) {
            blocks(statement.begins("truncate") ? "TRUNCATE" : "DROP TABLE", found);
        }
    }

    private void alterTable(Found found) {
        int place = 2;
        place += statement.areAt(place, "if", "exists") ? 2 : 0;
        place += statement.isAt(place, "only") ? 1 : 0;
        ObjectName table = statement.nameAt(place);
        if (table == null || state.isNew(table)) {
            return;
        }
        for (List<Token> action : statement.parts(place + (table.schema() == null ? 1 : 3))) {
            addition(table, action, found);
        }
        blocks("ALTER TABLE", found);
    }

    private void addition(ObjectName table, List<Token> action, Found found) {
        boolean isAddition = action.stream().findFirst().filter(t -> t.isWord("add")).isPresent();
        if (!isAddition || hasPair(action, "using", "index")) {
            return;
        }
        String of = "on " + table.shown();
        if (hasPair(action, "primary", "key")) {
            found.add(
                    Rule.PRIMARY_KEY_BLOCKS,
                    "adding a PRIMARY KEY "
                            + of
                            + " builds its index while nobody can use the"
                            + " table",
                    "build a unique index CONCURRENTLY first, and write ADD CONSTRAINT ... PRIMARY"
                            + " KEY USING INDEX with it");
        } else if (action.stream().anyMatch(token -> token.isWord("unique"))) {
            found.add(
                    Rule.UNIQUE_BLOCKS,
                    "adding a UNIQUE constraint "
                            + of
                            + " builds its index while nobody can use"
                            + " the table",
                    "build a unique index CONCURRENTLY first, and write ADD CONSTRAINT ... UNIQUE"
                            + " USING INDEX with it");
        }
    }

    private static boolean hasPair(List<Token> tokens, String first, String second) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).isWord(first) && tokens.get(i + 1).isWord(second)) {
                return true;
            }
        }
        return false;
    }

    private void concurrent(String command, Found found) {
        if (state.isInTransaction()) {
            found.add(
                    Rule.CONCURRENTLY_IN_TRANSACTION,
                    command + " CONCURRENTLY fails between BEGIN and COMMIT",
                    "take it out of the transaction, into a file of its own where the migration"
                            + " tool makes one of each file");
        }
    }

    private void blocks(String command, Found found) {
        if (state.missesTimeout()) {
            found.add(
                    Rule.NO_LOCK_TIMEOUT,
                    command
                            + " waits for its lock without end, and every later query of the table"
                            + " waits behind it",
                    "put SET lock_timeout = '5s' before it, and try again when it is reached");
        }
    }

    private void names(Found found) {
        if (CHANGING.stream().noneMatch(statement::begins)) {
            return;
        }
        statement.tokens().stream()
                .filter(StatementRules::isTooLong)
                .findFirst()
                .map(Token::asName)
                .ifPresent(
                        name ->
                                found.add(
                                        Rule.NAME_TOO_LONG,
                                        "a name is longer than 63 bytes, and becomes "
                                                + Identifier.shown(name),
                                        "choose a shorter name"));
    }

    private static boolean isTooLong(Token token) {
        String name = written(token);
        return name != null && name.getBytes(StandardCharsets.UTF_8).length > Identifier.MAX_BYTES;
    }

    /** A name before it is cut; null for anything else, and for one in escapes. */
    private static @Nullable String written(Token token) {
        String text = token.text();
        return switch (token.kind()) {
            case WORD -> text;
            case QUOTED_IDENTIFIER ->
                    text.startsWith("\"")
                            ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
                            : null;
            case WHITESPACE,
                    COMMENT,
                    STRING,
                    BIT_STRING,
                    NUMBER,
                    PARAMETER,
                    OPERATOR,
                    PUNCTUATION,
                    OTHER,
                    UNTERMINATED_STRING,
                    UNTERMINATED_IDENTIFIER,
                    UNTERMINATED_COMMENT ->
                    null;
        };
    }
}
