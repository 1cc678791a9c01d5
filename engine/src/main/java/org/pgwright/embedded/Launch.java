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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A started server with everything that has to be undone.
 *
 * @param home the claim on the folder of kept data
 */
record Launch(
        RunFolder run,
        ServerProcess process,
        Path data,
        int port,
        String password,
        @Nullable OwnerFile home) {
    private static final int DEFAULT_PORT = 5432;
    private static final int PORT_ATTEMPTS = 5;
    private static final int PASSWORD_BYTES = 24;
    private static final long LARGE_LOG = 10L << 20;

    static Launch of(EmbeddedOptions options) throws IOException {
        ServerAccount account = ServerAccount.find();
        account.checkReaches(options.installation().bin());
        for (int attempt = 1; ; attempt++) {
            try {
                return options.home() == null
                        ? start(options, account, null, null)
                        : startAtHome(options, account, options.home());
            } catch (PgwrightException failure) {
                // Somebody took the port between our look and the server's start.
                boolean clash = String.valueOf(failure.getMessage()).contains("could not bind");
                if (!clash || attempt == PORT_ATTEMPTS) {
                    throw failure;
                }
            }
        }
    }

    /** Stops the server; what is not kept is gone afterwards. */
    void stop() throws IOException {
        try {
            if (!process.stop() || Files.exists(run.folder())) {
                Leftovers.remove(run.ownerFile(), data);
            }
        } finally {
            run.owner().close();
            if (home != null) {
                home.close();
            }
        }
    }

    private static Launch startAtHome(EmbeddedOptions options, ServerAccount account, Path folder)
            throws IOException {
        Folders.createOurs(folder, account);
        account.checkReaches(folder);
        Path home = folder.toRealPath();
        OwnerFile claim =
                OwnerFile.take(home.resolve("server" + OwnerFile.SUFFIX), home.toString())
                        .orElseThrow(
                                () ->
                                        new PgwrightException(
                                                ErrorCode.USAGE,
                                                home + " is in use by another server",
                                                "stop that one first, or choose another folder"));
        try {
            return start(options, account, home, claim);
        } catch (IOException | RuntimeException failure) {
            claim.close();
            throw failure;
        }
    }

    private static Launch start(
            EmbeddedOptions options,
            ServerAccount account,
            @Nullable Path home,
            @Nullable OwnerFile claim)
            throws IOException {
        Path kept = home == null ? null : home.resolve("data");
        RunFolder run = RunFolder.create(options.runs(), account, kept);
        Path data = kept == null ? run.folder().resolve("data") : kept;
        try {
            String password = prepare(options, account, run, data, home);
            int port = port(options.listen());
            Path log = home == null ? run.folder().resolve("log") : log(home);
            ServerProcess process =
                    ServerProcess.start(plan(options, account, run, data, port, log), run);
            awaitReady(process, data, options, log);
            return new Launch(run, process, data, port, password, claim);
        } catch (IOException | RuntimeException failure) {
            Leftovers.remove(run.ownerFile(), data);
            run.owner().close();
            throw failure;
        }
    }

    /** Makes sure that there is a data folder nobody runs on; the superuser's password. */
    private static String prepare(
            EmbeddedOptions options,
            ServerAccount account,
            RunFolder run,
            Path data,
            @Nullable Path home)
            throws IOException {
        DataFolder folder = new DataFolder(options, account);
        Path secret = (home == null ? run.folder() : home).resolve("superuser");
        if (folder.exists(data)) {
            // Its owner is dead, since the folder is ours now; its guard may still be stopping it.
            var running = Postmaster.of(data);
            if (running.isPresent()) {
                running.get().stop("INT");
            }
            return Files.readString(secret);
        }
        String password = randomPassword();
        DataFolder.writePrivate(secret, password);
        folder.create(data, run.folder(), password);
        return password;
    }

    private static void awaitReady(
            ServerProcess process, Path data, EmbeddedOptions options, Path log)
            throws IOException {
        if (!process.awaitReady(data, options.patience())) {
            String messages = Files.exists(log) ? Files.readString(log) : "";
            process.stop();
            throw ServerLog.failure(
                    "PostgreSQL " + options.installation().major() + " did not start", messages);
        }
    }

    private static ServerProcess.Plan plan(
            EmbeddedOptions options,
            ServerAccount account,
            RunFolder run,
            Path data,
            int port,
            Path log) {
        List<String> command = new ArrayList<>();
        command.add(options.installation().program("postgres").toString());
        command.addAll(List.of("-D", data.toString()));
        options.settings().forEach((name, value) -> set(command, name, value));
        boolean tcp = options.listen() == EmbeddedOptions.Listen.LOOPBACK;
        set(command, "listen_addresses", tcp ? "127.0.0.1" : "");
        set(command, "port", String.valueOf(port));
        set(
                command,
                "unix_socket_directories",
                "\"" + run.sockets().toString().replace("\"", "\"\"") + "\"");
        boolean kept = options.home() != null;
        return new ServerProcess.Plan(
                account.command(command),
                kept ? "INT" : "QUIT",
                Duration.ofSeconds(kept ? 60 : 10),
                options.memoryLimit(),
                log);
    }

    private static void set(List<String> command, String name, String value) {
        command.add("-c");
        command.add(name + "=" + value);
    }

    private static int port(EmbeddedOptions.Listen listen) throws IOException {
        if (listen == EmbeddedOptions.Listen.SOCKET) {
            return DEFAULT_PORT;
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** The log of a kept server stays with it; a large one gives way to a new one. */
    private static Path log(Path home) throws IOException {
        Path log = home.resolve("server.log");
        if (Files.exists(log) && Files.size(log) > LARGE_LOG) {
            Files.delete(log);
        }
        return log;
    }

    private static String randomPassword() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
