package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.twin.analysis.OperatorFacts.Membership;
import org.pgwright.twin.analysis.TreeValue.Items;
import org.pgwright.twin.analysis.TreeValue.Node;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
            SELECT o.oprname, p.proname, o.oprcom, o.oprnegate, n.nspname, p.oid
            FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_proc p ON p.oid = o.oprcode
            JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
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
            SELECT n.nspname, p.proname, p.provolatile, p.proisstrict, coalesce(a.aggsortop, 0)
            FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            LEFT JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = p.oid
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

    /** {@code FirstNormalObjectId}: what has a lower oid came with the server. */
    private static final long FIRST_OF_USER = 16_384;

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

    private final boolean unicode;
    private final TypeCatalog types;
    private final OidLookup<Relation> relations;
    private final OidLookup<OperatorFacts> operators;
    private final OidLookup<List<Membership>> families;
    private final OidLookup<FunctionFacts> functions;
    private final OidLookup<Optional<Node>> views;
    private final OidLookup<List<PolicyFacts>> policies;

    /**
     * @param encoding of the server's texts, as {@code pg_encoding_to_char} has it
     */
    ServerCatalog(Connection connection, String encoding) {
        unicode = encoding.equals("UTF8");
        types = new TypeCatalog(connection);
        relations = new OidLookup<>(connection, RELATION, ServerCatalog::readRelation);
        operators = new OidLookup<>(connection, OPERATOR, this::readOperator);
        families = new OidLookup<>(connection, FAMILIES, ServerCatalog::readFamilies);
        functions = new OidLookup<>(connection, FUNCTION, ServerCatalog::readFunction);
        views = new OidLookup<>(connection, VIEW, ServerCatalog::readView);
        policies = new OidLookup<>(connection, POLICIES, ServerCatalog::readPolicies);
    }

    /** Whether an object is PostgreSQL's own, and no extension's or user's. */
    static boolean isBuiltIn(long oid) {
        return oid < FIRST_OF_USER;
    }

    /** Whether the server keeps its texts in UTF-8. */
    boolean isUnicode() {
        return unicode;
    }

    /** The policies that say which rows of a table are seen. */
    List<PolicyFacts> policies(long relation) {
        return policies.of(relation);
    }

    Relation relation(long oid) {
        return relations.of(oid);
    }

    OperatorFacts operator(long oid) {
        return operators.of(oid);
    }

    FunctionFacts function(long oid) {
        return functions.of(oid);
    }

    DataType type(long oid) {
        return types.type(oid);
    }

    TypeCatalog types() {
        return types;
    }

    /** The query of a view, null for a view without one. */
    @Nullable Node view(long oid) {
        return views.of(oid).orElse(null);
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

    private static Optional<Node> readView(long oid, ResultSet row) throws SQLException {
        return row.next() ? Optional.ofNullable(query(tree(row.getString(1)))) : Optional.empty();
    }

    private static List<Membership> readFamilies(long oid, ResultSet rows) throws SQLException {
        List<Membership> families = new ArrayList<>();
        while (rows.next()) {
            String method = rows.getString(1);
            String family = method + "/" + rows.getString(2) + "." + rows.getString(3);
            families.add(new Membership(method, family, rows.getInt(4)));
        }
        return families;
    }

    private OperatorFacts readOperator(long oid, ResultSet row) throws SQLException {
        require(row.next(), "an operator");
        return new OperatorFacts(
                row.getString(5),
                row.getString(1),
                row.getLong(6),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                families.of(oid));
    }

    private static FunctionFacts readFunction(long oid, ResultSet row) throws SQLException {
        require(row.next(), "a function");
        return new FunctionFacts(
                row.getString(1),
                row.getString(2),
                row.getString(3).charAt(0),
                row.getBoolean(4),
                row.getLong(5));
    }

    private static List<PolicyFacts> readPolicies(long oid, ResultSet rows) throws SQLException {
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

    static List<String> strings(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }

    static void require(boolean found, String what) {
        if (!found) {
            throw new TreeFormatException("the tree names " + what + " that does not exist");
        }
    }
}
