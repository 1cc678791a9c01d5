package org.pgwright.workload;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * An SQL file cut into statements where psql would cut it: at semicolons outside of parentheses and
 * of the bodies of SQL-standard functions, and at psql's own meta-commands. The data after {@code
 * COPY ... FROM STDIN} is left out. Never throws on any text, runs nothing, expands no variables.
 */
public final class SqlScript {
    /** A piece of the file: a statement, or what only psql understands. */
    public sealed interface Part {
        /** As written, without the semicolon, comments and white space around it. */
        String text();

        /** The line that it begins in, from 1. */
        int line();
    }

    /**
     * A statement.
     *
     * @param comments the line comments between the statement before it and it
     * @param unterminated whether the file ends in the middle of a string, name or comment
     */
    public record Statement(String text, int line, List<Comment> comments, boolean unterminated)
            implements Part {
        public Statement {
            comments = List.copyOf(comments);
        }
    }

    /**
     * A comment.
     *
     * @param text without the dashes
     * @param line that it is in, from 1
     */
    public record Comment(String text, int line) {}

    /** A line of psql's own, as {@code \set}. */
    public record MetaCommand(String text, int line) implements Part {}

    private final String script;
    private final SqlLexer lexer;
    private final List<Part> parts = new ArrayList<>();
    private final StatementEnd end = new StatementEnd();
    private final LineCounter lines;
    private final List<Comment> comments = new ArrayList<>();
    private @Nullable Token first;
    private int lastEnd;

    private SqlScript(String script) {
        this.script = script;
        this.lexer = new SqlLexer(script);
        this.lines = new LineCounter(script);
    }

    /** All statements and meta-commands in their order. */
    public static List<Part> parts(String script) {
        SqlScript reading = new SqlScript(script);
        reading.read();
        return List.copyOf(reading.parts);
    }

    private void read() {
        while (lexer.hasNext()) {
            Token token = lexer.next();
            if (token.kind() == Token.Kind.COMMENT) {
                noteComment(token);
            } else if (token.kind() == Token.Kind.OTHER && token.text().equals("\\")) {
                metaCommand(token);
            } else if (token.isSignificant()) {
                take(token);
            } else if (token.kind() == Token.Kind.UNTERMINATED_COMMENT) {
                finish(true);
            }
        }
        finish(false);
    }

    private void noteComment(Token token) {
        if (first == null && token.text().startsWith("--")) {
            int line = lines.lineOf(token.start());
            comments.add(new Comment(token.text().substring(2).strip(), line));
        }
    }

    private void take(Token token) {
        if (end.isReachedBy(token)) {
            finish(false);
            return;
        }
        first = first == null ? token : first;
        lastEnd = token.end();
        if (token.isUnterminated()) {
            finish(true);
        }
    }

    private void metaCommand(Token backslash) {
        finish(false);
        int lineEnd = StringScanner.lineEnd(script, backslash.start());
        String text = script.substring(backslash.start(), lineEnd).strip();
        parts.add(new MetaCommand(text, lines.lineOf(backslash.start())));
        lexer.skipTo(lineEnd);
    }

    private void finish(boolean unterminated) {
        Token begin = first;
        if (begin != null) {
            String text = script.substring(begin.start(), lastEnd);
            int line = lines.lineOf(begin.start());
            parts.add(new Statement(text, line, comments, unterminated));
            if (end.dataFollows()) {
                lexer.skipTo(dataEnd(lastEnd));
            }
            comments.clear();
        }
        first = null;
        end.reset();
    }

    private int dataEnd(int from) {
        int line = StringScanner.lineEnd(script, from);
        while (line < script.length()) {
            int next = script.indexOf('\n', line);
            if (next < 0) {
                return script.length();
            }
            line = StringScanner.lineEnd(script, next + 1);
            if (script.substring(next + 1, line).equals("\\.")) {
                return line;
            }
        }
        return script.length();
    }
}
