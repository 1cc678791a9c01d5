package org.pgwright.web;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.PgwrightException;
import org.pgwright.web.access.TlsFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundleRegistry;

import java.time.Duration;

/**
 * Shows a new certificate when its files have changed, without a restart: connections that there
 * are go on. What is wrong with the new one is logged once, and the old one stays.
 */
final class CertificateReload implements SslBundleRegistrar, AutoCloseable {
    /** Of the server's bundle. */
    static final String NAME = "pgwright";

    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(CertificateReload.class);

    private final TlsFiles files;
    private @Nullable SslBundleRegistry registry;
    private Certificates.@Nullable Texts last;
    private @Nullable String lastFailure;
    private @Nullable Thread watch;

    CertificateReload(TlsFiles files) {
        this.files = files;
    }

    @Override
    public synchronized void registerBundles(SslBundleRegistry bundles) {
        Certificates.Texts texts = Certificates.texts(files);
        bundles.registerBundle(NAME, Certificates.bundle(files, texts));
        registry = bundles;
        last = texts;
    }

    /** Looks again and again until it is closed. */
    synchronized void start() {
        watch = Thread.ofVirtual().name("certificate").start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                look();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Looks once.
     *
     * @return whether there is a new certificate
     */
    synchronized boolean look() {
        SslBundleRegistry bundles = registry;
        if (bundles == null) {
            return false;
        }
        try {
            Certificates.Texts texts = Certificates.texts(files);
            if (texts.equals(last)) {
                lastFailure = null;
                return false;
            }
            bundles.updateBundle(NAME, Certificates.bundle(files, texts));
            last = texts;
            lastFailure = null;
            LOG.info("the certificate was read anew");
            return true;
        } catch (PgwrightException unfit) {
            String failure = String.valueOf(unfit.getMessage());
            // A file that is written in two parts is whole at the next look.
            if (!failure.equals(lastFailure)) {
                LOG.warn("the certificate stays as it is: {}", failure);
            }
            lastFailure = failure;
            return false;
        }
    }

    @Override
    public synchronized void close() {
        if (watch != null) {
            watch.interrupt();
        }
    }
}
