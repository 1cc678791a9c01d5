package org.pgwright.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.Secret;
import org.pgwright.web.access.TlsFiles;
import org.pgwright.web.access.WebOptions;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** HTTPS of our own. */
final class TlsTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir private static Path folder;

    private static TlsFiles files;
    private static MadeCertificate first;
    private static MadeCertificate second;
    private static SSLContext trust;
    private static ServedPages served;

    @BeforeAll
    static void serve() throws Exception {
        files = new TlsFiles(folder.resolve("server.pem"), folder.resolve("server.key"));
        first = MadeCertificate.of("RSA");
        second = MadeCertificate.of("EC");
        trust = MadeCertificate.trusting(first, second);
        first.write(files);
        served =
                new ServedPages(
                        new WebOptions(files, false, null, null),
                        HttpClient.newBuilder().sslContext(trust).build());
        served.accounts.accept(served.accounts.setUp().orElseThrow(), "anna", new Secret(PASSWORD));
    }

    @AfterAll
    static void end() {
        served.close();
    }

    /** What it shows to whom connects anew. */
    private static Certificate shown(String protocol) throws Exception {
        URI address = served.server.address();
        try (SSLSocket socket =
                (SSLSocket)
                        trust.getSocketFactory()
                                .createSocket(address.getHost(), address.getPort())) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void asksBrowsersToComeByTlsOnlyAndGivesCookiesThatNeedIt() {
        ServedPages.Browser browser = served.new Browser();
        HttpResponse<String> page = browser.show("/sign-in");
        assertThat(served.server.address().getScheme()).isEqualTo("https");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Strict-Transport-Security"))
                .hasValue("max-age=31536000");
        HttpResponse<String> done =
                browser.submit(
                        "/sign-in", "/sign-in", Map.of("name", "anna", "password", PASSWORD));
        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(browser.cookies)
                .containsOnlyKeys("__Host-pgwright_csrf", "__Host-pgwright_session");
        List<String> cookies = done.headers().allValues("Set-Cookie");
        assertThat(cookies)
                .isNotEmpty()
                .allSatisfy(
                        cookie ->
                                assertThat(cookie)
                                        .contains(
                                                "; Path=/",
                                                "; Secure",
                                                "; HttpOnly",
                                                "SameSite=Strict")
                                        .doesNotContain("Domain"));
        assertThat(browser.show("/").body()).contains("anna (admin)");
        browser.submit("/", "/sign-out", Map.of());
        assertThat(browser.cookies).doesNotContainKey("__Host-pgwright_session");
    }

    @Test
    void takesNothingOlderThanTls12() {
        assertThat(
                        Certificates.bundle(files, Certificates.texts(files))
                                .getOptions()
                                .getEnabledProtocols())
                .containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
    }

    @Test
    void showsANewCertificateWhenItsFilesChangeAndKeepsTheOldOneIfTheyAreBroken() throws Exception {
        first.write(files);
        served.server.readsCertificateAnew();
        assertThat(served.server.readsCertificateAnew()).isFalse();
        assertThat(shown("TLSv1.3")).isEqualTo(first.certificate());

        second.write(files);
        assertThat(served.server.readsCertificateAnew()).isTrue();
        assertThat(shown("TLSv1.3")).isEqualTo(second.certificate());
        assertThat(shown("TLSv1.2")).isEqualTo(second.certificate());

        String key = Files.readString(files.key());
        first.write(files);
        Files.writeString(files.key(), key);
        assertThat(served.server.readsCertificateAnew()).isFalse();
        assertThat(shown("TLSv1.3")).isEqualTo(second.certificate());
        Files.delete(files.certificate());
        assertThat(served.server.readsCertificateAnew()).isFalse();
        assertThat(shown("TLSv1.3")).isEqualTo(second.certificate());

        first.write(files);
        assertThat(served.server.readsCertificateAnew()).isTrue();
        assertThat(shown("TLSv1.2")).isEqualTo(first.certificate());
    }

    @Test
    void refusesFilesThatAreNoCertificateAndItsKey(@TempDir Path other) throws Exception {
        TlsFiles broken = new TlsFiles(other.resolve("a.pem"), other.resolve("a.key"));
        refuses(broken, "cannot be read");
        first.write(broken);
        Files.writeString(broken.certificate(), "nothing");
        refuses(broken, "there is no certificate in");
        second.write(broken);
        String key = Files.readString(broken.key());
        first.write(broken);
        Files.writeString(broken.key(), key);
        refuses(broken, "is not that of the certificate");
        Files.writeString(broken.key(), key.substring(0, key.length() / 2));
        refuses(broken, "there is no key");
    }

    private static void refuses(TlsFiles broken, String sentence) {
        WebSettings settings = served.listening().with(new WebOptions(broken, false, null, null));
        assertThatThrownBy(() -> WebServer.start(settings, served.needs()))
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining(sentence);
    }

    @Test
    void believesAProxyBehindWhichItIs() {
        try (ServedPages behind =
                        new ServedPages(
                                new WebOptions(null, true, null, null),
                                HttpClient.newHttpClient());
                ServedPages plain = new ServedPages()) {
            assertThat(proxied(behind).headers().firstValue("Strict-Transport-Security"))
                    .isPresent();
            assertThat(proxied(behind).headers().allValues("Set-Cookie"))
                    .anySatisfy(
                            cookie ->
                                    assertThat(cookie)
                                            .startsWith("__Host-pgwright_csrf=")
                                            .contains("; Secure"));
            assertThat(proxied(plain).headers().firstValue("Strict-Transport-Security")).isEmpty();
        }
    }

    private static HttpResponse<String> proxied(ServedPages pages) {
        ServedPages.Browser browser = pages.new Browser();
        return browser.send(
                browser.request("/sign-in")
                        .header("X-Forwarded-Proto", "https")
                        .header("X-Forwarded-For", "203.0.113.7")
                        .GET());
    }
}
