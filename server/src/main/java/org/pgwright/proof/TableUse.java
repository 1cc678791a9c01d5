package org.pgwright.proof;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.Token;

import java.util.List;

/**
 * Tells what a statement does with a table from its text alone, token by token. Takes a name
 * without schema for the table, so that a table of the same name in another schema may be meant;
 * knows nothing of views and functions.
 */
public final class TableUse {
    private final QualifiedName table;

    public TableUse(QualifiedName table) {
        this.table = table;
    }

    /** What a statement does. */
    public Bearing of(String sql) {
        List<Token> tokens = SqlLexer.significantTokens(sql);
        Bearing bearing = Bearing.NONE;
        for (int i = 0; i < tokens.size(); i++) {
            if (isTable(tokens, i)) {
                if (isWritten(tokens, first(tokens, i))) {
                    return Bearing.WRITES;
                }
                bearing = Bearing.READS;
            }
        }
        return bearing;
    }

    private boolean isTable(List<Token> tokens, int index) {
        if (!table.name().equals(tokens.get(index).asName())) {
            return false;
        }
        boolean isQualifier = index + 1 < tokens.size() && tokens.get(index + 1).is(".");
        if (isQualifier) {
            return false;
        }
        int first = first(tokens, index);
        return first == index || table.schema().equals(tokens.get(first).asName());
    }

    /** Where the name begins, with its schema. */
    private static int first(List<Token> tokens, int index) {
        return index >= 2 && tokens.get(index - 1).is(".") ? index - 2 : index;
    }

    /** Whether a name is where rows are written. */
    private static boolean isWritten(List<Token> tokens, int name) {
        int before = isWord(tokens, name - 1, "only") ? name - 2 : name - 1;
        if (isWord(tokens, before, "update")) {
            return true;
        }
        if (isWord(tokens, before, "from")) {
            return isWord(tokens, before - 1, "delete");
        }
        if (isWord(tokens, before, "into")) {
            return isWord(tokens, before - 1, "insert") || isWord(tokens, before - 1, "merge");
        }
        return isWord(tokens, before, "copy")
                && tokens.stream().skip(name).anyMatch(token -> token.isWord("from"));
    }

    private static boolean isWord(List<Token> tokens, int index, String word) {
        return index >= 0 && tokens.get(index).isWord(word);
    }
}
