package org.pgwright.findings;

import org.pgwright.catalog.Identifier;
import org.pgwright.planner.ExecutedPlan.Relation;
import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.Token;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the columns in the conditions of a scan as EXPLAIN prints them: with the table's alias
 * where the statement has several tables, and without where it has one.
 */
final class ConditionColumns {
    /** What {@code ruleutils.c} writes between operands. */
    private static final Set<String> WORDS =
            Set.of(
                    ("all and any array as asc at between both by case cast collate cross current"
                                    + " current_catalog current_date current_role current_schema"
                                    + " current_time current_timestamp current_user default desc"
                                    + " distinct else end escape exists extract false filter first"
                                    + " from hashed ilike in initplan interval is isnull last"
                                    + " leading like localtime localtimestamp not notnull null"
                                    + " nulls of on operator or order over overlaps row similar"
                                    + " session_user some subplan symmetric then time to trailing"
                                    + " true unknown user using variadic when within zone")
                            .split(" "));

    /** What may follow the first word of a type's name. */
    private static final Set<String> REST_OF_TYPE =
            Set.of("varying", "precision", "with", "without", "time", "zone");

    private final List<Token> tokens;
    private final Relation relation;
    private final Set<String> columns = new LinkedHashSet<>();

    private ConditionColumns(String condition, Relation relation) {
        this.tokens = SqlLexer.significantTokens(condition);
        this.relation = relation;
    }

    /** The columns that conditions of a node compare, each once, in their order. */
    static List<String> of(PlanStep step, String... details) {
        Relation relation = step.plan().relation();
        Set<String> columns = new LinkedHashSet<>();
        if (relation != null) {
            for (String name : details) {
                columns.addAll(new ConditionColumns(step.detail(name), relation).find());
            }
        }
        return List.copyOf(columns);
    }

    /** For people: {@code (a, b)}. */
    static String shown(List<String> columns) {
        List<String> shown = new ArrayList<>();
        columns.forEach(column -> shown.add(Identifier.shown(column)));
        return "(" + String.join(", ", shown) + ")";
    }

    private Set<String> find() {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).is("::")) {
                i = endOfType(i + 1) - 1;
            } else if (isName(i)) {
                i = name(i) - 1;
            }
        }
        return columns;
    }

    /** Reads a name with its qualifications; gives the place after it. */
    private int name(int first) {
        int last = first;
        while (is(last + 1, ".") && isAnyWord(last + 2)) {
            last += 2;
        }
        boolean isColumn = !is(last + 1, "(") && !is(last + 1, ".");
        if (isColumn && (last == first || isOfRelation(last - 2))) {
            String column = unquoted(tokens.get(last));
            if (last > first || !isKeyword(last)) {
                columns.add(column);
            }
        }
        return last + 1;
    }

    private boolean isOfRelation(int place) {
        String name = unquoted(tokens.get(place));
        return name.equals(relation.alias() == null ? relation.name() : relation.alias());
    }

    private int endOfType(int first) {
        int next = first + 1;
        while (is(next, ".")) {
            next += 2;
        }
        while (next < tokens.size()) {
            if (isRestOfType(next) || is(next, "[") || is(next, "]")) {
                next++;
            } else if (is(next, "(")) {
                next = closing(next) + 1;
            } else {
                return next;
            }
        }
        return next;
    }

    private boolean isRestOfType(int place) {
        return REST_OF_TYPE.stream().anyMatch(tokens.get(place)::isWord);
    }

    private int closing(int opening) {
        int place = opening;
        while (place < tokens.size() && !is(place, ")")) {
            place++;
        }
        return place;
    }

    private boolean is(int place, String symbol) {
        return place < tokens.size() && tokens.get(place).is(symbol);
    }

    private boolean isName(int place) {
        boolean follows = place > 0 && tokens.get(place - 1).is(".");
        return isAnyWord(place) && !follows && !isField(place) && !isKeyword(place);
    }

    /** {@code EXTRACT(year FROM ...)}. */
    private boolean isField(int place) {
        return place + 1 < tokens.size()
                && tokens.get(place + 1).isWord("from")
                && is(place - 1, "(");
    }

    private boolean isAnyWord(int place) {
        return place < tokens.size()
                && switch (tokens.get(place).kind()) {
                    case WORD, QUOTED_IDENTIFIER -> true;
                    case WHITESPACE,
                            COMMENT,
                            STRING,
                            BIT_STRING,
                            NUMBER,
                            PARAMETER,
                            OPERATOR,
                            PUNCTUATION,
                            OTHER,
                            UNTERMINATED_STRING,
                            UNTERMINATED_IDENTIFIER,
                            UNTERMINATED_COMMENT ->
                            false;
                };
    }

    private boolean isKeyword(int place) {
        Token token = tokens.get(place);
        return WORDS.stream().anyMatch(token::isWord);
    }

    private static String unquoted(Token token) {
        String text = token.text();
        return token.kind() == Token.Kind.QUOTED_IDENTIFIER && text.length() > 1
                ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
                : text;
    }
}
