package org.pgwright.app;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.ScreenshotCaret;

import org.pgwright.tuning.watch.Watching;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Somebody with a browser, who complains about all that is wrong with the pages they see. */
final class Visitor implements AutoCloseable {
    private static final double PATIENCE_MILLIS = 60_000;
    private static final int HEIGHT = 900;
    private static final int MOST_TABS = 100;
    private static final Path PICTURES =
            Path.of(System.getProperty("pgwright.screenshots", "target/browser"));

    /** WCAG 2.0 and 2.1, levels A and AA. */
    private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa");

    private final BrowserContext context;
    private final Page page;
    private final Screen screen;
    private final String who;
    private final List<String> complaints = new ArrayList<>();
    private int loaded;

    /**
     * @param who they are, for names of pictures
     */
    Visitor(Chromium chromium, URI address, String who, Screen screen) {
        this.who = who;
        this.screen = screen;
        context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setBaseURL(address.toString())
                                        .setColorScheme(screen.scheme())
                                        .setLocale("en-GB")
                                        .setTimezoneId("Asia/Kathmandu")
                                        .setViewportSize(screen.width(), HEIGHT));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        context.setDefaultNavigationTimeout(PATIENCE_MILLIS);
        page = context.newPage();
        page.onConsoleMessage(this::hear);
        page.onLoad(_ -> loaded++);
        page.onPageError(error -> complaints.add("program: " + error));
    }

    private void hear(ConsoleMessage message) {
        if (message.type().equals("error")) {
            complaints.add("console: " + message.text());
        }
    }

    Page page() {
        return page;
    }

    Visitor open(String path) {
        page.navigate(path);
        return this;
    }

    /** Opens it; with which status it came. */
    int status(String path) {
        return Objects.requireNonNull(page.navigate(path)).status();
    }

    /** Opens it again and again until it is as wanted. */
    Visitor openUntil(String path, BooleanSupplier wanted) {
        try {
            Watching.until(
                    () -> {
                        open(path);
                        return wanted.getAsBoolean();
                    });
            return this;
        } catch (AssertionError never) {
            picture("never");
            throw new AssertionError(path + " was last: " + page.innerText("main"), never);
        }
    }

    boolean sees(String text) {
        return page.getByText(text).first().isVisible();
    }

    Visitor signIn(String name, String password) {
        open("/sign-in");
        fill("Name", name);
        fill("Password", password);
        press("Sign in");
        page.waitForURL(url -> !url.contains("/sign-in"));
        return this;
    }

    Locator field(String label) {
        return page.getByLabel(label).first();
    }

    void fill(String label, String text) {
        field(label).fill(text);
    }

    /** What the page tells first. */
    Locator notice() {
        return page.getByRole(AriaRole.ALERT);
    }

    void press(String button) {
        leave(() -> button(button).first().click());
    }

    /** Does what leads to another page, and waits for that. */
    void leave(Runnable deed) {
        int before = loaded;
        deed.run();
        page.waitForCondition(() -> loaded > before);
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    Locator link(String name) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
    }

    /** Has an alert fire for what is above the value, at once. */
    void setThreshold(String metric, String warning) {
        open(BrowsedShop.PLACE + "/thresholds");
        fill("Warning of " + metric, warning);
        fill("Seconds of " + metric, "0");
        field("On for " + metric).check();
        leave(() -> field("Seconds of " + metric).press("Enter"));
    }

    /** Silences alerts on the page of alerts. */
    void silence(String metric, String why) {
        page.getByText("Silence some").click();
        field("Metric").selectOption(metric);
        fill("Why", why);
        press("Silence");
    }

    /** Goes to it with the Tab key, past all that is before it, and types. */
    void type(Locator wanted, String text) {
        tabTo(wanted);
        page.keyboard().type(text);
    }

    /** Goes to it with the Tab key, past all that is before it, and presses Enter. */
    void enter(Locator wanted) {
        tabTo(wanted);
        page.keyboard().press("Enter");
    }

    private void tabTo(Locator wanted) {
        for (int i = 0; i < MOST_TABS; i++) {
            if (Boolean.TRUE.equals(wanted.evaluate("e => e === document.activeElement"))) {
                Object outline = wanted.evaluate("e => getComputedStyle(e).outlineStyle");
                if (outline.equals("none")) {
                    complaints.add("nobody sees that " + wanted + " has the focus");
                }
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("the Tab key never comes to " + wanted);
    }

    /**
     * Sends a form that no page has, with the proof of who is signed in; with which status it came
     * back.
     */
    int post(String path, Map<String, String> fields) {
        String proof = page.locator("input[name=_csrf]").first().inputValue();
        FormData form = FormData.create().set("_csrf", proof);
        fields.forEach(form::set);
        return context.request().post(path, RequestOptions.create().setForm(form)).status();
    }

    /** What is wrong with the page as it is now, and a picture of it. */
    List<String> look(String name) {
        String where = name + " " + who + " " + screen + ": ";
        List<String> wrong = new ArrayList<>(complaints());
        Object beyond =
                page.evaluate(
                        "document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (!beyond.equals(0)) {
            wrong.add("it scrolls sideways by " + beyond + " pixels");
        }
        new AxeBuilder(page)
                .withTags(RULES).setLegacyMode(true).analyze().getViolations().stream()
                        .flatMap(Visitor::violations)
                        .forEach(wrong::add);
        picture(name);
        complaints.clear();
        return wrong.stream().map(where::concat).toList();
    }

    private static Stream<String> violations(Rule rule) {
        return rule.getNodes().stream().map(node -> rule.getId() + ": " + words(node));
    }

    private static String words(CheckedNode node) {
        return node.getHtml() + " - " + node.getFailureSummary().replaceAll("\\s+", " ");
    }

    private void picture(String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setFullPage(true)
                        // To hide it would need a style that our policy refuses.
                        .setCaret(ScreenshotCaret.INITIAL)
                        .setPath(
                                PICTURES.resolve(
                                        String.join("-", name, who, screen.toString())
                                                        .toLowerCase(Locale.ROOT)
                                                + ".png")));
    }

    /** What the browser said that was wrong. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Forgets what the browser says of an answer that was to be a refusal. */
    void expectRefusal(int status) {
        complaints.removeIf(said -> said.contains("status of " + status));
    }

    @Override
    public void close() {
        context.close();
    }
}
