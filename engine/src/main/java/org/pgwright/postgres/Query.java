package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Identifier;
import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.StatementText;
import org.pgwright.workload.Token;
import org.pgwright.workload.Token.Kind;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A statement for a monitored server, from a resource file; never put together from parts, but for
 * names such as the schema of an extension.
 *
 * <p>The query {@code snapshot.indexes} is the file {@code org/pgwright/snapshot/indexes.14.sql},
 * where 14 is the oldest major that it works on; of several files the newest that the server has
 * reached is taken. Each is signed with {@code /* pgwright:snapshot.indexes *}{@code /} behind its
 * first word, where pg_stat_statements of every major keeps it.
 *
 * @param name such as {@code snapshot.indexes}
 */
public record Query(String name, String sql) {
    /** What marks our own statements in pg_stat_statements and in logs. */
    public static final String SIGNATURE = "/* pgwright:";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)\\}");

    /** The oldest major that we read. */
    public static final int OLDEST_MAJOR = 14;

    /** The newest major that we know; newer servers are read as this one. */
    public static final int NEWEST_MAJOR = 18;

    /**
     * The statement for a server of the given major.
     *
     * @param name package and file, such as {@code snapshot.indexes}
     */
    public static Query named(String name, int major) {
        for (int variant = Math.min(major, NEWEST_MAJOR); variant >= OLDEST_MAJOR; variant--) {
            String text = resource(path(name, variant));
            if (text != null) {
                return new Query(name, text);
            }
        }
        throw new IllegalArgumentException("no query " + name + " for PostgreSQL " + major);
    }

    /**
     * The statement with each {@code {placeholder}} replaced by its name in double quotes. All are
     * replaced at once, as a name may look like a placeholder.
     */
    public Query withNames(Map<String, String> identifiers) {
        return replaced(found -> quoted(identifiers, found));
    }

    /**
     * The same with {@code {expression}} replaced by an expression in SQL. What it holds between
     * quotes may look like a placeholder or a parameter.
     *
     * @throws IllegalArgumentException unless it can be nothing but one expression
     */
    public Query withNamesAndExpression(Map<String, String> identifiers, String expression) {
        String escaped = escaped(expression);
        return replaced(
                found ->
                        found.group(1).equals("expression") ? escaped : quoted(identifiers, found));
    }

    private Query replaced(Function<MatchResult, String> replacement) {
        return new Query(
                name,
                PLACEHOLDER
                        .matcher(sql)
                        .replaceAll(found -> Matcher.quoteReplacement(replacement.apply(found))));
    }

    /** The driver takes a question mark for a parameter, and two for an operator's one. */
    private static String escaped(String expression) {
        StringBuilder sql = new StringBuilder();
        int depth = 0;
        for (Token token : SqlLexer.tokens(expression)) {
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            boolean foreign =
                    token.kind() == Kind.COMMENT
                            || token.kind() == Kind.PARAMETER
                            || token.kind() == Kind.OTHER
                            || token.isUnterminated()
                            || token.is(";");
            if (depth < 0 || foreign) {
                throw new IllegalArgumentException("not exactly one expression");
            }
            sql.append(
                    token.kind() == Kind.OPERATOR ? token.text().replace("?", "??") : token.text());
        }
        if (depth != 0) {
            throw new IllegalArgumentException("not exactly one expression");
        }
        return sql.toString();
    }

    /** One query with the rows of all of these, which have the same name; at least one. */
    public static Query union(List<Query> queries) {
        String sql = queries.stream().map(Query::sql).collect(Collectors.joining("UNION ALL\n"));
        return new Query(queries.getFirst().name, sql);
    }

    private String quoted(Map<String, String> identifiers, MatchResult found) {
        String identifier = identifiers.get(found.group(1));
        if (identifier == null) {
            throw new IllegalArgumentException("no name for " + found.group() + " in " + name);
        }
        return Identifier.quoted(identifier);
    }

    /**
     * The statement with {@code {placeholder}} replaced by a statement of a workload, for {@link
     * ReadTransaction#verbatim}.
     *
     * @throws IllegalArgumentException unless it is exactly one statement
     */
    public Query withStatement(String placeholder, String statement) {
        if (!StatementText.isSingle(statement)) {
            throw new IllegalArgumentException("not exactly one statement");
        }
        return new Query(
                name,
                sql.replace(
                        "{" + placeholder + "}",
                        StatementText.withoutTrailingSemicolon(statement)));
    }

    private static String path(String name, int major) {
        return "/org/pgwright/" + name.replace('.', '/') + "." + major + ".sql";
    }

    private static @Nullable String resource(String path) {
        try (InputStream in = Query.class.getResourceAsStream(path)) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }
}
