package org.pgwright.app;

import org.pgwright.cli.ServeOptions;
import org.pgwright.demo.Pages;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.tuning.watch.Rhythm;
import org.pgwright.tuning.watch.Stop;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** {@code pgwright serve} for the demo: under a key that nobody keeps, and in a quick rhythm. */
final class DemoPages implements Pages {
    private static final String USUAL = "127.0.0.1:8080";
    private static final String FREE = "127.0.0.1:0";
    private static final int KEY_BYTES = 32;

    /** A demo is looked at for minutes, where a server is watched for months. */
    private static final Rhythm RHYTHM =
            new Rhythm(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(15),
                    Duration.ofMinutes(1));

    private final Surroundings surroundings;
    private final String version;

    DemoPages(Surroundings surroundings, String version) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Map<String, String> variables = new HashMap<>(surroundings.variables());
        variables.remove("PGWRIGHT_KEY_FILE");
        variables.put("PGWRIGHT_KEY", Base64.getEncoder().encodeToString(key));
        this.surroundings = surroundings.with(variables);
        this.version = version;
    }

    @Override
    public void register(RepositoryLocation location, ConnectionSettings server) {
        Main.registration(surroundings).add(location, server, SERVER, true);
    }

    @Override
    public void serve(
            RepositoryLocation location,
            Consumer<URI> address,
            Stop stop,
            Consumer<String> messages) {
        try {
            serve(location, USUAL, address, stop, messages);
        } catch (PgwrightException failure) {
            if (failure.code() != ErrorCode.IN_USE) {
                throw failure;
            }
            serve(location, FREE, address, stop, messages);
        }
    }

    private void serve(
            RepositoryLocation location,
            String listen,
            Consumer<URI> address,
            Stop stop,
            Consumer<String> messages) {
        ServeOptions options =
                new ServeOptions(listen, new ServeOptions.Reach(null, null, false), null, null);
        Main.serverProcess(surroundings, version)
                .in(RHYTHM)
                .telling(address)
                .run(location, options, stop, messages);
    }
}
