package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What people of each role do with alerts, may do at all, and can do without a mouse. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PeopleTest {
    private static final int FORBIDDEN = 403;
    private static final String PLACE = BrowsedShop.PLACE;
    private static final String ALERTS = PLACE + "/alerts";

    private Chromium chromium;
    private BrowsedShop browsed;

    @BeforeAll
    void watch(@TempDir Path home) {
        chromium = new Chromium();
        browsed = BrowsedShop.watched(chromium, home);
    }

    @AfterAll
    void end() {
        browsed.close();
        chromium.close();
    }

    @Test
    void anAlertFiresAndIsSeenToAndSilenced() {
        try (Visitor anna = browsed.visitor(BrowsedShop.ADMIN, Screen.DESK)) {
            anna.setThreshold("active_sessions", "0");
            try (LockedShop _ = new LockedShop(browsed.shop())) {
                Locator row =
                        anna.page()
                                .getByRole(AriaRole.ROW)
                                .filter(new Locator.FilterOptions().setHasText("active_sessions"));
                anna.openUntil(ALERTS, () -> row.count() > 0);
                assertThat(anna.look("alert-fires")).isEmpty();

                row.getByLabel("Comment").fill("a migration holds it");
                anna.leave(() -> row.getByText("Acknowledge").click());
                assertThat(row.textContent()).contains(BrowsedShop.ADMIN);

                anna.silence("active_sessions", "until the migration is over");
                assertThat(row.textContent()).contains("silenced");
                assertThat(anna.sees("until the migration is over")).isTrue();
                assertThat(anna.look("alert-silenced")).isEmpty();
            }
        }
    }

    @Test
    void aViewerSeesNoButtonOfOthersAndMayPressNone() {
        try (Visitor viewer = browsed.visitor(BrowsedShop.VIEWER, Screen.DESK)) {
            for (String path : List.of("/advisor", "/changes", "/alerts", "/thresholds")) {
                viewer.open(PLACE + path);
                assertThat(viewer.button("").allTextContents())
                        .as(path)
                        .containsExactly("Sign out");
            }
            for (String path :
                    List.of(PLACE + "/advisor", ALERTS + "/silences", PLACE + "/thresholds")) {
                assertThat(viewer.post(path, Map.of("hours", "2"))).as(path).isEqualTo(FORBIDDEN);
            }
            viewer.expectRefusal(FORBIDDEN);
            assertThat(viewer.complaints()).isEmpty();
        }
    }

    @Test
    void anOperatorMayNotDoWhatAdministratorsDo() {
        try (Visitor operator = browsed.visitor(BrowsedShop.OPERATOR, Screen.DESK)) {
            operator.open(ALERTS);
            assertThat(operator.sees("Silence some")).isTrue();
            operator.open(PLACE + "/thresholds");
            assertThat(operator.button("").allTextContents()).containsExactly("Sign out");
            operator.open("/settings");
            assertThat(operator.button("").allTextContents()).containsExactly("Sign out");
            for (String path : List.of("/settings/databases", PLACE + "/thresholds")) {
                assertThat(operator.post(path, Map.of())).as(path).isEqualTo(FORBIDDEN);
            }
        }
    }

    @Test
    void everythingCanBeDoneWithoutAMouse() {
        try (Visitor anna = browsed.stranger(BrowsedShop.ADMIN, Screen.DESK)) {
            anna.open("/sign-in");
            anna.type(anna.field("Name"), BrowsedShop.ADMIN);
            anna.type(anna.field("Password"), ServedProcess.PASSWORD);
            anna.enter(anna.button("Sign in"));
            anna.page().waitForURL("**/");

            anna.enter(anna.link("shop").first());
            anna.page().waitForURL("**" + PLACE);
            anna.enter(anna.link("Queries").first());
            anna.page().waitForURL("**/queries");
            anna.enter(anna.link("Skip to the content"));
            anna.type(anna.field("Search in texts"), "tracking_code");
            anna.page().keyboard().press("Enter");
            anna.page().waitForURL("**search=tracking_code**");
            anna.enter(anna.page().getByText("tracking_code =").first());
            anna.page().waitForURL("**/queries/**");
            assertThat(anna.sees("In figures")).isTrue();
            assertThat(anna.complaints()).isEmpty();
        }
    }
}
