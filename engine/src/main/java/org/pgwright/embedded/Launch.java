package org.pgwright.embedded;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;

/**
 * A server that accepts connections, with everything that has to be undone.
 *
 * @param port of its socket's name, and of TCP if it listens there
 */
record Launch(RunFolder run, Storage storage, ServerProcess process, int port, String password) {
    private static final int DEFAULT_PORT = 5432;
    private static final int PORT_ATTEMPTS = 5;
    private static final int PASSWORD_BYTES = 24;

    /** Names a TCP port that seems to be free. */
    interface Ports {
        int next() throws IOException;
    }

    static Launch of(EmbeddedOptions options) throws IOException {
        return of(options, Launch::freePort);
    }

    static Launch of(EmbeddedOptions options, Ports ports) throws IOException {
        ServerAccount account = ServerAccount.find(options.memoryLimit() != null);
        account.checkReaches(options.installation().bin());
        Path home = options.home();
        for (int attempt = 1; ; attempt++) {
            Storage kept = home == null ? null : Storage.kept(home, account);
            try {
                boolean tcp = options.listen() == EmbeddedOptions.Listen.LOOPBACK;
                return inRunFolder(options, account, kept, tcp ? ports.next() : DEFAULT_PORT);
            } catch (IOException | RuntimeException failure) {
                if (kept != null) {
                    kept.close();
                }
                if (!tookAnothersPort(failure) || attempt == PORT_ATTEMPTS) {
                    throw failure;
                }
            }
        }
    }

    /** Stops the server; what is not kept is gone afterwards. */
    void stop() throws IOException {
        try {
            process.stop();
            run.remove();
        } finally {
            storage.close();
        }
    }

    private static Launch inRunFolder(
            EmbeddedOptions options, ServerAccount account, @Nullable Storage kept, int port)
            throws IOException {
        RunFolder run =
                RunFolder.create(options.runs(), account, kept == null ? null : kept.data());
        Storage storage = kept == null ? Storage.temporary(run.folder()) : kept;
        try {
            String password = prepare(options, account, run, storage);
            ServerCommand command = new ServerCommand(options, account, run, storage, port);
            return new Launch(run, storage, start(command), port, password);
        } catch (IOException | RuntimeException failure) {
            run.remove();
            throw failure;
        }
    }

    /** Makes sure that there is data; the superuser's password. */
    private static String prepare(
            EmbeddedOptions options, ServerAccount account, RunFolder run, Storage storage)
            throws IOException {
        DataFolder folder = new DataFolder(options, account);
        if (folder.exists(storage.data())) {
            return storage.password();
        }
        String password = randomPassword();
        DataFolder.writePrivate(storage.secret(), password);
        folder.create(storage.data(), run.folder(), password);
        return password;
    }

    private static ServerProcess start(ServerCommand command) throws IOException {
        Path log = command.storage().log();
        long before = Files.exists(log) ? Files.size(log) : 0;
        ServerProcess process = ServerProcess.start(command);
        String product = "PostgreSQL " + command.options().installation().major();
        try {
            Duration patience = command.options().patience();
            switch (process.await(command.storage().data(), patience)) {
                case READY -> {
                    return process;
                }
                case ENDED ->
                        throw ServerLog.failure(
                                product + " did not start", ServerLog.since(log, before));
                case LATE ->
                        throw new PgwrightException(
                                ErrorCode.TWIN_FAILED,
                                product
                                        + " ("
                                        + command.options().installation().program("postgres")
                                        + ") did not accept connections within "
                                        + patience.toSeconds()
                                        + " s",
                                "see whether the machine is overloaded, then try again");
            }
            throw new AssertionError();
        } catch (IOException | RuntimeException failure) {
            process.stop();
            throw failure;
        }
    }

    /** Somebody took the port between our look and the server's start. */
    private static boolean tookAnothersPort(Exception failure) {
        return String.valueOf(failure.getMessage()).contains("Address already in use");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static String randomPassword() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
