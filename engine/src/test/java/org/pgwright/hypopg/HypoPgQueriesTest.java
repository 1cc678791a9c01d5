package org.pgwright.hypopg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.Plan;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.WhatIfPlanner.Offer;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.util.List;
import java.util.TreeSet;

/**
 * What the planner says to the server, on every major. The servers have functions of HypoPG 1.4's
 * names and types in place of the extension, and take locks on what they are asked to hide.
 */
final class HypoPgQueriesTest {
    static final List<Integer> MAJORS = TestServers.MAJORS;

    @ParameterizedTest
    @FieldSource("MAJORS")
    void planStatementsWithAndWithoutParameters(int major) {
        try (TestDatabase database = withStandIn(major);
                TargetReader reader = reader(database)) {
            HypoPgPlanner planner = HypoPgPlanner.on(reader);
            Plan plain = planner.plan(statement("SELECT * FROM t WHERE a = 1", 0), hiding());
            Plan generic = planner.plan(statement("SELECT * FROM t WHERE a = $1", 1), hiding());
            assertThat(plain.relation()).isEqualTo(new QualifiedName("public", "t"));
            assertThat(generic.details()).containsValue("(a = $1)");
            assertThatThrownBy(() -> planner.plan(statement("SELECT $1 FROM u", 1), hiding()))
                    .hasMessageContaining("\"u\" does not exist");
            assertThat(
                            texts(
                                    reader,
                                    "SELECT name AS text FROM pg_prepared_statements WHERE from_sql"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource("MAJORS")
    void hideIndexesWithAllTheirParts(int major) {
        try (TestDatabase database = withStandIn(major);
                TargetReader reader = reader(database)) {
            HypoPgPlanner planner = HypoPgPlanner.on(reader);
            planner.plan(statement("SELECT * FROM t", 0), hiding("t_a", "parted_a"));
            assertThat(hidden(reader)).containsExactlyInAnyOrder("t_a", "parted_a", "part1_a_idx");
            assertThatThrownBy(
                            () -> planner.plan(statement("SELECT * FROM t", 0), hiding("missing")))
                    .hasMessageContaining("could not hide all of [public.missing]");
        }
    }

    @ParameterizedTest
    @FieldSource("MAJORS")
    void offerIndexes(int major) {
        try (TestDatabase database = withStandIn(major);
                TargetReader reader = reader(database)) {
            IndexDefinition index =
                    IndexDefinition.btree(new QualifiedName("public", "t"), List.of("a"));
            assertThat(HypoPgPlanner.on(reader).offer(List.of(index)))
                    .containsExactly(new Offer.Refused(index, "HypoPG made no index of it"));
        }
    }

    private static TestDatabase withStandIn(int major) {
        return TestServers.freshDatabase(major)
                .execute(
                        "CREATE SCHEMA h",
                        "CREATE FUNCTION h.hypopg_reset() RETURNS void LANGUAGE sql AS ''",
                        """
                        CREATE FUNCTION h.hypopg_create_index(IN text, OUT indexrelid oid,
                                                              OUT indexname text)
                        RETURNS SETOF record LANGUAGE sql AS 'SELECT 1::oid, '''' WHERE false'
                        """,
                        """
                        CREATE FUNCTION h.hypopg_relation_size(oid) RETURNS bigint
                        LANGUAGE sql AS 'SELECT 0::bigint'
                        """,
                        """
                        CREATE FUNCTION h.hypopg_hide_index(oid) RETURNS bool LANGUAGE sql AS $$
                            SELECT pg_advisory_lock($1::bigint) IS NOT NULL
                        $$
                        """,
                        """
                        CREATE FUNCTION h.hypopg_unhide_all_indexes() RETURNS void
                        LANGUAGE sql AS ''
                        """,
                        "SET allow_system_table_mods = on",
                        """
                        INSERT INTO pg_extension
                        SELECT 1, 'hypopg', 10, oid, false, '1.4.1', NULL, NULL
                          FROM pg_namespace WHERE nspname = 'h'
                        """,
                        "CREATE TABLE t (a int)",
                        "CREATE INDEX t_a ON t (a)",
                        "CREATE TABLE parted (a int) PARTITION BY RANGE (a)",
                        "CREATE TABLE part1 PARTITION OF parted FOR VALUES FROM (0) TO (10)",
                        "CREATE INDEX parted_a ON parted (a)");
    }

    private static TargetReader reader(TestDatabase database) {
        return TargetReader.open(
                ConnectionSettings.to(
                        database.host(),
                        database.port(),
                        database.user(),
                        database.name(),
                        database.password()));
    }

    private static PlannableStatement statement(String text, int parameters) {
        return PlannableStatement.generic(text, parameters);
    }

    private static Configuration hiding(String... indexes) {
        TreeSet<QualifiedName> hidden = new TreeSet<>();
        for (String index : indexes) {
            hidden.add(new QualifiedName("public", index));
        }
        return new Configuration(new TreeSet<>(), hidden);
    }

    /** What the stand-in has been asked to hide. */
    private static List<String> hidden(TargetReader reader) {
        return texts(
                reader,
                """
                SELECT relname AS text
                  FROM pg_locks JOIN pg_class ON pg_class.oid = pg_locks.objid
                 WHERE locktype = 'advisory' AND pid = pg_backend_pid()
                """);
    }

    private static List<String> texts(TargetReader reader, String sql) {
        try (ReadTransaction transaction = reader.begin()) {
            return transaction.rows(
                    new Query("test.texts", sql), Deadlines.CHECKUP, row -> row.text("text"));
        }
    }
}
