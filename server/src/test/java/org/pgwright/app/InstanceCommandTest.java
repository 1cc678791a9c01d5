package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.app.CommandLineFixture.Ending;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Base64;

final class InstanceCommandTest {
    @TempDir private Path home;

    private TestDatabase shop;
    private TestDatabase kept;

    @BeforeEach
    void start() {
        shop =
                TestServers.freshDatabase(TestServers.NEWEST)
                        .execute("CREATE EXTENSION pg_stat_statements");
        kept = TestServers.freshDatabase(TestServers.NEWEST);
    }

    @AfterEach
    void end() {
        shop.close();
        kept.close();
    }

    @Test
    void watchesWhatWasRegisteredWithItsStoredPassword() throws IOException {
        assertThat(
                        withKey(key())
                                .on(shop)
                                .run(
                                        "instance",
                                        "add",
                                        "--name",
                                        "shop",
                                        "--store-password",
                                        "--repository",
                                        repository()))
                .extracting(Ending::code, Ending::out)
                .containsExactly(0, address() + " is registered as a server of shop\n");

        Ending list = withKey(key()).run("instance", "list", "--repository", repository());
        assertThat(list.out())
                .contains("shop", address(), "primary", "stored")
                .doesNotContain(shop.password());
        assertThat(list.code()).isZero();
        Ending json =
                withKey(key())
                        .run("instance", "list", "--format", "json", "--repository", repository());
        assertThat(json.out()).contains("\"passwordStored\"").doesNotContain(shop.password());

        Ending watched =
                withKey(key()).run("collect", "--for", "10ms", "--repository", repository());
        assertThat(watched.err()).doesNotContain(shop.password());
        assertThat(watched.code()).isZero();
        assertThat(scalar("SELECT count(*) FROM counter_look WHERE kind = 'statement'"))
                .isEqualTo("1");
        assertThat(scalar("SELECT count(*) FROM node WHERE encrypted_password IS NOT NULL"))
                .isEqualTo("1");
    }

    @Test
    void saysWhichKeyIsMissing() throws IOException {
        Ending refused =
                fixture()
                        .on(shop)
                        .run("instance", "add", "--store-password", "--repository", repository());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("there is no key to store passwords under", "PGWRIGHT_KEY_FILE");
        assertThat(scalar("SELECT count(*) FROM instance")).isEqualTo("0");

        assertThat(
                        withKey(key())
                                .on(shop)
                                .run(
                                        "instance",
                                        "add",
                                        "--store-password",
                                        "--repository",
                                        repository())
                                .code())
                .isZero();
        Ending without = fixture().run("collect", "--for", "10ms", "--repository", repository());
        assertThat(without.code()).isEqualTo(2);
        assertThat(without.err()).contains("PGWRIGHT_KEY_FILE");
        Path other = home.resolve("other.key");
        Files.writeString(other, Base64.getEncoder().encodeToString(new byte[32]));
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
        assertThat(
                        withKey(other)
                                .run("collect", "--for", "10ms", "--repository", repository())
                                .code())
                .isEqualTo(2);
    }

    @Test
    void takesPasswordsThatAreNotStoredFromTheEnvironment() {
        assertThat(fixture().on(shop).run("instance", "add", "--repository", repository()).code())
                .isZero();

        Ending watched =
                fixture()
                        .with("PGPASSWORD", shop.password())
                        .run("collect", "--for", "10ms", "--repository", repository());

        assertThat(watched.code()).isZero();
        assertThat(scalar("SELECT count(*) FROM counter_look WHERE kind = 'statement'"))
                .isEqualTo("1");
    }

    @Test
    void forgetsPasswordsOfWhatIsRemoved() throws IOException {
        withKey(key())
                .on(shop)
                .run(
                        "instance",
                        "add",
                        "--name",
                        "shop",
                        "--store-password",
                        "--repository",
                        repository());

        Ending unknown = fixture().run("instance", "remove", "shap", "--repository", repository());
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err())
                .endsWith("pgwright: no instance is called 'shap'; there are: shop\n");
        assertThat(fixture().run("instance", "remove", "shop", "--repository", repository()).out())
                .isEqualTo("shop is watched no more\n");

        assertThat(scalar("SELECT count(*) FROM node WHERE encrypted_password IS NOT NULL"))
                .isEqualTo("0");
        assertThat(fixture().run("instance", "list", "--repository", repository()).out())
                .contains("no server is registered");
        fixture().on(shop).run("instance", "add", "--repository", repository());
        assertThat(fixture().run("instance", "list", "--repository", repository()).out())
                .contains("shop", "not stored");
    }

    @Test
    void removesOneServerOfAnInstance() {
        fixture().on(shop).run("instance", "add", "--name", "shop", "--repository", repository());

        Ending unknown =
                fixture()
                        .run(
                                "instance",
                                "remove",
                                "shop",
                                "--server",
                                "elsewhere:5432",
                                "--repository",
                                repository());
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err())
                .endsWith(
                        "pgwright: shop has no server 'elsewhere:5432'; there are: "
                                + address()
                                + "\n");
        assertThat(
                        fixture()
                                .run(
                                        "instance",
                                        "remove",
                                        "shop",
                                        "--server",
                                        address(),
                                        "--repository",
                                        repository())
                                .out())
                .isEqualTo(address() + " is watched no more\n");
        assertThat(fixture().run("instance", "list", "--repository", repository()).out())
                .contains("no server is registered");
        fixture().on(shop).run("instance", "add", "--repository", repository());
        assertThat(fixture().run("instance", "list", "--repository", repository()).out())
                .contains("shop", address());
    }

    @Test
    void leadsToItsCommands() {
        assertThat(fixture().run("instance").err()).contains("no command was given");
        assertThat(fixture().run("instance", "--help").out()).contains("add", "list", "remove");
        assertThat(fixture().run("instance", "add", "--help").out()).contains("--store-password");
        assertThat(fixture().run("instance", "add", "--store-password", "--nonsense").code())
                .isEqualTo(2);
    }

    private CommandLineFixture fixture() {
        return new CommandLineFixture(home);
    }

    private CommandLineFixture withKey(Path key) {
        return fixture().with("PGWRIGHT_KEY_FILE", key.toString());
    }

    private Path key() throws IOException {
        Path file = home.resolve("pgwright.key");
        byte[] key = new byte[32];
        key[3] = 7;
        Files.writeString(file, Base64.getEncoder().encodeToString(key));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private String address() {
        return shop.host() + ":" + shop.port();
    }

    /** With its password, as the environment's is that of the server. */
    private String repository() {
        return "postgres://%s:%s@%s:%d/%s"
                .formatted(kept.user(), kept.password(), kept.host(), kept.port(), kept.name());
    }

    private String scalar(String sql) {
        try (var connection = kept.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
