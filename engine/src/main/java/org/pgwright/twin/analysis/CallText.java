package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Identifier;
import org.pgwright.twin.analysis.TreeValue.Node;

import java.util.List;

/** Writes casts, and the calls of functions and operators, none of them volatile. */
final class CallText {
    /** {@code CoercionForm}. */
    private static final int EXPLICIT_CAST = 1;

    private static final int IMPLICIT_CAST = 2;
    private static final int SQL_SYNTAX = 3;

    private final ServerCatalog catalog;
    private final ConstantText constants;
    private final ExpressionText text;

    /**
     * @param text writes the arguments
     */
    CallText(ServerCatalog catalog, ConstantText constants, ExpressionText text) {
        this.catalog = catalog;
        this.constants = constants;
        this.text = text;
    }

    String cast(Node node, Scope scope) {
        String value = text.write(node.value("arg"), scope);
        long type = node.number("resulttype");
        long modifier = node.has("resulttypmod") ? node.number("resulttypmod") : -1;
        return value
                + "::"
                + (modifier < 0 ? catalog.types().form(type).sql() : named(type, modifier));
    }

    private String named(long type, long modifier) {
        return catalog.types().name(type, modifier).orElseThrow(NoText::new);
    }

    /** A cast by way of the value's text, which both types have to keep. */
    String castThroughText(Node node, Scope scope) {
        Node argument = node.node("arg");
        long from = argument == null ? 0 : ExpressionType.of(argument);
        if (from == 0
                || (!text.allowsStable()
                        && (!catalog.types().form(from).immutableOutput()
                                || !catalog.types()
                                        .form(node.number("resulttype"))
                                        .immutableInput()))) {
            throw new NoText();
        }
        return cast(node, scope);
    }

    String castElements(Node node, Scope scope) {
        Node element = node.node("elemexpr");
        if (element != null) {
            requireImmutable(element);
        }
        return cast(node, scope);
    }

    private void requireImmutable(Node node) {
        if (node.is("COERCEVIAIO")) {
            throw new NoText();
        }
        for (String field : List.of("funcid", "opfuncid")) {
            if (node.number(field) != 0) {
                allowed(node.number(field));
            }
        }
        node.eachChild(this::requireImmutable);
    }

    private FunctionFacts allowed(long oid) {
        FunctionFacts function = catalog.function(oid);
        if (!function.isImmutable() && !(text.allowsStable() && function.isStable())) {
            throw new NoText();
        }
        if (!function.strict()) {
            text.isLenient();
        }
        if (!ServerCatalog.isBuiltIn(oid)) {
            text.isForeign();
        }
        return function;
    }

    String call(Node node, Scope scope) {
        FunctionFacts function = allowed(node.number("funcid"));
        List<TreeValue> arguments = node.items("args");
        if (node.flag("funcretset")) {
            throw new NoText();
        }
        long form = node.number("funcformat");
        if (form == EXPLICIT_CAST || form == IMPLICIT_CAST) {
            return castByFunction(node, arguments, scope);
        }
        if (form == SQL_SYNTAX && arguments.size() == 2 && function.schema().equals("pg_catalog")) {
            @Nullable String sql = syntax(function.name(), arguments, scope);
            if (sql != null) {
                return sql;
            }
        }
        StringBuilder sql = new StringBuilder(name(function)).append('(');
        for (int i = 0; i < arguments.size(); i++) {
            boolean variadic = node.flag("funcvariadic") && i == arguments.size() - 1;
            sql.append(i == 0 ? "" : ", ").append(variadic ? "VARIADIC " : "");
            sql.append(text.write(arguments.get(i), scope));
        }
        return sql.append(')').toString();
    }

    private static String name(FunctionFacts function) {
        String name = Identifier.shown(function.name());
        return function.schema().equals("pg_catalog")
                ? name
                : Identifier.shown(function.schema()) + "." + name;
    }

    /** One argument, and perhaps the type's modifier, which then is a constant. */
    private String castByFunction(Node node, List<TreeValue> arguments, Scope scope) {
        long type = node.number("funcresulttype");
        String value = text.write(arguments.getFirst(), scope);
        if (arguments.size() == 1) {
            return value + "::" + catalog.types().form(type).sql();
        }
        if (arguments.get(1) instanceof Node modifier && modifier.is("CONST")) {
            @Nullable String plain = constants.plain(modifier);
            if (plain != null) {
                return value + "::" + named(type, Long.parseLong(plain));
            }
        }
        throw new NoText();
    }

    /** What people do not know by its function's name; null for anything else. */
    private @Nullable String syntax(String function, List<TreeValue> arguments, Scope scope) {
        if (function.equals("timezone")) {
            String zone = text.write(arguments.get(0), scope);
            return "(" + text.write(arguments.get(1), scope) + " AT TIME ZONE " + zone + ")";
        }
        if (function.equals("extract")
                && arguments.getFirst() instanceof Node field
                && field.is("CONST")) {
            @Nullable String name = constants.plain(field);
            return name != null && name.matches("[a-z]+")
                    ? "EXTRACT(" + name + " FROM " + text.write(arguments.get(1), scope) + ")"
                    : null;
        }
        return null;
    }

    /**
     * @param quantifier ANY or ALL before a list on the right, else empty
     */
    String operator(Node node, String quantifier, Scope scope) {
        List<TreeValue> sides = node.items("args");
        OperatorFacts operator = operator(node);
        String symbol =
                operator.schema().equals("pg_catalog")
                        ? operator.symbol()
                        : "OPERATOR("
                                + Identifier.shown(operator.schema())
                                + "."
                                + operator.symbol()
                                + ")";
        String left = sides.size() == 1 ? "" : text.write(sides.getFirst(), scope) + " ";
        String right = text.write(sides.getLast(), scope);
        String quantified = quantifier.isEmpty() ? right : quantifier + " (" + right + ")";
        return "(" + left + symbol + " " + quantified + ")";
    }

    /** The operator of a node, if its function is allowed. */
    OperatorFacts operator(Node node) {
        OperatorFacts operator = catalog.operator(node.number("opno"));
        allowed(operator.code());
        return operator;
    }
}
