package org.pgwright.twin.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.twin.analysis.ConstantText.Doubts;
import org.pgwright.twin.analysis.TreeValue.Node;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Constants are written so that the server reads the very same value, or not at all. */
final class ConstantTextTest {
    /** A type, and values of it as SQL that makes them. */
    private record Type(String name, List<String> values) {}

    private static final List<Type> TOLD =
            List.of(
                    new Type("boolean", List.of("'t'", "'f'")),
                    new Type("smallint", List.of("'-32768'", "'7'")),
                    new Type("int", List.of("0", "-2147483648", "2147483647")),
                    new Type("bigint", List.of("'-9223372036854775808'", "'12'")),
                    new Type("oid", List.of("'4294967295'")),
                    new Type("real", List.of("'1.1'", "'-3e30'", "'NaN'", "'Infinity'")),
                    new Type("float8", List.of("'0.1'", "'1e300'", "'-0'", "'-Infinity'")),
                    new Type(
                            "numeric",
                            List.of(
                                    "0",
                                    "0.00",
                                    "'-12345678901234567890.0987654321'",
                                    "1e30",
                                    "0.00001000",
                                    "99990000.10",
                                    "'NaN'",
                                    "'1e-200'",
                                    "'1e300'")),
                    new Type("text", List.of("''", "'O''Neil \\ Größe €'", "'ab'")),
                    new Type("varchar(20)", List.of("'abc'", "' x '")),
                    new Type("char(5)", List.of("'ab'")),
                    new Type("name", List.of("'a name'")),
                    new Type("json", List.of("'{\"a\": 1}'")),
                    new Type("bytea", List.of("'\\x00ff10'", "''")),
                    new Type("uuid", List.of("'0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0'")),
                    new Type("date", List.of("'2024-02-29'", "'0001-01-01'", "'infinity'")),
                    new Type("time", List.of("'00:00'", "'23:59:59.999999'", "'24:00'")),
                    new Type(
                            "timestamp",
                            List.of("'1999-12-31 23:59:59.999999'", "'9999-12-31'", "'-infinity'")),
                    new Type(
                            "timestamptz",
                            List.of("'2024-07-01 12:00:00.5+02'", "'1970-01-01 00:00-11'")),
                    new Type(
                            "interval",
                            List.of("'1 year 2 mons 3 days 04:05:06.7'", "'-30 days'", "'-1.5s'")),
                    new Type("mood", List.of("'ok'")),
                    new Type("citext", List.of("'MiXed'")),
                    new Type("int[]", List.of("'{1,-2,3}'", "'{}'")),
                    new Type("text[]", List.of("'{a,\"b c\",\"d\\\\e\",NULL_,\"\"}'", "'{x}'")),
                    new Type("date[]", List.of("'{2024-01-01,infinity}'")),
                    new Type("numeric[]", List.of("'{1.50,-2,3e10}'")),
                    new Type("uuid[]", List.of("'{0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0}'")),
                    new Type("mood[]", List.of("'{sad,happy}'")),
                    new Type("smallint[]", List.of("'{1,2,3,4,5}'")),
                    new Type("regconfig", List.of("'english'", "'simple'")),
                    new Type("bool[]", List.of("'{t,f,t}'")));

    private static final List<Type> UNTOLD =
            List.of(
                    new Type("date", List.of("'0044-03-15 BC'", "'12345-01-01'")),
                    new Type("timestamp", List.of("'0044-03-15 10:00 BC'")),
                    new Type("interval", List.of("'1 mon -3 days'")),
                    new Type("jsonb", List.of("'{\"a\": 1}'")),
                    new Type("int[]", List.of("'{{1,2},{3,4}}'", "'[0:1]={1,2}'", "'{1,NULL}'")),
                    new Type("inet", List.of("'10.0.0.1'")));

    static List<Integer> majors() {
        return TestServers.MAJORS;
    }

    @ParameterizedTest
    @MethodSource("majors")
    void theServerReadsTheSameValueFromTheText(int major) throws SQLException {
        try (TestDatabase database = database(major);
                Connection connection = database.connect()) {
            TwinSession session = new TwinSession(connection);
            ConstantText texts =
                    new ConstantText(new ServerCatalog(connection, "UTF8"), Doubts.NONE);
            for (Type type : TOLD) {
                for (String value : type.values()) {
                    Node constant = constant(session, value + "::" + type.name());
                    String text = texts.of(constant);
                    assertThat(text).as(type.name() + " " + value).isNotNull();
                    assertThat(constant(session, String.valueOf(text))).isEqualTo(constant);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("majors")
    void whatIsNotKnownForCertainHasNoText(int major) throws SQLException {
        try (TestDatabase database = database(major);
                Connection connection = database.connect()) {
            TwinSession session = new TwinSession(connection);
            ConstantText texts =
                    new ConstantText(new ServerCatalog(connection, "UTF8"), Doubts.NONE);
            for (Type type : UNTOLD) {
                for (String value : type.values()) {
                    Node constant = constant(session, value + "::" + type.name());
                    assertThat(texts.of(constant)).as(type.name() + " " + value).isNull();
                }
            }
        }
    }

    @Test
    void lettersOfAnotherEncodingHaveNoText() throws SQLException {
        try (TestDatabase database = database(TestServers.NEWEST);
                Connection connection = database.connect()) {
            ServerCatalog catalog = new ServerCatalog(connection, "LATIN1");
            ConstantText texts = new ConstantText(catalog, Doubts.NONE);
            TwinSession session = new TwinSession(connection);
            assertThat(texts.of(constant(session, "'plain'::text"))).isEqualTo("'plain'::text");
            assertThat(texts.of(constant(session, "'Größe'::text"))).isNull();
        }
    }

    private static TestDatabase database(int major) {
        TestDatabase database = TestServers.freshDatabase(major);
        database.execute(
                "CREATE EXTENSION citext", "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')");
        return database;
    }

    /** The constant that the server's analysis makes of an expression, casts of lengths aside. */
    private static Node constant(TwinSession session, String expression) throws SQLException {
        TreeValue tree = ServerCatalog.tree(session.tree("SELECT " + expression, List.of()));
        List<Node> found = new ArrayList<>();
        collect(Objects.requireNonNull(ServerCatalog.query(tree)), found);
        return found.getFirst();
    }

    private static void collect(Node node, List<Node> found) {
        if (node.is("CONST")) {
            found.add(node);
        }
        node.eachChild(child -> collect(child, found));
    }
}
