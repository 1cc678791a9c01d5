package org.pgwright.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.QualifiedName;

import java.util.List;

final class IndexStatementTest {
    private static final String SEED = "20261127";
    private static final QualifiedName EVENTS = new QualifiedName("shop", "Events");

    @Test
    void readsAllPartsOfAnIndexThatIsMade() {
        IndexStatement.Create create =
                create(
                        "create UNIQUE index concurrently IF NOT EXISTS \"My Index\" on only"
                                + " shop.\"Events\" using gin (tags, (a || ';')) where x > 0;");

        assertThat(create)
                .isEqualTo(
                        new IndexStatement.Create(
                                true,
                                true,
                                true,
                                "My Index",
                                true,
                                new ObjectName("shop", "Events"),
                                "using gin (tags, (a || ';')) where x > 0"));
    }

    @Test
    void readsAnIndexWithoutNameOnATableWithoutSchema() {
        IndexStatement.Create create = create("CREATE INDEX ON Events (day)");

        assertThat(create.name()).isNull();
        assertThat(create.table()).isEqualTo(new ObjectName(null, "events"));
        assertThat(create.isConcurrent()).isFalse();
    }

    @Test
    void writesTheSameIndexOnAnotherTable() {
        IndexStatement.Create create =
                create("CREATE UNIQUE INDEX a ON t USING btree (x) INCLUDE (y) -- comment");

        assertThat(create.concurrently("b\"c", EVENTS))
                .isEqualTo(
                        "CREATE UNIQUE INDEX CONCURRENTLY \"b\"\"c\" ON \"shop\".\"Events\""
                                + " USING btree (x) INCLUDE (y)");
        assertThat(create.onlyParent("b", EVENTS))
                .isEqualTo(
                        "CREATE UNIQUE INDEX \"b\" ON ONLY \"shop\".\"Events\""
                                + " USING btree (x) INCLUDE (y)");
    }

    @Test
    void readsAllIndexesThatAreDropped() {
        assertThat(
                        IndexStatement.read(
                                "DROP INDEX CONCURRENTLY IF EXISTS a, \"s.t\".\"b\" RESTRICT"))
                .contains(
                        new IndexStatement.Drop(
                                true,
                                true,
                                List.of(new ObjectName(null, "a"), new ObjectName("s.t", "b")),
                                false));
        assertThat(IndexStatement.read("drop index a cascade"))
                .contains(
                        new IndexStatement.Drop(
                                false, false, List.of(new ObjectName(null, "a")), true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REINDEX INDEX CONCURRENTLY s.a",
                "reindex (verbose, concurrently) index s.a;",
                "REINDEX (CONCURRENTLY TRUE) INDEX s.a"
            })
    void readsAnIndexThatIsBuiltAnewConcurrently(String sql) {
        assertThat(IndexStatement.read(sql))
                .contains(new IndexStatement.Reindex(true, new ObjectName("s", "a")));
    }

    @Test
    void readsAnIndexThatIsBuiltAnewAlone() {
        assertThat(IndexStatement.read("REINDEX (CONCURRENTLY off) INDEX a"))
                .contains(new IndexStatement.Reindex(false, new ObjectName(null, "a")));
    }

    @Test
    void readsAnAttachment() {
        assertThat(IndexStatement.read("ALTER INDEX s.a ATTACH PARTITION s.b"))
                .contains(
                        new IndexStatement.Attach(
                                new ObjectName("s", "a"), new ObjectName("s", "b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "CREATE",
                "CREATE INDEX",
                "CREATE INDEX a ON",
                "CREATE INDEX a ON t",
                "CREATE INDEX a ON t USING gin",
                "CREATE INDEX a ON t (x); DROP TABLE t",
                "CREATE INDEX a ON t (x /*",
                "CREATE TABLE t (x integer)",
                "DROP TABLE t",
                "DROP INDEX a, ",
                "DROP INDEX a b",
                "DROP INDEX 'a'",
                "REINDEX TABLE t",
                "REINDEX INDEX a b",
                "REINDEX (VERBOSE",
                "ALTER INDEX a RENAME TO b",
                "ALTER INDEX a ATTACH PARTITION"
            })
    void readsNothingElse(String sql) {
        assertThat(IndexStatement.read(sql)).isEmpty();
    }

    @Property(seed = SEED)
    void neverThrowsOnAnyText(@ForAll String text) {
        assertThat(IndexStatement.read(text)).isNotNull();
        assertThat(IndexStatement.read("CREATE INDEX " + text)).isNotNull();
        assertThat(ObjectName.read(text)).isNotNull();
    }

    @Property(seed = SEED)
    void readsAgainWhatItWrote(@ForAll("names") String schema, @ForAll("names") String name) {
        QualifiedName table = new QualifiedName(schema, name);
        IndexStatement.Create written = create("CREATE INDEX x ON t (a)");

        IndexStatement.Create read = create(written.concurrently(name, table));

        assertThat(read.name()).isEqualTo(name);
        assertThat(read.table()).isEqualTo(new ObjectName(schema, name));
        assertThat(read.tail()).isEqualTo("(a)");
        assertThat(ObjectName.read(table.shown())).contains(new ObjectName(schema, name));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withCharRange(' ', '\u07ff')
                .ofMinLength(1)
                .ofMaxLength(Identifier.MAX_BYTES / 4);
    }

    private static IndexStatement.Create create(String sql) {
        return (IndexStatement.Create) IndexStatement.read(sql).orElseThrow();
    }
}
