package org.pgwright.workload;

/**
 * Watches a statement's tokens for its end, by psql's rules (src/fe_utils/psqlscan.l): a semicolon
 * outside of parentheses and, in CREATE FUNCTION and CREATE PROCEDURE, of BEGIN ... END.
 */
final class StatementEnd {
    private int words;
    private boolean create;
    private boolean routine;
    private boolean copy;
    private boolean copiesFromClient;
    private boolean afterFrom;
    private int parentheses;
    private int bodies;

    /** Whether the token is the semicolon that ends the statement. */
    boolean isReachedBy(Token token) {
        if (token.is("(")) {
            parentheses++;
        } else if (token.is(")")) {
            parentheses = Math.max(0, parentheses - 1);
        } else if (token.kind() == Token.Kind.WORD) {
            word(token);
        }
        return token.is(";") && parentheses == 0 && bodies == 0;
    }

    /** Whether lines of data, up to one of backslash and point, follow the statement. */
    boolean dataFollows() {
        return copiesFromClient;
    }

    /** Gets ready for the next statement. */
    void reset() {
        words = 0;
        create = false;
        routine = false;
        copy = false;
        copiesFromClient = false;
        afterFrom = false;
        parentheses = 0;
        bodies = 0;
    }

    private void word(Token word) {
        words++;
        if (words == 1) {
            create = word.isWord("create");
            copy = word.isWord("copy");
        } else if (words <= 4) {
            routine |= create && (word.isWord("function") || word.isWord("procedure"));
        }
        copiesFromClient |= copy && afterFrom && word.isWord("stdin");
        afterFrom = word.isWord("from");
        if (routine && parentheses == 0) {
            body(word);
        }
    }

    private void body(Token word) {
        if (word.isWord("begin") || (word.isWord("case") && bodies > 0)) {
            bodies++;
        } else if (word.isWord("end") && bodies > 0) {
            bodies--;
        }
    }
}
