package org.pgwright.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

final class ConnectionSettingsTest {
    @TempDir private Path home;

    @Test
    void takesOperatingSystemUserAndLocalhostWhenNothingIsSaid() {
        ConnectionSettings settings = settings(ConnectionOptions.NONE, Map.of());

        assertThat(settings.host()).isEqualTo("localhost");
        assertThat(settings.port()).isEqualTo(5432);
        assertThat(settings.user()).isEqualTo("alice");
        assertThat(settings.database()).isEqualTo("alice");
        assertThat(settings.password()).isNull();
        assertThat(settings.ssl().mode()).isEqualTo(SslMode.PREFER);
        assertThat(settings.applicationName()).isEqualTo("pgwright");
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void takesTheFirstUsualFolderWithASocketWhenNoHostIsSaid() throws IOException {
        Path folder = Files.createDirectory(home.resolve("run"));
        Files.createFile(folder.resolve(".s.PGSQL.5433"));
        ConnectionEnvironment environment =
                new ConnectionEnvironment(
                        Map.of("PGPORT", "5433"),
                        home,
                        "alice",
                        List.of(home.resolve("none"), folder));

        ConnectionSettings settings = ConnectionSettings.of(ConnectionOptions.NONE, environment);

        assertThat(settings.host()).isEqualTo(folder.toString());
        assertThat(settings.addresses().getFirst().isSocket()).isTrue();
        assertThat(settings.shown()).contains(folder + "/.s.PGSQL.5433");
    }

    @Test
    void prefersOptionsToTheUriAndTheUriToTheEnvironment() {
        Map<String, String> environment =
                Map.of(
                        "PGHOST", "env-host",
                        "PGPORT", "1111",
                        "PGUSER", "env-user",
                        "PGDATABASE", "env-db",
                        "PGPASSWORD", "env-password",
                        "PGSSLMODE", "require",
                        "PGAPPNAME", "env-app",
                        "PGCONNECT_TIMEOUT", "7",
                        "PGOPTIONS", "-c geqo=off");

        ConnectionSettings settings =
                settings(
                        new ConnectionOptions(
                                "option-host", null, null, "postgres://uri-user@uri-host/uri-db"),
                        environment);

        assertThat(settings.host()).isEqualTo("option-host");
        assertThat(settings.port()).isEqualTo(1111);
        assertThat(settings.user()).isEqualTo("uri-user");
        assertThat(settings.database()).isEqualTo("uri-db");
        assertThat(revealed(settings.password())).isEqualTo("env-password");
        assertThat(settings.ssl().mode()).isEqualTo(SslMode.REQUIRE);
        assertThat(settings.applicationName()).isEqualTo("env-app");
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.options()).isEqualTo("-c geqo=off");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgres://db.example.org/shop | db.example.org:5432 | alice | shop",
                "postgresql://bob@db:6000/shop | db:6000 | bob | shop",
                "postgresql:// | localhost:5432 | alice | alice",
                "postgresql://bob@ | localhost:5432 | bob | bob",
                "postgresql://[2001:db8::1]:6000/shop | [2001:db8::1]:6000 | alice | shop",
                "postgresql://%2Fvar%2Frun/shop | /var/run/.s.PGSQL.5432 | alice | shop",
                "postgresql:///shop?host=/tmp&port=6000 | /tmp/.s.PGSQL.6000 | alice | shop",
                "postgres://a%40b:c%3Ad@db/my%20shop%2F1 | db:5432 | a@b | my shop/1",
                "postgres://one:1,two,three:3/shop | one:1, two:5432, three:3 | alice | shop",
                "host=db port=6000 dbname=shop user=bob | db:6000 | bob | shop",
                "host = db dbname = 'my \\'shop\\\\' | db:5432 | alice | my 'shop\\",
                "shop | localhost:5432 | alice | shop",
            })
    void readsUrisAndKeywordValuesAsLibpqDoes(
            String database, String servers, String user, String name) {
        ConnectionSettings settings = settings(ConnectionOptions.of(database), Map.of());

        assertThat(settings.shown())
                .isEqualTo("database %s on %s as user %s".formatted(name, servers, user));
    }

    @Test
    void readsTheParametersOfAUri() {
        ConnectionSettings settings =
                settings(
                        ConnectionOptions.of(
                                "postgres://db/shop?sslmode=verify-full&sslrootcert=%2Fca.crt"
                                        + "&options=-c%20geqo%3Doff&application_name=mine"
                                        + "&connect_timeout=1&target_session_attrs=standby"
                                        + "&keepalives=1&gssencmode=disable"),
                        Map.of());

        assertThat(settings.ssl().mode()).isEqualTo(SslMode.VERIFY_FULL);
        assertThat(settings.ssl().rootCertificate()).isEqualTo("/ca.crt");
        assertThat(settings.options()).isEqualTo("-c geqo=off");
        assertThat(settings.applicationName()).isEqualTo("mine");
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.target()).isEqualTo(SessionTarget.STANDBY);
    }

    @Test
    void looksForCertificatesInTheHomeThatItIsGiven() throws IOException {
        Path folder = Files.createDirectory(home.resolve(".postgresql"));
        ConnectionSettings.Ssl none = settings(ConnectionOptions.NONE, Map.of()).ssl();
        assertThat(none.rootCertificate()).isEqualTo(folder.resolve("root.crt").toString());
        assertThat(none.certificate()).isEmpty();
        assertThat(none.key()).isEmpty();

        Path certificate = Files.createFile(folder.resolve("postgresql.crt"));
        Path key = Files.createFile(folder.resolve("postgresql.key"));
        ConnectionSettings.Ssl found = settings(ConnectionOptions.NONE, Map.of()).ssl();
        assertThat(found.certificate()).isEqualTo(certificate.toString());
        assertThat(found.key()).isEqualTo(key.toString());
        assertThat(settings(ConnectionOptions.NONE, Map.of("PGSSLCERT", "/c")).ssl().certificate())
                .isEqualTo("/c");
    }

    @Test
    void masksThePasswordAndNamesBetterWays() {
        ConnectionSettings settings =
                settings(ConnectionOptions.of("postgres://bob:s3cret@db/shop"), Map.of());

        assertThat(revealed(settings.password())).isEqualTo("s3cret");
        assertThat(settings.toString()).doesNotContain("s3cret");
        assertThat(String.valueOf(settings.password())).isEqualTo("****");
        assertThat(settings.warnings())
                .singleElement()
                .asString()
                .contains("PGPASSWORD or ~/.pgpass")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://bob:s3c@ret@db/shop",
                "postgres://bob:s3c%ret@db/shop",
                "postgres://bob:s3cret@db:port/shop",
                "postgres://bob:s3cret@db:70000/shop",
                "postgres://bob:s3cret@db/shop?nonsense",
                "postgres://bob:s3cret@db/shop?colour=red",
                "postgres://bob:s3cret@db/shop?sslmode=maybe",
                "postgres://bob:s3cret@db/shop?channel_binding=require",
                "postgres://bob:s3cret@db/shop?service=shop",
                "postgres://bob:s3cret@[::1/shop",
                "postgres://bob:s3cret@one,two/shop?port=1,2,3",
                "postgres://bob:s3cret@db/shop?sslrootcert=system&sslmode=require",
                "host=db password=s3cret dbname",
                "host=db password='s3cret",
            })
    void refusesWhatItCannotFollowWithoutShowingThePassword(String database) {
        assertThatThrownBy(() -> settings(ConnectionOptions.of(database), Map.of()))
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageNotContaining("s3c");
    }

    @Test
    void refusesVariablesThatItMustNotPassOver() {
        assertThatThrownBy(() -> settings(ConnectionOptions.NONE, Map.of("PGSERVICE", "shop")))
                .hasMessage(
                        "the variable PGSERVICE is not supported by pgwright;"
                                + " give host, port, user and database themselves");
        assertThatThrownBy(() -> settings(ConnectionOptions.NONE, Map.of("PGREQUIREPEER", "root")))
                .hasMessageContaining("PGREQUIREPEER is not supported");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "db:5432:shop:alice:right | right",
                "*:*:*:*:right | right",
                "other:*:*:*:wrong | ",
                "db:5433:*:*:wrong | ",
                "db:*:sh\\op:alice:right | right",
                "db:*:*:alice:r\\:ig\\\\ht | r:ig\\ht",
                "db:*:*:alice:right:more | right",
                "#db:*:*:alice:wrong | ",
                "db:*:*:alice | ",
                "\\*:*:*:*:wrong | ",
            })
    void readsThePasswordFileAsLibpqDoes(String line, @Nullable String password)
            throws IOException {
        passwordFile("rw-------", line);

        ConnectionSettings settings =
                settings(ConnectionOptions.of("postgres://db/shop"), Map.of());

        assertThat(revealed(settings.addresses().getFirst().password())).isEqualTo(password);
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void takesTheFirstLineThatFitsForEachHost() throws IOException {
        passwordFile(
                "rw-------",
                "one:*:*:*:first",
                "two:*:*:*:second",
                "*:*:*:*:third",
                "localhost:*:*:*:never");

        ConnectionSettings settings =
                settings(ConnectionOptions.of("postgres://two,one,localhost/shop"), Map.of());

        assertThat(settings.addresses())
                .extracting(address -> revealed(address.password()))
                .containsExactly("second", "first", "third");
    }

    @Test
    void findsTheSocketOfAUsualFolderUnderTheNameOfLocalhost() throws IOException {
        Path file = passwordFile("rw-------", "localhost:*:*:*:local", "/other:*:*:*:folder");
        ConnectionEnvironment environment =
                new ConnectionEnvironment(
                        Map.of("PGPASSFILE", file.toString()),
                        Path.of("/nowhere"),
                        "alice",
                        List.of(Path.of("/usual")));

        assertThat(passwordAt("/usual", environment)).isEqualTo("local");
        assertThat(passwordAt("/other", environment)).isEqualTo("folder");
    }

    @Test
    void doesNotUseAPasswordFileThatOthersMayRead() throws IOException {
        Path file = passwordFile("rw-r-----", "*:*:*:*:secret");

        ConnectionSettings settings = settings(ConnectionOptions.NONE, Map.of());

        assertThat(settings.addresses().getFirst().password()).isNull();
        assertThat(settings.warnings())
                .containsExactly(
                        "the password file %s is open to others and was not used; run chmod 0600 %s"
                                .formatted(file, file));
    }

    private Path passwordFile(String permissions, String... lines) throws IOException {
        Path file = Files.write(home.resolve(".pgpass"), List.of(lines));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private ConnectionSettings settings(
            ConnectionOptions options, Map<String, String> environment) {
        return ConnectionSettings.of(
                options,
                new ConnectionEnvironment(
                        environment, home, "alice", List.of(home.resolve("no-socket"))));
    }

    private static @Nullable String passwordAt(String host, ConnectionEnvironment environment) {
        ConnectionOptions options = new ConnectionOptions(host, null, null, null);
        return revealed(
                ConnectionSettings.of(options, environment).addresses().getFirst().password());
    }

    private static @Nullable String revealed(@Nullable Secret secret) {
        return secret == null ? null : secret.reveal();
    }
}
