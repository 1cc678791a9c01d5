package org.pgwright.app;

import org.jspecify.annotations.Nullable;
import org.pgwright.cli.ServeOptions;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.FileFailure;
import org.pgwright.error.PgwrightException;
import org.pgwright.files.PrivateFile;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.account.Role;
import org.pgwright.web.WebSettings;
import org.pgwright.web.access.OidcSettings;
import org.pgwright.web.access.TlsFiles;
import org.pgwright.web.access.WebOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes of what was given to {@code pgwright serve} what the web server takes. */
final class ServedOptions {
    private static final String ENVIRONMENT = "env:";
    private static final String FILE = "file:";

    private final Map<String, String> environment;

    /**
     * @param environment the process's environment variables
     */
    ServedOptions(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * The settings.
     *
     * @throws PgwrightException USAGE if something is not as it has to be
     */
    WebSettings settings(ServeOptions options) {
        Path certificate = options.reach().certificate();
        Path key = options.reach().key();
        return WebSettings.of(options.listen())
                .with(
                        new WebOptions(
                                certificate == null || key == null
                                        ? null
                                        : new TlsFiles(certificate, key),
                                options.reach().isBehindProxy(),
                                oidc(options.oidc()),
                                options.telemetry()));
    }

    private @Nullable OidcSettings oidc(ServeOptions.@Nullable Oidc given) {
        if (given == null) {
            return null;
        }
        String name = given.name() == null ? given.issuer().getHost() : given.name();
        return new OidcSettings(
                given.issuer(),
                new OidcSettings.Client(given.clientId(), secret(given.secret())),
                name,
                new OidcSettings.Claims(
                        given.claims().name(),
                        given.claims().role(),
                        roles(given.claims().roles())));
    }

    private static Map<String, Role> roles(List<String> given) {
        Map<String, Role> roles = new HashMap<>();
        for (String one : given) {
            int sign = one.lastIndexOf('=');
            String word = sign < 0 ? one : one.substring(0, sign);
            try {
                Role role = sign < 0 ? Role.VIEWER : Role.of(one.substring(sign + 1));
                if (word.isBlank() || roles.put(word, role) != null) {
                    throw new IllegalArgumentException(one);
                }
            } catch (IllegalArgumentException unknown) {
                throw new PgwrightException(
                        ErrorCode.USAGE,
                        "--oidc-role '" + one + "' is no word with a role, or given twice",
                        "give WORD, WORD=viewer, WORD=operator or WORD=admin",
                        unknown);
            }
        }
        return roles;
    }

    private @Nullable Secret secret(@Nullable String reference) {
        if (reference == null) {
            return null;
        }
        String value = "";
        if (reference.startsWith(ENVIRONMENT)) {
            value = environment.getOrDefault(reference.substring(ENVIRONMENT.length()), "");
        } else if (reference.startsWith(FILE)) {
            value = ofFile(reference.substring(FILE.length()));
        } else {
            throw missing("it is referred to as env:NAME or file:PATH only", null);
        }
        if (value.isEmpty()) {
            throw missing("there is nothing at '" + reference + "'", null);
        }
        return new Secret(value);
    }

    private static String ofFile(String name) {
        try {
            Path file = Path.of(name);
            if (PrivateFile.isOpenToOthers(file)) {
                throw missing("the file '" + name + "' can be read by others", null);
            }
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw missing("the file '" + name + "': " + FileFailure.reason(failure), failure);
        } catch (InvalidPathException none) {
            throw missing("its file has no possible name", none);
        }
    }

    private static PgwrightException missing(String why, @Nullable Exception cause) {
        return new PgwrightException(
                ErrorCode.USAGE,
                "the secret of --oidc-client-secret cannot be had: " + why,
                "name an environment variable, or a file that only its owner can read",
                cause);
    }
}
