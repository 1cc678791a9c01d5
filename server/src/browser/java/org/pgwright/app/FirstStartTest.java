package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.testing.TestDatabase;
import org.pgwright.tuning.watch.Watching;

import java.net.URI;
import java.nio.file.Path;

/** From a server that nobody has been at to the figures of a database, in the browser alone. */
@Tag("browser")
final class FirstStartTest {
    private static final int UNAUTHORIZED = 401;
    private static final int BAD_GATEWAY = 502;

    @TempDir private Path home;

    @Test
    void leadsTheFirstAdministratorFromTheLinkToTheFigures() {
        try (Chromium chromium = new Chromium();
                BrowsedShop browsed = BrowsedShop.unseen(chromium, home);
                Visitor anna = browsed.stranger(BrowsedShop.ADMIN, Screen.DESK)) {
            choosesAPassword(anna, link(browsed));
            assertThat(anna.sees("No database is watched yet")).isTrue();
            assertThat(anna.look("overview-empty")).isEmpty();

            anna.link("Add a database").click();
            assertThat(anna.sees("No server is watched yet")).isTrue();
            assertThat(anna.look("settings-empty")).isEmpty();
            adds(anna, browsed.shop());

            anna.openUntil("/", () -> anna.link("shop").first().isVisible());
            anna.link("shop").first().click();
            anna.openUntil(BrowsedShop.PLACE, () -> anna.sees("shipments"));
            browsed.run();
            anna.openUntil(BrowsedShop.PLACE + "/queries", () -> anna.sees("tracking_code"));
            comesBack(anna);
        }
    }

    private static URI link(BrowsedShop browsed) {
        String told = "choose the first administrator within a day at ";
        Watching.until(() -> browsed.served().messages().stream().anyMatch(s -> s.contains(told)));
        return URI.create(
                browsed.served().messages().stream()
                        .filter(message -> message.contains(told))
                        .findFirst()
                        .orElseThrow()
                        .replace(told, ""));
    }

    private static void choosesAPassword(Visitor anna, URI link) {
        anna.open(link.toString());
        assertThat(anna.look("set-up")).isEmpty();
        anna.fill("Name", BrowsedShop.ADMIN);
        anna.fill("Password", ServedProcess.PASSWORD);
        anna.press("Sign in");
        anna.page().waitForURL("**/");
        assertThat(anna.sees("anna (admin)")).isTrue();
    }

    /** With a typing error at first: what was typed is still there, but the password. */
    private static void adds(Visitor anna, TestDatabase shop) {
        anna.fill("Name", "shop");
        anna.fill("Host", shop.host());
        anna.fill("Port", String.valueOf(shop.port()));
        anna.fill("Database", "none of this name");
        anna.fill("User", shop.user());
        anna.fill("Password", shop.password());
        anna.press("Connect and watch");
        anna.notice().waitFor();
        anna.expectRefusal(BAD_GATEWAY);
        assertThat(anna.look("settings-refused")).isEmpty();
        assertThat(anna.field("Host").inputValue()).isEqualTo(shop.host());
        assertThat(anna.field("Password").inputValue()).isEmpty();

        anna.fill("Database", shop.name());
        anna.fill("Password", shop.password());
        anna.press("Connect and watch");
        anna.link("shop").first().waitFor();
    }

    private static void comesBack(Visitor anna) {
        anna.press("Sign out");
        anna.fill("Name", BrowsedShop.ADMIN);
        anna.fill("Password", "no password of hers");
        anna.press("Sign in");
        assertThat(anna.sees("Name or password is wrong.")).isTrue();
        anna.expectRefusal(UNAUTHORIZED);
        assertThat(anna.look("sign-in-refused")).isEmpty();
        anna.fill("Name", BrowsedShop.ADMIN);
        anna.fill("Password", ServedProcess.PASSWORD);
        anna.press("Sign in");
        anna.page().waitForURL("**/");
    }
}
