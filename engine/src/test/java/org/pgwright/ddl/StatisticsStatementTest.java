package org.pgwright.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.QualifiedName;

import java.nio.charset.StandardCharsets;
import java.util.List;

final class StatisticsStatementTest {
    private static final String SEED = "20261127";

    @Test
    void readsAllPartsOfStatisticsThatAreMade() {
        assertThat(
                        create(
                                "create Statistics IF NOT EXISTS shop.\"My Stats\" (mcv, ndistinct)"
                                        + " on city, (extract(year FROM day)) -- both\n"
                                        + " from shop.\"Orders\";"))
                .isEqualTo(
                        new StatisticsStatement.Create(
                                true,
                                new ObjectName("shop", "My Stats"),
                                "(mcv, ndistinct) on city, (extract(year FROM day))",
                                new ObjectName("shop", "Orders")));
    }

    @Test
    void readsStatisticsWithoutNameAndKinds() {
        StatisticsStatement.Create create = create("CREATE STATISTICS ON city, zip FROM orders");

        assertThat(create.name()).isNull();
        assertThat(create.body()).isEqualTo("ON city, zip");
        assertThat(create("CREATE STATISTICS (mcv) ON a, b FROM t").name()).isNull();
    }

    @Test
    void writesTheSameOfAnotherTable() {
        assertThat(
                        create("CREATE STATISTICS s (mcv) ON a, lower(b) FROM t")
                                .sql(
                                        new QualifiedName("shop", "a\"b"),
                                        new QualifiedName("shop", "Orders")))
                .isEqualTo(
                        "CREATE STATISTICS \"shop\".\"a\"\"b\" (mcv) ON a, lower(b)"
                                + " FROM \"shop\".\"Orders\"");
    }

    @Test
    void readsAllStatisticsThatAreDropped() {
        assertThat(StatisticsStatement.read("DROP STATISTICS IF EXISTS a, \"s.t\".\"b\" RESTRICT"))
                .contains(
                        new StatisticsStatement.Drop(
                                true,
                                List.of(new ObjectName(null, "a"), new ObjectName("s.t", "b")),
                                false));
        assertThat(StatisticsStatement.read("drop statistics a cascade"))
                .contains(
                        new StatisticsStatement.Drop(
                                false, List.of(new ObjectName(null, "a")), true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "CREATE",
                "CREATE STATISTICS",
                "CREATE STATISTICS s",
                "CREATE STATISTICS s ON",
                "CREATE STATISTICS s ON FROM t",
                "CREATE STATISTICS s ON a, b",
                "CREATE STATISTICS s ON a, b FROM",
                "CREATE STATISTICS s ON a, b FROM t, u",
                "CREATE STATISTICS s (mcv ON a, b FROM t",
                "CREATE STATISTICS s ON a), b FROM t",
                "CREATE STATISTICS s ON (a, b FROM t",
                "CREATE STATISTICS IF NOT EXISTS ON a, b FROM t",
                "CREATE STATISTICS s ON a, b FROM t; DROP TABLE t",
                "CREATE STATISTICS s ON a, b FROM t /*",
                "CREATE INDEX s ON t (a)",
                "DROP STATISTICS",
                "DROP STATISTICS a,",
                "DROP STATISTICS a b",
                "DROP STATISTICS 'a'",
                "ALTER STATISTICS a SET STATISTICS 100"
            })
    void readsNothingElse(String sql) {
        assertThat(StatisticsStatement.read(sql)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orders   | ON city, zip                       | orders_city_zip_stat",
                "orders   | (mcv) ON \"A b\", (lower(c)), (zip) | orders_A b_expr_zip_stat",
                "\"Orders\" | ON lower(c)                       | Orders_expr_stat"
            })
    void namesStatisticsAsTheServerDoes(String table, String body, String name) {
        assertThat(create("CREATE STATISTICS " + body + " FROM " + table).nameOrUsual())
                .isEqualTo(name);
    }

    @Test
    void cutsANameThatIsTooLongWhereTheServerDoes() {
        String name =
                create(
                                "CREATE STATISTICS ON a_column_with_a_long_name, another_column"
                                        + " FROM a_table_with_a_name_of_forty_characters")
                        .nameOrUsual();

        assertThat(name)
                .hasSize(Identifier.MAX_BYTES)
                .startsWith("a_table_with_a_name_of_forty")
                .endsWith("_stat");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(mcv, ndistinct) ON a, b          | (ndistinct, mcv) ON b, a | true",
                "ON a, b | (ndistinct, dependencies, mcv) ON a, b             | true",
                "ON a, lower(b)                    | ON a, lower((b)::text)   | true",
                "ON (A), \"b\"                     | ON a, b                  | true",
                "ON lower(a)                       | ON (lower(a))            | true",
                "(mcv) ON a, b                     | (ndistinct) ON a, b      | false",
                "(mcv) ON a, b                     | ON a, b                  | false",
                "ON a, b                           | ON a, c                  | false",
                "ON a, b                           | ON a, b, c               | false",
                "ON a, lower(b)                    | ON a, b                  | false"
            })
    void knowsTheSameStatisticsAgain(String one, String other, boolean isSame) {
        assertThat(content(one).isLike(content(other))).isEqualTo(isSame);
        assertThat(content(other).isLike(content(one))).isEqualTo(isSame);
    }

    private static StatisticsContent content(String body) {
        return create("CREATE STATISTICS s " + body + " FROM t").content();
    }

    @Property(seed = SEED)
    void neverThrowsOnAnyText(@ForAll String text) {
        assertThat(StatisticsStatement.read(text)).isNotNull();
        assertThat(StatisticsStatement.read("DROP STATISTICS " + text)).isNotNull();
        StatisticsStatement.readCreate("CREATE STATISTICS " + text);
        StatisticsStatement.readCreate("CREATE STATISTICS s (mcv) ON " + text + " FROM t")
                .ifPresent(
                        create -> {
                            assertThat(create.content().items()).isNotNull();
                            assertThat(create.nameOrUsual()).isEqualTo("s");
                        });
    }

    @Property(seed = SEED)
    void readsAgainWhatItWrote(
            @ForAll("names") String schema,
            @ForAll("names") String name,
            @ForAll("names") String column) {
        QualifiedName table = new QualifiedName(schema, name);
        StatisticsStatement.Create written =
                create(
                        "CREATE STATISTICS (mcv) ON a, %s, (extract(year FROM d)) FROM t"
                                .formatted(Identifier.quoted(column)));

        StatisticsStatement.Create read =
                create(written.sql(new QualifiedName(schema, column), table));

        assertThat(read.name()).isEqualTo(new ObjectName(schema, column));
        assertThat(read.table()).isEqualTo(new ObjectName(schema, name));
        assertThat(read.body()).isEqualTo(written.body());
        assertThat(read.content().items().get(1))
                .isEqualTo(new StatisticsContent.Item(column, true));
    }

    @Property(seed = SEED)
    void givesNamesThatTheServerKeeps(
            @ForAll("names") String table, @ForAll("names") String column) {
        String name =
                create(
                                "CREATE STATISTICS ON a, %1$s, %1$s, %1$s FROM %2$s"
                                        .formatted(
                                                Identifier.quoted(column),
                                                Identifier.quoted(table)))
                        .nameOrUsual();

        assertThat(name.getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(Identifier.MAX_BYTES);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withCharRange(' ', '\u07ff')
                .ofMinLength(1)
                .ofMaxLength(Identifier.MAX_BYTES / 4);
    }

    private static StatisticsStatement.Create create(String sql) {
        return StatisticsStatement.readCreate(sql).orElseThrow();
    }
}
