package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgwright.repository.account.Role;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every page that there is, to everybody who may see it, on every kind of screen: nothing that
 * keeps people from reading it, nothing that the browser complains about, and a picture of it.
 */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EveryPageTest {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int GONE = 410;
    private static final String PLACE = BrowsedShop.PLACE;

    private final Map<String, Visitor> visitors = new LinkedHashMap<>();
    private Chromium chromium;
    private BrowsedShop browsed;
    private @Nullable LockedShop locked;
    private String query;
    private String plan;
    private String change;

    /**
     * A page.
     *
     * @param least who may see it; null for everybody, who need not sign in
     * @param status that it comes with
     */
    private record Shown(String name, String path, @Nullable Role least, int status) {
        private static Shown to(Role least, String name, String path) {
            return new Shown(name, path, least, OK);
        }

        /** Who sees it beside the administrator. */
        private List<String> others() {
            return least == null ? List.of() : List.of(BrowsedShop.OPERATOR, BrowsedShop.VIEWER);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** All pages: a new one is one line more. */
    private List<Shown> pages() {
        return List.of(
                new Shown("sign-in", "/sign-in", null, OK),
                new Shown("link-spent", "/set-up?token=spent", null, GONE),
                Shown.to(Role.VIEWER, "overview", "/"),
                Shown.to(Role.VIEWER, "database", PLACE),
                Shown.to(Role.VIEWER, "queries", PLACE + "/queries"),
                Shown.to(Role.VIEWER, "queries-new", PLACE + "/queries?show=new&sort=mean"),
                Shown.to(Role.VIEWER, "query", query),
                Shown.to(Role.VIEWER, "plan", plan),
                Shown.to(Role.VIEWER, "indexes", PLACE + "/indexes"),
                Shown.to(Role.VIEWER, "indexes-duplicate", PLACE + "/indexes?show=duplicate"),
                Shown.to(Role.VIEWER, "tables", PLACE + "/tables"),
                Shown.to(Role.VIEWER, "table", PLACE + "/tables/public.orders"),
                Shown.to(Role.VIEWER, "activity", PLACE + "/activity"),
                Shown.to(Role.VIEWER, "advisor", PLACE + "/advisor"),
                Shown.to(Role.VIEWER, "changes", PLACE + "/changes"),
                Shown.to(Role.VIEWER, "change", change),
                Shown.to(Role.VIEWER, "accuracy", PLACE + "/accuracy"),
                Shown.to(Role.VIEWER, "policy", PLACE + "/policy"),
                Shown.to(Role.VIEWER, "logs", PLACE + "/logs"),
                Shown.to(Role.VIEWER, "alerts", PLACE + "/alerts"),
                Shown.to(Role.VIEWER, "thresholds", PLACE + "/thresholds"),
                Shown.to(Role.VIEWER, "settings-databases", "/settings"),
                Shown.to(Role.VIEWER, "settings-channels", "/settings/channels"),
                Shown.to(Role.VIEWER, "settings-tokens", "/settings/tokens"),
                Shown.to(Role.ADMIN, "settings-users", "/settings/users"),
                Shown.to(Role.ADMIN, "settings-audit", "/settings/audit"),
                new Shown("nothing-there", PLACE + "/nothing", Role.VIEWER, NOT_FOUND));
    }

    @BeforeAll
    void fill(@TempDir Path home) {
        chromium = new Chromium();
        browsed = BrowsedShop.watched(chromium, home);
        browsed.advise();
        Visitor anna = browsed.visitor(BrowsedShop.ADMIN, Screen.DESK);
        visitors.put(name(BrowsedShop.ADMIN, Screen.DESK), anna);
        change = changes(anna);
        alerts(anna);
        settings(anna);
        locked = new LockedShop(browsed.shop());
        anna.openUntil(PLACE + "/queries", () -> anna.sees("tracking_code"));
        query = anna.page().getByText("tracking_code").first().getAttribute("href");
        Locator viewer = anna.page().getByText("Open in the plan viewer");
        anna.openUntil(query, () -> viewer.count() > 0);
        plan = viewer.first().getAttribute("href");
    }

    @AfterAll
    void end() {
        if (locked != null) {
            locked.close();
        }
        browsed.close();
        chromium.close();
    }

    /** One is built and measured, one put off. */
    private String changes(Visitor anna) {
        anna.open(PLACE + "/advisor");
        Locator card = anna.page().locator("article.card").first();
        String address = card.locator("h3 a").getAttribute("href");
        card.getByLabel("outside of maintenance windows").check();
        card.getByLabel("Apply", new Locator.GetByLabelOptions()).first().click();
        anna.page().waitForURL("**" + PLACE + "/changes");
        browsed.run();
        anna.openUntil(address, () -> anna.sees("watched"));
        anna.open(PLACE + "/advisor");
        anna.leave(() -> anna.button("Defer").last().click());
        return address;
    }

    private static void alerts(Visitor anna) {
        anna.setThreshold("connections", "0");
        anna.openUntil(PLACE + "/alerts", () -> anna.sees("connections"));
        anna.silence("dead_rows", "the nightly load");
    }

    private static void settings(Visitor anna) {
        anna.open("/settings/channels");
        anna.fill("Name", "on call");
        anna.fill("Settings, a line each", "url=https://example.org/alerts");
        anna.press("Add");
        anna.open("/settings/tokens");
        anna.fill("Name of the program", "nightly report");
        anna.press("Make");
        anna.page().getByText("This is the token").waitFor();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void canBeReadByEverybodyOnEveryScreen(Shown shown) {
        List<String> wrong = new ArrayList<>();
        for (Screen screen : Screen.ALL) {
            wrong.addAll(look(shown, BrowsedShop.ADMIN, screen));
        }
        for (String other : shown.others()) {
            wrong.addAll(look(shown, other, Screen.DESK));
        }
        assertThat(wrong).isEmpty();
    }

    private List<String> look(Shown shown, String name, Screen screen) {
        Visitor visitor =
                shown.least() == null
                        ? visitors.computeIfAbsent(
                                name("nobody", screen), _ -> browsed.stranger("nobody", screen))
                        : visitors.computeIfAbsent(
                                name(name, screen), _ -> browsed.visitor(name, screen));
        boolean isRefused = shown.least() == Role.ADMIN && !name.equals(BrowsedShop.ADMIN);
        int status = isRefused ? FORBIDDEN : shown.status();
        assertThat(visitor.status(shown.path())).as(shown + " for " + name).isEqualTo(status);
        visitor.expectRefusal(status);
        return visitor.look(shown.name());
    }

    private static String name(String who, Screen screen) {
        return who + " " + screen;
    }
}
