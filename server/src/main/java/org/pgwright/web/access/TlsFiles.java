package org.pgwright.web.access;

import java.nio.file.Path;

/**
 * Where the certificate that we show is, in PEM.
 *
 * @param certificate with the certificates that lead to its authority
 * @param key without a password
 */
public record TlsFiles(Path certificate, Path key) {}
