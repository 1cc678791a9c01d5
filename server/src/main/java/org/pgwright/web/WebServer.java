package org.pgwright.web;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.web.access.Security;
import org.pgwright.web.access.TlsFiles;
import org.pgwright.web.access.WebOptions;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The server of pages and API, from its start to its end. */
public final class WebServer implements AutoCloseable {
    /** Before what {@link WebOptions#cookie} puts before it. */
    private final WebSettings settings;

    private final ConfigurableApplicationContext context;

    private WebServer(WebSettings settings, ConfigurableApplicationContext context) {
        this.settings = settings;
        this.context = context;
    }

    /**
     * Starts it.
     *
     * @throws PgwrightException IN_USE if the port is taken, USAGE if the certificate is unfit
     */
    public static WebServer start(WebSettings settings, WebNeeds needs) {
        TlsFiles files = settings.options().tls();
        if (files != null) {
            Certificates.bundle(files, Certificates.texts(files));
        }
        SpringApplication application = new SpringApplication(WebConfiguration.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(properties(settings));
        application.addInitializers(
                context -> {
                    GenericApplicationContext beans = (GenericApplicationContext) context;
                    beans.registerBean(WebNeeds.class, () -> needs);
                    beans.registerBean(WebOptions.class, settings::options);
                    URI telemetry = settings.options().telemetry();
                    if (telemetry != null) {
                        Telemetry.addTo(beans, telemetry, needs.version());
                    }
                    TlsFiles tls = settings.options().tls();
                    if (tls != null) {
                        beans.registerBean(
                                CertificateReload.class, () -> new CertificateReload(tls));
                    }
                });
        try {
            ConfigurableApplicationContext context = application.run();
            context.getBeanProvider(CertificateReload.class).ifAvailable(CertificateReload::start);
            return new WebServer(settings, context);
        } catch (RuntimeException failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof PortInUseException taken) {
                    throw new PgwrightException(
                            ErrorCode.IN_USE,
                            "port " + taken.getPort() + " is in use",
                            "choose another one with --listen ADDRESS:PORT",
                            taken);
                }
            }
            throw failure;
        }
    }

    private static Map<String, Object> properties(WebSettings settings) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.address", settings.address().getHostAddress());
        properties.put("server.port", settings.port());
        properties.put(
                "server.servlet.session.cookie.name",
                settings.options().cookie(Security.SESSION_COOKIE));
        properties.put("server.servlet.session.cookie.secure", settings.options().isSecure());
        properties.put("server.servlet.session.cookie.path", "/");
        properties.put("server.servlet.session.cookie.same-site", "strict");
        properties.put("server.servlet.session.cookie.http-only", true);
        properties.put("spring.session.jdbc.table-name", "web_session");
        properties.put("spring.session.jdbc.initialize-schema", "never");
        properties.put("spring.session.timeout", "12h");
        properties.put("server.error.include-message", "never");
        properties.put("server.error.whitelabel.enabled", false);
        properties.put("server.tomcat.max-http-form-post-size", "64KB");
        properties.put("server.tomcat.connection-timeout", "10s");
        // Or it would lead to whatever host the request names.
        properties.put("server.tomcat.use-relative-redirects", true);
        if (settings.options().tls() != null) {
            properties.put("server.ssl.bundle", CertificateReload.NAME);
        }
        // Only what comes from private addresses is believed, as a proxy's does.
        properties.put(
                "server.forward-headers-strategy",
                settings.options().isBehindProxy() ? "native" : "none");
        properties.put("spring.threads.virtual.enabled", true);
        properties.put("spring.main.keep-alive", false);
        properties.put("spring.web.resources.add-mappings", false);
        properties.put("springdoc.api-docs.path", "/api/v1/openapi.json");
        properties.put("springdoc.paths-to-match", "/api/v1/**");
        // Several reports have parts of the same simple name.
        properties.put("springdoc.use-fqn", true);
        properties.put("springdoc.default-produces-media-type", "application/json");
        properties.put("springdoc.writer-with-order-by-keys", true);
        properties.put("logging.config", "classpath:org/pgwright/web/logback.xml");
        return properties;
    }

    /** Where it is reached from this machine. */
    public URI address() {
        org.springframework.boot.web.server.WebServer server =
                Objects.requireNonNull(
                        ((ServletWebServerApplicationContext) context).getWebServer());
        int port = server.getPort();
        String host = settings.address().getHostAddress();
        String scheme = settings.options().tls() == null ? "http://" : "https://";
        return URI.create(scheme + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    /** What it is made of, for those who look whether all of it is guarded. */
    ConfigurableApplicationContext beans() {
        return context;
    }

    /** Looks whether the files of the certificate have changed; false without TLS. */
    boolean readsCertificateAnew() {
        CertificateReload reload =
                context.getBeanProvider(CertificateReload.class).getIfAvailable();
        return reload != null && reload.look();
    }

    /** Ends it; requests under way may end first. */
    @Override
    public void close() {
        context.close();
    }
}
