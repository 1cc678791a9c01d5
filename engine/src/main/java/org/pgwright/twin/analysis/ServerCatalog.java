package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.twin.analysis.OperatorFacts.Membership;
import org.pgwright.twin.analysis.TreeValue.Items;
import org.pgwright.twin.analysis.TreeValue.Node;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Looks objects up in the twin's system catalogues by oid, each once.
 *
 * <p>Only reads. The twin's schema must not change while it is in use.
 */
final class ServerCatalog {
    private static final String RELATION =
            """
            /* pgwright:analysis.relation */
            SELECT n.nspname, c.relname, c.relkind, a.attnum, a.attname, a.atttypid, a.attcollation
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_attribute a
              ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.oid = ?
            """;
    private static final String VIEW =
            """
            /* pgwright:analysis.view */
            SELECT ev_action::text FROM pg_catalog.pg_rewrite WHERE ev_class = ? AND ev_type = '1'
            """;
    private static final String OPERATOR =
            """
            /* pgwright:analysis.operator */
            SELECT o.oprname, p.proname, o.oprcom, o.oprnegate
            FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_proc p ON p.oid = o.oprcode
            WHERE o.oid = ?
            """;
    private static final String FAMILIES =
            """
            /* pgwright:analysis.families */
            SELECT am.amname, n.nspname, f.opfname, ao.amopstrategy
            FROM pg_catalog.pg_amop ao
            JOIN pg_catalog.pg_opfamily f ON f.oid = ao.amopfamily
            JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace
            JOIN pg_catalog.pg_am am ON am.oid = f.opfmethod
            WHERE ao.amopopr = ? AND ao.amoppurpose = 's'
            ORDER BY am.amname, f.opfname LIKE '%pattern%', n.nspname, f.opfname, ao.amopstrategy
            """;
    private static final String FUNCTION =
            """
            /* pgwright:analysis.function */
            SELECT p.proname, p.provolatile = 'v', coalesce(a.aggsortop, 0)
            FROM pg_catalog.pg_proc p LEFT JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = p.oid
            WHERE p.oid = ?
            """;
    private static final String POLICIES =
            """
            /* pgwright:analysis.policies */
            SELECT p.polcmd, p.polpermissive,
              ARRAY(SELECT r.rolname::text FROM pg_catalog.pg_roles r
                    WHERE r.oid = ANY (p.polroles) ORDER BY 1),
              0 = ANY (p.polroles), p.polqual::text
            FROM pg_catalog.pg_policy p
            WHERE p.polrelid = ? AND p.polqual IS NOT NULL
            ORDER BY p.polname
            """;
    private static final String TYPE =
            """
            /* pgwright:analysis.type */
            SELECT pg_catalog.format_type(t.oid, -1), t.typtype, t.typcategory,
              CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE 0 END, t.typbasetype,
              ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e
                    WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder)
            FROM pg_catalog.pg_type t WHERE t.oid = ?
            """;

    private static final Set<String> UNUSED_FIELDS =
            Set.of(
                    "location",
                    "constlen",
                    "constbyval",
                    "consttypmod",
                    "constcollid",
                    "eref",
                    "varnosyn",
                    "varattnosyn",
                    "vartypmod",
                    "varcollid",
                    "varnullingrels",
                    "varreturningtype",
                    "exclRelTlist",
                    "joinleftcols",
                    "joinrightcols",
                    "rteperminfos");

    private final Connection connection;
    private final Map<Long, Relation> relations = new HashMap<>();
    private final Map<Long, OperatorFacts> operators = new HashMap<>();
    private final Map<Long, FunctionFacts> functions = new HashMap<>();
    private final Map<Long, DataType> types = new HashMap<>();
    private final Map<Long, Node> views = new HashMap<>();
    private final Map<Long, List<PolicyFacts>> policies = new HashMap<>();

    ServerCatalog(Connection connection) {
        this.connection = connection;
    }

    /**
     * A function or aggregate.
     *
     * @param sortOperator of an aggregate such as min or max: oid of the operator whose first value
     *     it gives, else 0
     */
    record FunctionFacts(String name, boolean isVolatile, long sortOperator) {}

    /**
     * A row-security policy.
     *
     * @param command {@code *} for all, else the first letter of reading, writing or deleting
     * @param everyone whether it is for all roles
     */
    record PolicyFacts(
            char command,
            boolean permissive,
            List<String> roles,
            boolean everyone,
            TreeValue condition) {
        PolicyFacts {
            roles = List.copyOf(roles);
        }

        boolean isFor(Set<String> names) {
            return everyone || roles.stream().anyMatch(names::contains);
        }
    }

