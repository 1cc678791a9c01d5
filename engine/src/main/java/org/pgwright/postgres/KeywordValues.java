package org.pgwright.postgres;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads {@code host=db dbname='my shop'} as libpq does (PostgreSQL manual, section 34.1.1.1). Its
 * errors never repeat the text, which may hold a password.
 */
final class KeywordValues {
    private final String text;
    private int position;

    private KeywordValues(String text) {
        this.text = text;
    }

    static boolean areSuch(String text) {
        return text.indexOf('=') >= 0;
    }

    /** The libpq keywords that the text sets. */
    static Map<String, String> parse(String text) {
        KeywordValues reading = new KeywordValues(text);
        Map<String, String> parameters = new LinkedHashMap<>();
        reading.skipSpace();
        while (!reading.atEnd()) {
            String keyword = reading.keyword();
            String value = reading.value();
            if (!value.isEmpty()) {
                parameters.put(keyword, value);
            }
            reading.skipSpace();
        }
        return parameters;
    }

    private String keyword() {
        int start = position;
        while (!atEnd() && here() != '=' && !Character.isWhitespace(here())) {
            position++;
        }
        String keyword = text.substring(start, position);
        skipSpace();
        if (atEnd() || here() != '=' || keyword.isEmpty()) {
            throw unreadable("a keyword is not followed by =");
        }
        position++;
        skipSpace();
        return keyword;
    }

    private String value() {
        boolean quoted = !atEnd() && here() == '\'';
        if (quoted) {
            position++;
        }
        StringBuilder value = new StringBuilder();
        while (!atEnd() && (quoted ? here() != '\'' : !Character.isWhitespace(here()))) {
            if (here() == '\\' && position + 1 < text.length()) {
                position++;
            }
            value.append(here());
            position++;
        }
        if (quoted) {
            if (atEnd()) {
                throw unreadable("a quote is not closed");
            }
            position++;
        }
        return value.toString();
    }

    private void skipSpace() {
        while (!atEnd() && Character.isWhitespace(here())) {
            position++;
        }
    }

    private boolean atEnd() {
        return position >= text.length();
    }

    private char here() {
        return text.charAt(position);
    }

    private static PgwrightException unreadable(String why) {
        return new PgwrightException(
                ErrorCode.USAGE,
                "the connection string cannot be read: " + why,
                "write it as host=db.example.org dbname=shop, a value with spaces in single quotes");
    }
}
