package org.pgwright.twin;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.Extension;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.Role;
import org.pgwright.catalog.Table;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.planner.Progress;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes the schema of a catalog on the twin.
 *
 * <p>Statements that fail because something they need is not there yet are tried again once others
 * have succeeded, until a round brings nothing; what still fails then is reported and left out.
 */
final class SchemaLoader {
    /**
     * Extensions that only bring types, operators and functions for planning. None of them can
     * reach beyond its server.
     */
    private static final Set<String> HARMLESS_EXTENSIONS =
            Set.of(
                    "bloom",
                    "btree_gin",
                    "btree_gist",
                    "citext",
                    "cube",
                    "dict_int",
                    "dict_xsyn",
                    "earthdistance",
                    "fuzzystrmatch",
                    "hstore",
                    "intarray",
                    "isn",
                    "lo",
                    "ltree",
                    "pg_trgm",
                    "pgcrypto",
                    "postgis",
                    "seg",
                    "tablefunc",
                    "tsm_system_rows",
                    "tsm_system_time",
                    "unaccent",
                    "uuid-ossp",
                    "vector");

    /** SQLSTATEs of an object that exists: a partition's index made along with its parent's. */
    private static final Set<String> ALREADY_THERE = Set.of("42710", "42P07", "42P06");

    private final Connection superuser;
    private final Connection owner;
    private final Progress progress;
    private final List<String> problems = new ArrayList<>();

    SchemaLoader(Connection superuser, Connection owner, Progress progress) {
        this.superuser = superuser;
        this.owner = owner;
        this.progress = progress;
    }

    /** Returns what could not be made, in words. */
    List<String> load(Catalog catalog) throws SQLException {
        roles(catalog);
        run(SchemaScript.schemas(catalog));
        extensions(catalog);
        run(SchemaScript.foundations(catalog));
        checkThatNoTypeRunsCode();
        run(SchemaScript.relations(catalog, knownTypes(catalog)::contains));
        grants(catalog);
        return problems;
    }

    /**
     * Roles that policies name; they may do nothing, and the planner may take their part. A role of
     * the server's own is never granted to anybody: that would hand out what it may do.
     */
    private void roles(Catalog catalog) throws SQLException {
        for (Role role : catalog.roles()) {
            if (isForeign(role.name())) {
                String name = Identifier.quoted(role.name());
                attempt(superuser, "CREATE ROLE " + name);
                attempt(superuser, "GRANT " + name + " TO " + TwinServer.PLANNER);
            }
        }
        for (Role role : catalog.roles()) {
            for (String group : role.memberOf()) {
                if (isForeign(role.name()) && isForeign(group)) {
                    attempt(
                            superuser,
                            "GRANT %s TO %s"
                                    .formatted(
                                            Identifier.quoted(group),
                                            Identifier.quoted(role.name())));
                }
            }
        }
    }

    /** Whether it is a role of the monitored database, rather than one that every server has. */
    static boolean isForeign(String role) {
        return !role.startsWith("pg_")
                && !role.startsWith("pgwright_")
                && !role.equals(EmbeddedPostgres.SUPERUSER)
                && !role.equals("public");
    }

    /** The names of extensions that a twin does without: what they brought does not exist on it. */
    static List<String> absentExtensions(Catalog catalog) {
        return catalog.extensions().stream()
                .map(Extension::name)
                .filter(name -> !HARMLESS_EXTENSIONS.contains(name) && !name.equals("plpgsql"))
                .sorted()
                .toList();
    }

    private void extensions(Catalog catalog) throws SQLException {
        for (Extension extension : catalog.extensions()) {
            if (HARMLESS_EXTENSIONS.contains(extension.name())) {
                String sql =
                        "CREATE EXTENSION IF NOT EXISTS "
                                + Identifier.quoted(extension.name())
                                + " SCHEMA "
                                + Identifier.quoted(extension.schema())
                                + " CASCADE";
                if (!attempt(superuser, sql)) {
                    problems.add(
                            "extension "
                                    + extension.name()
                                    + " is not in the twin's PostgreSQL; its types and operators"
                                    + " are left out");
                }
            }
        }
    }

    /**
     * Values are later read by the superuser, through the input functions of their types: no type
     * may call a function of the monitored database there.
     */
    private void checkThatNoTypeRunsCode() throws SQLException {
        try (Statement statement = superuser.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                SELECT (SELECT count(*) FROM pg_catalog.pg_constraint
                                         WHERE contypid <> 0 AND oid >= 16384)
                                     + (SELECT count(*) FROM pg_catalog.pg_range r
                                          JOIN pg_catalog.pg_proc p
                                            ON p.oid IN (r.rngcanonical, r.rngsubdiff)
                                         WHERE p.prolang NOT IN (12, 13))
                                """)) {
            row.next();
            if (row.getLong(1) > 0) {
                throw new SQLException("a type definition holds more than a type", "22023");
            }
        }
    }

    private Set<String> knownTypes(Catalog catalog) throws SQLException {
        Set<String> known = new HashSet<>();
        Set<String> wanted = new HashSet<>();
        for (Table table : catalog.tables()) {
            table.columns().forEach(column -> wanted.add(column.type()));
        }
        try (var query = owner.prepareStatement("SELECT pg_catalog.to_regtype(?) IS NOT NULL")) {
            for (String type : wanted) {
                query.setString(1, type);
                try (ResultSet row = query.executeQuery()) {
                    if (row.next() && row.getBoolean(1)) {
                        known.add(type);
                    } else {
                        problems.add("type " + type + " is unknown to the twin");
                    }
                } catch (SQLException e) {
                    failIfFatal(e);
                    problems.add("type " + type + " is unknown to the twin");
                }
            }
        }
        return known;
    }

    private void grants(Catalog catalog) throws SQLException {
        for (String schema : catalog.schemas()) {
            String name = Identifier.quoted(schema);
            attempt(owner, "GRANT USAGE ON SCHEMA " + name + " TO PUBLIC");
            attempt(
                    owner,
                    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "
                            + name
                            + " TO PUBLIC");
        }
    }

    private void run(List<SchemaScript.Ddl> statements) throws SQLException {
        List<SchemaScript.Ddl> left = statements;
        int before = Integer.MAX_VALUE;
        while (!left.isEmpty() && left.size() < before) {
            before = left.size();
            left = round(left, statements.size());
        }
        left.stream().map(SchemaScript.Ddl::subject).distinct().forEach(problems::add);
    }

    private List<SchemaScript.Ddl> round(List<SchemaScript.Ddl> statements, int total)
            throws SQLException {
        List<SchemaScript.Ddl> failed = new ArrayList<>();
        int done = 0;
        for (SchemaScript.Ddl ddl : statements) {
            if (!attempt(owner, ddl.sql())) {
                failed.add(ddl);
            }
            done++;
            progress.step("Building the planner twin", done, total);
        }
        return failed;
    }

    private static boolean attempt(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
            return true;
        } catch (SQLException e) {
            failIfFatal(e);
            return ALREADY_THERE.contains(String.valueOf(e.getSQLState()));
        }
    }

    private static void failIfFatal(SQLException failure) throws SQLException {
        if (TwinFailure.isFatal(failure)) {
            throw failure;
        }
    }
}