    /** The policies that say which rows of a table are seen. */
    List<PolicyFacts> policies(long relation) {
        List<PolicyFacts> known = policies.get(relation);
        if (known == null) {
            known = one(POLICIES, relation, ServerCatalog::readPolicies);
            policies.put(relation, known);
        }
        return known;
    }

    Relation relation(long oid) {
        Relation known = relations.get(oid);
        if (known == null) {
            known = one(RELATION, oid, rows -> readRelation(oid, rows));
            relations.put(oid, known);
        }
        return known;
    }

    OperatorFacts operator(long oid) {
        OperatorFacts known = operators.get(oid);
        if (known == null) {
            List<Membership> families = one(FAMILIES, oid, ServerCatalog::readFamilies);
            known = one(OPERATOR, oid, row -> readOperator(row, families));
            operators.put(oid, known);
        }
        return known;
    }

    FunctionFacts function(long oid) {
        FunctionFacts known = functions.get(oid);
        if (known == null) {
            known = one(FUNCTION, oid, ServerCatalog::readFunction);
            functions.put(oid, known);
        }
        return known;
    }

    DataType type(long oid) {
        DataType known = types.get(oid);
        if (known == null) {
            known = one(TYPE, oid, row -> readType(oid, row));
            types.put(oid, known);
        }
        return known;
    }

    /** The query of a view, null for a view without one. */
    @Nullable Node view(long oid) {
        Node known = views.get(oid);
        if (known == null) {
            String tree = one(VIEW, oid, row -> row.next() ? row.getString(1) : "<>");
            known = query(tree(tree));
            if (known != null) {
                views.put(oid, known);
            }
        }
        return known;
    }

    /** A tree of the server's, without the fields that say nothing of its meaning. */
    static TreeValue tree(String text) {
        return TreeReader.readWithout(UNUSED_FIELDS, text);
    }

    /** The query in the lists that a rule or function body wraps it in. */
    static @Nullable Node query(TreeValue tree) {
        TreeValue inner = tree;
        while (inner instanceof Items items && items.values().size() == 1) {
            inner = items.values().getFirst();
        }
        return inner instanceof Node node && node.is("QUERY") ? node : null;
    }

    private static Relation readRelation(long oid, ResultSet rows) throws SQLException {
        SortedMap<Integer, Relation.Column> columns = new TreeMap<>();
        require(rows.next(), "a relation");
        QualifiedName name = new QualifiedName(rows.getString(1), rows.getString(2));
        char kind = rows.getString(3).charAt(0);
        do {
            if (rows.getString(5) != null) {
                columns.put(
                        rows.getInt(4),
                        new Relation.Column(rows.getString(5), rows.getLong(6), rows.getLong(7)));
            }
        } while (rows.next());
        return new Relation(oid, name, kind, columns);
    }

    private static List<Membership> readFamilies(ResultSet rows) throws SQLException {
        List<Membership> families = new ArrayList<>();
        while (rows.next()) {
            String method = rows.getString(1);
            String family = method + "/" + rows.getString(2) + "." + rows.getString(3);
            families.add(new Membership(method, family, rows.getInt(4)));
        }
        return families;
    }

    private static OperatorFacts readOperator(ResultSet row, List<Membership> families)
            throws SQLException {
        require(row.next(), "an operator");
        return new OperatorFacts(
                row.getString(1), row.getString(2), row.getLong(3), row.getLong(4), families);
    }

    private static FunctionFacts readFunction(ResultSet row) throws SQLException {
        require(row.next(), "a function");
        return new FunctionFacts(row.getString(1), row.getBoolean(2), row.getLong(3));
    }

    private static List<PolicyFacts> readPolicies(ResultSet rows) throws SQLException {
        List<PolicyFacts> policies = new ArrayList<>();
        while (rows.next()) {
            policies.add(
                    new PolicyFacts(
                            rows.getString(1).charAt(0),
                            rows.getBoolean(2),
                            strings(rows.getArray(3)),
                            rows.getBoolean(4),
                            tree(rows.getString(5))));
        }
        return policies;
    }

    private static DataType readType(long oid, ResultSet row) throws SQLException {
        require(row.next(), "a type");
        return new DataType(
                oid,
                row.getString(1),
                row.getString(2).charAt(0),
                row.getString(3).charAt(0),
                row.getLong(4),
                row.getLong(5),
                strings(row.getArray(6)));
    }

    private static List<String> strings(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }

    private static void require(boolean found, String what) {
        if (!found) {
            throw new TreeFormatException("the tree names " + what + " that does not exist");
        }
    }

    private <T> T one(String sql, long oid, Reader<T> reader) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, oid);
            try (ResultSet rows = statement.executeQuery()) {
                return reader.read(rows);
            }
        } catch (SQLException failure) {
            throw new ServerFailure(failure);
        }
    }

    /** Reads what a query found. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }
}
