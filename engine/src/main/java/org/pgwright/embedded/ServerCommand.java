package org.pgwright.embedded;

import org.pgwright.catalog.Bytes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How to run a server: what is needed for the guard's command line and the server's own. */
record ServerCommand(
        EmbeddedOptions options, ServerAccount account, RunFolder run, Storage storage, int port) {
    private static final int TENTHS = 10;

    /** Stops the server: in order where its data is kept, else at once. */
    String stopSignal() {
        return storage.isKept() ? "INT" : "QUIT";
    }

    /** How long the server may take to stop before it is killed. */
    Duration stopPatience() {
        return Duration.ofSeconds(storage.isKept() ? 60 : 10);
    }

    /** What {@code guard.sh} is called with. */
    List<String> guardArguments() {
        Bytes limit = options.memoryLimit();
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                stopSignal(),
                                String.valueOf(stopPatience().toSeconds() * TENTHS),
                                limit == null ? "" : String.valueOf(limit.count() / 1024),
                                storage.log().toString(),
                                run.folder().toString(),
                                run.owner().file().toString(),
                                OwnerFile.lockOf(run.owner().file()).toString()));
        arguments.addAll(account.command(server()));
        return arguments;
    }

    private List<String> server() {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                options.installation().program("postgres").toString(),
                                "-D",
                                storage.data().toString()));
        settings().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>(options.settings());
        boolean tcp = options.listen() == EmbeddedOptions.Listen.LOOPBACK;
        settings.put("listen_addresses", tcp ? "127.0.0.1" : "");
        settings.put("port", String.valueOf(port));
        settings.put(
                "unix_socket_directories",
                "\"" + run.sockets().toString().replace("\"", "\"\"") + "\"");
        // We read the log for errors, where nobody wants it elsewhere.
        settings.put("lc_messages", "C");
        settings.putIfAbsent("logging_collector", "off");
        settings.putIfAbsent("log_destination", "stderr");
        return settings;
    }
}
