package org.pgwright.twin.analysis;

import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.Token;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why the server did not take a statement.
 *
 * @param state SQLSTATE
 * @param token the number of the token that it points at, -1 where it points at none
 */
record Refusal(String state, String message, int token) {
    static final String SYNTAX_ERROR = "42601";
    static final String GROUPING_ERROR = "42803";
    static final String INVALID_COLUMN_REFERENCE = "42P10";
    static final String UNDETERMINED_TYPE = "42P18";
    static final String AMBIGUOUS_PARAMETER = "42P08";

    private static final Pattern PARAMETER = Pattern.compile("parameter \\$(\\d{1,5})\\b");

    /**
     * @param sent the text that was sent, at the end of the server's own
     */
    static Refusal of(SQLException failure, String sent) {
        String state = String.valueOf(failure.getSQLState());
        ServerErrorMessage answer =
                failure instanceof PSQLException exception
                        ? exception.getServerErrorMessage()
                        : null;
        if (answer != null) {
            return new Refusal(state, String.valueOf(answer.getMessage()), token(answer, sent));
        }
        return new Refusal(state, String.valueOf(failure.getMessage()), -1);
    }

    private static int token(ServerErrorMessage answer, String sent) {
        String query = answer.getInternalQuery();
        int position = answer.getInternalPosition();
        if (query == null || position < 1 || !query.endsWith(sent)) {
            return -1;
        }
        int start = query.length() - sent.length();
        if (position > query.codePointCount(0, query.length())) {
            return -1;
        }
        int offset = query.offsetByCodePoints(0, position - 1) - start;
        List<Token> tokens = SqlLexer.significantTokens(sent);
        for (int i = 0; i < tokens.size(); i++) {
            if (offset >= tokens.get(i).start() && offset < tokens.get(i).end()) {
                return i;
            }
        }
        return -1;
    }

    /** The number of the parameter that it names, as sent; 0 where it names none. */
    int parameter() {
        Matcher matcher = PARAMETER.matcher(message);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** The reason in words, without what could be user data. */
    String reason() {
        if (state.startsWith("22")) {
            int end = message.indexOf('"');
            String plain = end < 0 ? message : message.substring(0, end);
            return plain.strip().replaceAll(":$", "");
        }
        if (state.equals("57014")) {
            return "its analysis took longer than it may";
        }
        return state.equals(SYNTAX_ERROR) ? syntaxError() : message;
    }

    /** A name or keyword may be told, a literal not. */
    private String syntaxError() {
        return message.matches("syntax error at or near \"\\w{1,63}\"")
                        && !message.matches(".*\"\\d\\w*\"")
                ? message
                : "syntax error";
    }
}
