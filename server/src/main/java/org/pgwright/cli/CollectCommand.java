package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.postgres.ConnectionOptions;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.tuning.logs.LogChoice;
import org.pgwright.tuning.logs.LogOptions;
import org.pgwright.tuning.watch.Registration;
import org.pgwright.tuning.watch.Rhythm;
import org.pgwright.tuning.watch.Stop;
import org.pgwright.tuning.watch.WatchOptions;
import org.pgwright.tuning.watch.WatchRun;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code pgwright collect}. */
@Command(
        name = "collect",
        description = {
            "Watches servers and keeps what they do, until it is ended.",
            "Only reads them, over at most three connections each: sessions every second, statements",
            "and databases every minute, tables and indexes every five minutes; and follows their",
            "logs. Changes indexes only where pgwright policy set --apply or --roll-back says so.",
            "Without a server, all that are registered (pgwright instance)."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright collect -h db.example.org -U pgwright -d shop",
            "  pgwright collect -d shop --for 1h --repository postgres://pgwright@localhost/pgwright",
            "  pgwright collect -h primary -d shop --also postgres://pgwright@replica/shop",
            "  pgwright collect -d shop --log /var/log/postgresql/postgresql-18-main.log",
            "  pgwright collect                         all that pgwright instance list shows",
            "",
            "The password comes from PGPASSWORD, ~/.pgpass, or a prompt with -W. Ctrl-C ends it; what",
            "happens until it is started again is counted then."
        })
public final class CollectCommand implements Runnable {

    @Mixin private final ConnectionArguments connection = new ConnectionArguments();

    @Mixin private final RepositoryArguments repository = new RepositoryArguments();

    @Option(
            names = "--also",
            paramLabel = "URL",
            order = 10,
            description = "A further server to watch: a replica, or another one. May be repeated.")
    private List<String> also = new ArrayList<>();

    @Option(
            names = "--databases",
            paramLabel = "NAME",
            order = 11,
            split = ",",
            description = "Look into the tables of these databases only. May be repeated.")
    private List<String> databases = new ArrayList<>();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            order = 12,
            converter = Durations.class,
            description = "End after this time, such as 90s or 1h.")
    private @Nullable Duration duration;

    @Option(
            names = "--log",
            paramLabel = "PLACE|server|none",
            order = 13,
            converter = LogChoices.class,
            description = {
                "Where the server's log is: a folder or file of this machine, or the server itself;",
                "by default the server, if the role may read it there."
            })
    private LogChoice log = new LogChoice.Server(false);

    @Option(
            names = "--no-mask-literals",
            order = 14,
            negatable = true,
            description = {
                "Keep statements, parameters and messages of the log with the values in them, as",
                "samples for pgwright advise --workload repository."
            })
    private boolean masksLiterals = true;

    @Option(
            names = "--no-plans",
            order = 15,
            negatable = true,
            description = {
                "Do not have the server plan its dearest statements, which it does not execute: up to",
                "20 of a database each hour. Plans are then known from the log only."
            })
    private boolean plans = true;

    private final Terminal terminal;
    private final ConnectionEnvironment environment;
    private final Supplier<WatchRun> run;
    private final Supplier<Registration> registration;

    /**
     * @param run made only when there is work for it
     * @param registration made only when no server is named
     */
    public CollectCommand(
            Terminal terminal,
            ConnectionEnvironment environment,
            Supplier<WatchRun> run,
            Supplier<Registration> registration) {
        this.terminal = terminal;
        this.environment = environment;
        this.run = run;
        this.registration = registration;
    }

    @Override
    public void run() {
        RepositoryLocation location = repository.location(environment, terminal);
        Stop stop = EndingSignals.stop();
        run.get().run(location, options(location), stop, terminal::note);
    }

    /** What is wrong with options is said before the repository is opened. */
    private Function<Repository, WatchOptions> options(RepositoryLocation location) {
        if (connection.given() || !also.isEmpty()) {
            WatchOptions named = named();
            return opened -> named;
        }
        return opened -> registered(opened, location);
    }

    private WatchOptions named() {
        List<ConnectionSettings> servers = new ArrayList<>();
        servers.add(connection.settings(environment, terminal));
        for (String url : also) {
            servers.add(ConnectionSettings.of(ConnectionOptions.of(url), environment));
        }
        return options(servers);
    }

    private WatchOptions options(List<ConnectionSettings> servers) {
        return WatchOptions.of(servers, Set.copyOf(databases), Rhythm.DEFAULT, duration)
                .with(LogOptions.of(log, masksLiterals))
                .capturingPlans(plans);
    }

    /** Or, as psql does, what the environment names where none is registered. */
    private WatchOptions registered(Repository opened, RepositoryLocation location) {
        List<ConnectionSettings> servers =
                registration.get().register(opened, location).connections();
        if (servers.isEmpty()) {
            return named();
        }
        if (log instanceof LogChoice.Files) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "--log names a place, but not which server's log is there",
                    "name the server, too: -h, -d");
        }
        return options(servers).patient();
    }
}
