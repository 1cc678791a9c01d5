package org.pgwright.web;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.web.access.TlsFiles;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads the certificate that we show, and refuses one that nobody could connect with. */
final class Certificates {
    private static final String REMEDY =
            "give the certificate with its chain, and its key without a password, both in PEM";
    private static final byte[] PROOF = {1, 2, 3, 4, 5, 6, 7, 8};

    private Certificates() {}

    /**
     * What is in the two files.
     *
     * @param certificate and key, as text in PEM
     */
    record Texts(String certificate, String key) {
        @Override
        public String toString() {
            return "certificate and key";
        }
    }

    /**
     * Reads the files.
     *
     * @throws PgwrightException USAGE if one cannot be read
     */
    static Texts texts(TlsFiles files) {
        return new Texts(
                text("--tls-certificate", files.certificate()), text("--tls-key", files.key()));
    }

    private static String text(String option, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw unfit("the file of " + option + " '" + file + "' cannot be read", failure);
        }
    }

    /**
     * What the server takes: TLS 1.2 and 1.3.
     *
     * @throws PgwrightException USAGE if the texts are no certificate and its key
     */
    static SslBundle bundle(TlsFiles files, Texts texts) {
        List<X509Certificate> chain = chain(files, texts);
        PrivateKey key = key(files, texts);
        if (!belongTogether(chain.getFirst().getPublicKey(), key)) {
            throw unfit(
                    "the key '%s' is not that of the certificate '%s'"
                            .formatted(files.key(), files.certificate()),
                    null);
        }
        return SslBundle.of(
                new PemSslStoreBundle(PemSslStore.of(chain, key), null),
                SslBundleKey.NONE,
                SslOptions.of((String[]) null, new String[] {"TLSv1.3", "TLSv1.2"}));
    }

    private static List<X509Certificate> chain(TlsFiles files, Texts texts) {
        List<X509Certificate> chain;
        try {
            chain = PemContent.of(texts.certificate()).getCertificates();
        } catch (RuntimeException broken) {
            throw unfit("there is no certificate in '" + files.certificate() + "'", broken);
        }
        if (chain.isEmpty()) {
            throw unfit("there is no certificate in '" + files.certificate() + "'", null);
        }
        return chain;
    }

    private static PrivateKey key(TlsFiles files, Texts texts) {
        PrivateKey key;
        try {
            key = PemContent.of(texts.key()).getPrivateKey();
        } catch (RuntimeException broken) {
            throw unfit("there is no key that can be read in '" + files.key() + "'", broken);
        }
        if (key == null) {
            throw unfit("there is no key in '" + files.key() + "'", null);
        }
        return key;
    }

    /** Signs something with the one, and checks it with the other. */
    private static boolean belongTogether(PublicKey open, PrivateKey secret) {
        String method =
                switch (secret.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> secret.getAlgorithm();
                };
        try {
            Signature signature = Signature.getInstance(method);
            signature.initSign(secret);
            signature.update(PROOF);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(PROOF);
            return signature.verify(signed);
        } catch (GeneralSecurityException other) {
            return false;
        }
    }

    private static PgwrightException unfit(String what, @Nullable Exception cause) {
        return new PgwrightException(ErrorCode.USAGE, what, REMEDY, cause);
    }
}
