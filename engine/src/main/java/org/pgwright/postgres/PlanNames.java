package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.ExecutedPlan.Relation;

/** Names as EXPLAIN's TEXT prints them: in double quotes where SQL needs them. */
final class PlanNames {
    private final String text;
    private int position;

    PlanNames(String text) {
        this.text = text;
    }

    /** {@code schema.name alias}, of which only the name has to be there. */
    Relation relation() {
        String first = next();
        String schema = null;
        String name = first;
        if (at('.')) {
            position++;
            schema = first;
            name = next();
        }
        return new Relation(schema, name, alias());
    }

    private @Nullable String alias() {
        if (!at(' ')) {
            return null;
        }
        position++;
        String alias = next();
        return alias.isEmpty() ? null : alias;
    }

    /** The next name, without its quotes. */
    String next() {
        StringBuilder name = new StringBuilder();
        boolean quoted = at('"');
        if (quoted) {
            position++;
        }
        while (position < text.length() && !ends(quoted)) {
            name.append(text.charAt(position++));
        }
        if (quoted) {
            position++;
        }
        return name.toString();
    }

    private boolean ends(boolean quoted) {
        if (!quoted) {
            return at('.') || at(' ');
        }
        if (!at('"')) {
            return false;
        }
        boolean doubled = position + 1 < text.length() && text.charAt(position + 1) == '"';
        if (doubled) {
            position++;
        }
        return !doubled;
    }

    private boolean at(char c) {
        return position < text.length() && text.charAt(position) == c;
    }
}
