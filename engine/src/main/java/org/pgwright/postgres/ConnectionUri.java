package org.pgwright.postgres;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a connection URI as libpq does (PostgreSQL manual, section 34.1.1.2). Its errors never
 * repeat the URI, which may hold a password.
 */
final class ConnectionUri {
    private static final String LONG_SCHEME = "postgresql://";
    private static final String SHORT_SCHEME = "postgres://";

    private final String rest;
    private final Map<String, String> parameters = new LinkedHashMap<>();

    private ConnectionUri(String rest) {
        this.rest = rest;
    }

    static boolean isOne(String text) {
        return text.startsWith(LONG_SCHEME) || text.startsWith(SHORT_SCHEME);
    }

    /** The libpq keywords that the URI sets, such as {@code host} and {@code dbname}. */
    static Map<String, String> parse(String uri) {
        String scheme = uri.startsWith(LONG_SCHEME) ? LONG_SCHEME : SHORT_SCHEME;
        ConnectionUri reading = new ConnectionUri(uri.substring(scheme.length()));
        reading.read();
        return reading.parameters;
    }

    private void read() {
        int at = rest.indexOf('@');
        int slash = rest.indexOf('/');
        int start = 0;
        if (at >= 0 && (slash < 0 || at < slash)) {
            readUser(rest.substring(0, at));
            start = at + 1;
        }
        int question = rest.indexOf('?', start);
        String location = rest.substring(start, question < 0 ? rest.length() : question);
        readLocation(location);
        if (question >= 0) {
            readQuery(rest.substring(question + 1));
        }
    }

    private void readUser(String user) {
        int colon = user.indexOf(':');
        put("user", user.substring(0, colon < 0 ? user.length() : colon));
        if (colon >= 0) {
            put("password", user.substring(colon + 1));
        }
    }

    private void readLocation(String location) {
        if (location.indexOf('@') >= 0) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the connection URI has more than one @",
                    "write an @ in a user or password as %40");
        }
        int slash = location.indexOf('/');
        readHosts(location.substring(0, slash < 0 ? location.length() : slash));
        if (slash >= 0) {
            put("dbname", location.substring(slash + 1));
        }
    }

    private void readHosts(String hosts) {
        if (hosts.isEmpty()) {
            return;
        }
        StringBuilder names = new StringBuilder();
        StringBuilder ports = new StringBuilder();
        String comma = "";
        for (String host : hosts.split(",", -1)) {
            int colon = portColon(host);
            String name = host.substring(0, colon < 0 ? host.length() : colon);
            names.append(comma).append(withoutBrackets(name));
            ports.append(comma).append(colon < 0 ? "" : host.substring(colon + 1));
            comma = ",";
        }
        put("host", names.toString());
        put("port", ports.toString());
    }

    private static int portColon(String host) {
        if (!host.startsWith("[")) {
            return host.indexOf(':');
        }
        int end = host.indexOf(']');
        if (end < 0 || (end + 1 < host.length() && host.charAt(end + 1) != ':')) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "an IPv6 address in the connection URI is not closed",
                    "write it as [2001:db8::1]");
        }
        return end + 1 < host.length() ? end + 1 : -1;
    }

    private static String withoutBrackets(String name) {
        return name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    }

    private void readQuery(String query) {
        if (query.isEmpty()) {
            return;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals <= 0 || pair.indexOf('=', equals + 1) >= 0) {
                throw new PgwrightException(
                        ErrorCode.USAGE,
                        "a parameter in the connection URI is not of the form name=value",
                        "write & as %26 and = as %3D within a value");
            }
            readParameter(decoded(pair.substring(0, equals)), pair.substring(equals + 1));
        }
    }

    /** JDBC users write {@code ssl=true}; libpq takes it too. */
    private void readParameter(String name, String value) {
        if (name.equals("ssl") && value.equals("true")) {
            put("sslmode", "require");
        } else {
            put(name, value);
        }
    }

    private void put(String name, String encoded) {
        String value = decoded(encoded);
        if (!value.isEmpty()) {
            parameters.put(name, value);
        }
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] == '%') {
                bytes.write(escaped(encoded, i));
                i += 2;
            } else {
                bytes.write(encoded[i]);
            }
        }
        return utf8(bytes.toByteArray());
    }

    private static int escaped(byte[] encoded, int percent) {
        int high = percent + 2 < encoded.length ? Character.digit(encoded[percent + 1], 16) : -1;
        int low = percent + 2 < encoded.length ? Character.digit(encoded[percent + 2], 16) : -1;
        if (high < 0 || low < 0 || high + low == 0) {
            throw badEscape();
        }
        return high * 16 + low;
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw badEscape();
        }
    }

    private static PgwrightException badEscape() {
        return new PgwrightException(
                ErrorCode.USAGE,
                "the connection URI has a % that begins no valid escape",
                "write a % in a user or password as %25");
    }
}
