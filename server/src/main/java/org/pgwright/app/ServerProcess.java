package org.pgwright.app;

import org.pgwright.account.Accounts;
import org.pgwright.account.Programs;
import org.pgwright.cli.ServeOptions;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.tuning.logs.LogChoice;
import org.pgwright.tuning.logs.LogOptions;
import org.pgwright.tuning.watch.Registration;
import org.pgwright.tuning.watch.Rhythm;
import org.pgwright.tuning.watch.Stop;
import org.pgwright.tuning.watch.WatchOptions;
import org.pgwright.tuning.watch.WatchRun;
import org.pgwright.web.WebNeeds;
import org.pgwright.web.WebServer;
import org.pgwright.web.WebSettings;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** What {@code pgwright serve} runs: the watch, and the web server beside it. */
final class ServerProcess {
    private final Function<RepositoryLocation, Repository> open;
    private final WatchRun watch;
    private final Registration registration;
    private final InstantSource clock;
    private final String version;
    private final ServedOptions options;

    /**
     * @param open opens a repository
     */
    ServerProcess(
            Function<RepositoryLocation, Repository> open,
            WatchRun watch,
            Registration registration,
            Surroundings surroundings,
            String version) {
        this.open = open;
        this.options = new ServedOptions(surroundings.variables());
        this.watch = watch;
        this.registration = registration;
        this.clock = surroundings.clock();
        this.version = version;
    }

    /**
     * Serves until the stop.
     *
     * @param given how it is to be reached
     * @throws org.pgwright.error.PgwrightException if the repository cannot be opened, or the port
     *     is taken
     */
    void run(
            RepositoryLocation location, ServeOptions given, Stop stop, Consumer<String> messages) {
        WebSettings settings = options.settings(given);
        if (settings.isWide() && settings.options().tls() == null) {
            messages.accept(
                    "warning: whoever reaches "
                            + given.listen()
                            + " can read passwords on their way, as there is no TLS; give"
                            + " --tls-certificate and --tls-key, or listen on 127.0.0.1 behind a"
                            + " proxy that has it");
        }
        try (Repository repository = open.apply(location)) {
            SecureRandom random = new SecureRandom();
            Ids ids = new Ids(clock, random);
            Accounts accounts = new Accounts(repository, clock, ids, random);
            List<ConnectionSettings> servers = registration.connections(repository, location);
            try (WebServer web =
                    WebServer.start(
                            settings,
                            new WebNeeds(
                                    repository,
                                    accounts,
                                    new Programs(repository, clock, ids, random),
                                    clock,
                                    ids,
                                    version))) {
                messages.accept("serving " + web.address());
                accounts.setUp()
                        .ifPresent(
                                token ->
                                        messages.accept(
                                                "choose the first administrator within a day at "
                                                        + web.address()
                                                        + "/set-up?token="
                                                        + token));
                if (servers.isEmpty()) {
                    messages.accept("no server is registered; see pgwright instance add --help");
                    stop.await();
                } else {
                    watch.watch(repository, watching(servers), stop, messages);
                }
            }
        }
    }

    private static WatchOptions watching(List<ConnectionSettings> servers) {
        return WatchOptions.of(servers, Set.of(), Rhythm.DEFAULT, null)
                .with(LogOptions.of(new LogChoice.Server(false), true))
                .capturingPlans(true)
                .patient();
    }
}
