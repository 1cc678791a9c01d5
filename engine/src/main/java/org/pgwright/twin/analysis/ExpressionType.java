package org.pgwright.twin.analysis;

import org.pgwright.twin.analysis.TreeValue.Node;

/** The type and collation of an expression, as the server's own analysis left them in its tree. */
final class ExpressionType {
    /** {@code pg_type}: boolean. */
    private static final long BOOLEAN = 16;

    private ExpressionType() {}

    /** Oid, 0 for a node that this does not know. */
    static long of(Node node) {
        return switch (node.tag()) {
            case "VAR" -> node.number("vartype");
            case "CONST" -> node.number("consttype");
            case "FUNCEXPR" -> node.number("funcresulttype");
            case "OPEXPR", "NULLIFEXPR" -> node.number("opresulttype");
            case "DISTINCTEXPR", "SCALARARRAYOPEXPR", "BOOLEXPR", "NULLTEST", "BOOLEANTEST" ->
                    BOOLEAN;
            case "RELABELTYPE", "COERCEVIAIO", "ARRAYCOERCEEXPR", "COERCETODOMAIN" ->
                    node.number("resulttype");
            case "COALESCEEXPR" -> node.number("coalescetype");
            case "MINMAXEXPR" -> node.number("minmaxtype");
            case "CASEEXPR" -> node.number("casetype");
            case "ARRAYEXPR" -> node.number("array_typeid");
            case "SUBSCRIPTINGREF" -> node.number("refrestype");
            default -> 0;
        };
    }

    /** Oid of the collation of an expression that is no column, 0 for none. */
    static long collation(Node node) {
        return switch (node.tag()) {
            case "FUNCEXPR" -> node.number("funccollid");
            case "OPEXPR", "NULLIFEXPR" -> node.number("opcollid");
            case "RELABELTYPE", "COERCEVIAIO", "ARRAYCOERCEEXPR", "COERCETODOMAIN" ->
                    node.number("resultcollid");
            case "COALESCEEXPR" -> node.number("coalescecollid");
            case "MINMAXEXPR" -> node.number("minmaxcollid");
            case "CASEEXPR" -> node.number("casecollid");
            case "ARRAYEXPR" -> node.number("array_collid");
            case "SUBSCRIPTINGREF" -> node.number("refcollid");
            default -> 0;
        };
    }
}
