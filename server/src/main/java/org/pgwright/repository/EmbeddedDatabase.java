package org.pgwright.repository;

import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.files.PrivateFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The database of an embedded repository and the role that owns it, which is no superuser. Every
 * start sees to both, so that one that was cut short does no harm.
 */
final class EmbeddedDatabase {
    private static final int PASSWORD_BYTES = 24;

    /** What is missing, as statements to be run; a role gets the password that we know, always. */
    private static final String MISSING =
            """
            SELECT format('%s ROLE %I LOGIN PASSWORD %L',
                          CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = ?)
                               THEN 'ALTER' ELSE 'CREATE' END, ?, ?)
            UNION ALL
            SELECT format('CREATE DATABASE %I OWNER %I', ?, ?)
             WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = ?)
            """;

    private EmbeddedDatabase() {}

    /** Makes what is missing. */
    static EmbeddedAddress prepare(EmbeddedPostgres server, Path home)
            throws IOException, SQLException {
        Path passwordFile = home.resolve("repository.password");
        String password = password(passwordFile);
        try (Connection connection = server.connect(EmbeddedPostgres.SUPERUSER);
                Statement statement = connection.createStatement()) {
            for (String missing : missing(connection, password)) {
                statement.execute(missing);
            }
        }
        return new EmbeddedAddress(server.host(), server.port(), passwordFile);
    }

    private static List<String> missing(Connection connection, String password)
            throws SQLException {
        String role = EmbeddedAddress.ROLE;
        List<String> parameters = List.of(role, role, password, role, role, role);
        try (PreparedStatement query = connection.prepareStatement(MISSING)) {
            for (int i = 0; i < parameters.size(); i++) {
                query.setString(i + 1, parameters.get(i));
            }
            try (ResultSet rows = query.executeQuery()) {
                List<String> statements = new ArrayList<>();
                while (rows.next()) {
                    statements.add(rows.getString(1));
                }
                return statements;
            }
        }
    }

    private static String password(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            PrivateFile.replace(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file).strip();
    }
}
