package org.pgwright.log.entry;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Reads jsonlog (manual, section 20.8.5), which 15 and later write. */
final class JsonParser implements EntryParser {
    /** Names that were chosen to have the same hash are only slow. */
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                    .build();

    private static final int MOST_KEYS = 64;

    private final LogTime times = new LogTime();

    @Override
    public Piece parse(byte[] bytes, int from, int to) {
        Map<String, String> values = values(bytes, from, to);
        if (values == null && isNotUtf8(bytes, from, to)) {
            byte[] mended = Text.of(bytes, from, to).getBytes(StandardCharsets.UTF_8);
            values = values(mended, 0, mended.length);
        }
        Instant time = values == null ? null : times.read(values.getOrDefault("timestamp", ""));
        if (values == null || time == null) {
            return Piece.MALFORMED;
        }
        Severity severity = Severity.of(values.getOrDefault("error_severity", ""));
        if (severity == null) {
            return values.containsKey("state_code") ? Piece.OTHER_LANGUAGE : Piece.MALFORMED;
        }
        return new Piece.Whole(entry(values, time, severity));
    }

    /** A database in SQL_ASCII or LATIN1 has the server write its texts as they are. */
    private static boolean isNotUtf8(byte[] bytes, int from, int to) {
        int length = Math.min(to - from, Text.LONGEST);
        return new String(bytes, from, length, StandardCharsets.UTF_8).indexOf('\uFFFD') >= 0;
    }

    private static LogEntry entry(Map<String, String> values, Instant time, Severity severity) {
        Session session =
                new Session(
                        values.getOrDefault("session_id", ""),
                        (int) number(values, "pid"),
                        values.getOrDefault("user", ""),
                        values.getOrDefault("dbname", ""),
                        values.getOrDefault("application_name", ""),
                        values.getOrDefault("remote_host", ""),
                        values.getOrDefault("backend_type", ""));
        return new LogEntry(
                new LogEntry.Source(
                        time, session, number(values, "line_num"), number(values, "query_id")),
                severity,
                values.getOrDefault("ps", ""),
                values.getOrDefault("state_code", ""),
                new LogEntry.Texts(
                        values.getOrDefault("message", ""),
                        values.getOrDefault("detail", ""),
                        values.getOrDefault("hint", ""),
                        values.getOrDefault("context", ""),
                        values.getOrDefault("statement", "")));
    }

    private static long number(Map<String, String> values, String key) {
        try {
            return Long.parseLong(values.getOrDefault(key, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Null unless it is one flat object. */
    private static @Nullable Map<String, String> values(byte[] bytes, int from, int to) {
        Map<String, String> values = new HashMap<>();
        try (tools.jackson.core.JsonParser json =
                FACTORY.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME && values.size() < MOST_KEYS) {
                String key = json.currentName();
                if (json.nextToken().isStructStart()) {
                    return null;
                }
                values.put(key, Text.cut(json.getString()));
            }
            return json.currentToken() == JsonToken.END_OBJECT ? values : null;
        } catch (JacksonException e) {
            return null;
        }
    }
}
