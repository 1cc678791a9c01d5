package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.tuning.watch.Watching;

import java.nio.file.Path;

/** An operator has indexes found, decides, sees one built and measured, and takes it back. */
@Tag("browser")
final class AdvisorJourneyTest {
    private static final String ADVISOR = BrowsedShop.PLACE + "/advisor";

    @TempDir private Path home;

    @Test
    void leadsAnOperatorFromTheSearchToAnIndexAndBack() {
        try (Chromium chromium = new Chromium();
                BrowsedShop browsed = BrowsedShop.watched(chromium, home);
                Visitor operator = browsed.visitor(BrowsedShop.OPERATOR, Screen.DESK)) {
            findsIndexes(operator);
            looksForABudget(operator);
            String approved = approves(operator);
            dismisses(operator);
            applies(operator, approved, browsed);
            takesBack(operator, approved);
            assertThat(operator.complaints()).isEmpty();
        }
    }

    private static void findsIndexes(Visitor operator) {
        operator.open(ADVISOR);
        assertThat(operator.sees("Nobody has asked for advice yet.")).isTrue();
        operator.press("Find indexes");
        Locator progress = operator.page().locator(".task progress");
        progress.waitFor();
        assertThat(operator.look("advisor-working")).isEmpty();
        done(operator);
        assertThat(progress.count()).isZero();
    }

    /** The page follows its work to the end by itself. */
    private static void done(Visitor operator) {
        Locator over = operator.page().locator(".task .state").first();
        Watching.until(
                () -> {
                    String state = over.textContent();
                    assertThat(state).doesNotContain("failed");
                    return state.startsWith("done");
                });
    }

    private static void looksForABudget(Visitor operator) {
        Locator slider = operator.page().getByRole(AriaRole.SLIDER);
        Locator told = operator.page().locator(".frontier output");
        String whole = told.textContent();
        slider.focus();
        operator.page().keyboard().press("Home");
        assertThat(told.textContent()).isNotEqualTo(whole).contains("100.0 %");
        assertThat(operator.look("advisor-frontier")).isEmpty();
    }

    /** Where the strategy's own page is. */
    private static String approves(Visitor operator) {
        Locator card = operator.page().locator("article.card").first();
        String address = card.locator("h3 a").getAttribute("href");
        card.getByLabel("Reason").fill("agreed with the team");
        card.getByText("Approve").click();
        operator.page().waitForURL("**" + address);
        assertThat(operator.sees("approved")).isTrue();
        assertThat(operator.sees("agreed with the team")).isTrue();
        return address;
    }

    private static void dismisses(Visitor operator) {
        operator.open(ADVISOR);
        Locator card = operator.page().locator("article.card").first();
        String address = card.locator("h3 a").getAttribute("href");
        card.getByLabel("Reason").fill("the table is emptied each night");
        card.getByText("Dismiss").click();
        operator.page().waitForURL("**" + address);
        assertThat(operator.sees("dismissed")).isTrue();
    }

    private static void applies(Visitor operator, String address, BrowsedShop browsed) {
        operator.open(address);
        operator.page().getByLabel("outside of maintenance windows").check();
        operator.page().getByText("Apply", exactly()).click();
        operator.page().waitForURL("**" + BrowsedShop.PLACE + "/changes");
        assertThat(operator.page().locator(".task").count()).isPositive();
        assertThat(operator.look("changes-working")).isEmpty();
        done(operator);
        browsed.run();
        operator.openUntil(address, () -> operator.sees("watched"));
        assertThat(operator.look("change-proof")).isEmpty();
    }

    private static void takesBack(Visitor operator, String address) {
        operator.open(address);
        operator.page().getByText("Roll back", exactly()).click();
        operator.page().waitForURL("**" + BrowsedShop.PLACE + "/changes");
        operator.openUntil(address, () -> operator.sees("rolled back"));
        assertThat(operator.look("change-rolled-back")).isEmpty();
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }
}
