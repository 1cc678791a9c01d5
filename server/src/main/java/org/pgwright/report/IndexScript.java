package org.pgwright.report;

import org.pgwright.ddl.IndexStatement;
import org.pgwright.ddl.ObjectStatement;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.FileFailure;
import org.pgwright.error.PgwrightException;
import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.SqlScript;
import org.pgwright.workload.StatementText;
import org.pgwright.workload.Token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of SQL that makes, drops or rebuilds indexes or extended statistics, and does nothing
 * else.
 */
public final class IndexScript {
    private static final String REMEDY =
            "leave in it CREATE INDEX, DROP INDEX, REINDEX INDEX, CREATE STATISTICS and DROP"
                    + " STATISTICS only; pgwright adds what else is needed";

    private IndexScript() {}

    /**
     * The statements of a file, in their order; settings are left out.
     *
     * @throws PgwrightException USAGE if it cannot be read, or holds anything else
     */
    public static List<ObjectStatement> read(Path file) {
        List<ObjectStatement> statements = new ArrayList<>();
        for (SqlScript.Part part : SqlScript.parts(text(file))) {
            switch (part) {
                case SqlScript.MetaCommand command ->
                        throw unusable(file, part, "a command of psql's own: " + command.text());
                case SqlScript.Statement statement -> {
                    String first = StatementText.firstKeyword(statement.text());
                    if (!first.equals("SET")) {
                        statements.add(
                                ObjectStatement.readAny(statement.text())
                                        .orElseThrow(
                                                () ->
                                                        unusable(
                                                                file,
                                                                part,
                                                                "not a statement on an index or on"
                                                                        + " statistics")));
                    }
                }
            }
        }
        return statements;
    }

    /**
     * The name of an index that a statement makes.
     *
     * @throws PgwrightException USAGE if it gives none
     */
    public static String name(IndexStatement.Create create) {
        if (create.name() == null) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "an index on " + create.table().shown() + " has no name in the file",
                    "give it one, so that it can be found again");
        }
        return create.name();
    }

    /** The access method of an index that a statement makes. */
    public static String method(IndexStatement.Create create) {
        List<Token> tail = SqlLexer.significantTokens(create.tail());
        String method =
                tail.size() > 1 && tail.get(0).isWord("using") ? tail.get(1).asName() : null;
        return method == null ? "btree" : method;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    file + " cannot be read: " + FileFailure.reason(failure),
                    "name a file of SQL",
                    failure);
        }
    }

    private static PgwrightException unusable(Path file, SqlScript.Part part, String what) {
        return new PgwrightException(
                ErrorCode.USAGE, "%s, line %d: %s".formatted(file, part.line(), what), REMEDY);
    }
}
