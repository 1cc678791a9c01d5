package org.pgwright.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.embedded.EmbeddedOptions;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The driver would look for a password in files of its own accord. */
final class PasswordlessTest {
    private static final String FILE_OF_DRIVER = "org.postgresql.pgpassfile";

    @TempDir private Path folder;

    @AfterEach
    void nameNoFileAnyMore() {
        System.clearProperty(FILE_OF_DRIVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scram-sha-256", "md5"})
    void asksForThePasswordThatNobodyGave(String method) throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(asking(method))) {
            String right = server.superuserPassword();
            Path file = Files.writeString(folder.resolve("pgpass"), "*:*:*:*:" + right + "\n");
            System.setProperty(FILE_OF_DRIVER, file.toString());

            TargetReader.open(settings(server, right)).close();
            for (String none : new String[] {null, ""}) {
                assertThatThrownBy(() -> TargetReader.open(settings(server, none)))
                        .isInstanceOfSatisfying(
                                PgwrightException.class,
                                e ->
                                        assertThat(e.code())
                                                .isEqualTo(ErrorCode.AUTHENTICATION_FAILED))
                        .hasMessageContaining(
                                "asks user postgres for a password and none was given");
            }
            assertThatThrownBy(() -> TargetReader.open(settings(server, "wrong")))
                    .hasMessageContaining("refused the password of user postgres");
        }
    }

    private static ConnectionSettings settings(EmbeddedPostgres server, @Nullable String password) {
        return ConnectionSettings.to(
                server.host(), server.port(), "postgres", "postgres", password);
    }

    private static EmbeddedOptions asking(String method) {
        return EmbeddedOptions.temporary(
                        TestServers.installations().ofMajor(TestServers.NEWEST),
                        TestServers.cache())
                .initializedWith(List.of("--encoding=UTF8", "--no-locale", "--auth=" + method));
    }
}
