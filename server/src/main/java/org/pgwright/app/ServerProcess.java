package org.pgwright.app;

import org.pgwright.account.Accounts;
import org.pgwright.account.Programs;
import org.pgwright.alerting.AlertCycle;
import org.pgwright.alerting.AlertLoop;
import org.pgwright.alerting.AlertOffice;
import org.pgwright.alerting.ChannelSecret;
import org.pgwright.alerting.OutboxSender;
import org.pgwright.alerting.Teller;
import org.pgwright.alerting.channel.Senders;
import org.pgwright.cli.ServeOptions;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.task.TaskKind;
import org.pgwright.tuning.AdviceRun;
import org.pgwright.tuning.change.Changes;
import org.pgwright.tuning.logs.LogChoice;
import org.pgwright.tuning.logs.LogOptions;
import org.pgwright.tuning.task.AdviceWork;
import org.pgwright.tuning.task.ChangeWork;
import org.pgwright.tuning.task.TaskDesk;
import org.pgwright.tuning.task.TaskRunner;
import org.pgwright.tuning.watch.Registration;
import org.pgwright.tuning.watch.Rhythm;
import org.pgwright.tuning.watch.ServerRegister;
import org.pgwright.tuning.watch.Stop;
import org.pgwright.tuning.watch.WatchList;
import org.pgwright.tuning.watch.WatchOptions;
import org.pgwright.tuning.watch.WatchRun;
import org.pgwright.web.WebNeeds;
import org.pgwright.web.WebServer;
import org.pgwright.web.WebSettings;

import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** What {@code pgwright serve} runs: watch, alerts, what people ask for, and the web server. */
final class ServerProcess {
    private final Function<RepositoryLocation, Repository> open;
    private final WatchRun watch;
    private final Registration registration;
    private final Function<Repository, AdviceRun> advice;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private Rhythm rhythm = Rhythm.DEFAULT;
    private Consumer<URI> address = known -> {};
    private AlertLoop.Pace pace = AlertLoop.Pace.USUAL;
    private final String version;
    private final ServedOptions options;

    /**
     * @param open opens a repository
     * @param advice advises on what a repository holds
     */
    ServerProcess(
            Function<RepositoryLocation, Repository> open,
            WatchRun watch,
            Registration registration,
            Function<Repository, AdviceRun> advice,
            Surroundings surroundings,
            String version) {
        this.open = open;
        this.options = new ServedOptions(surroundings.variables());
        this.watch = watch;
        this.registration = registration;
        this.advice = advice;
        this.environment = surroundings.variables();
        this.clock = surroundings.clock();
        this.version = version;
    }

    /** Looks at servers in another rhythm than the usual one. */
    ServerProcess in(Rhythm other) {
        rhythm = other;
        return this;
    }

    /** Tells somebody where it serves, once it does. */
    ServerProcess telling(Consumer<URI> listener) {
        address = listener;
        return this;
    }

    /** Compares thresholds, and sends alerts, at another pace than the usual one. */
    ServerProcess comparing(AlertLoop.Pace other) {
        pace = other;
        return this;
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
            try (Senders senders = new Senders(Senders.DEADLINE)) {
                Teller teller =
                        new Teller(repository, senders, ChannelSecret.of(environment, location));
                new Opened(teller, location).run(settings, stop, messages);
            }
        }
    }

    /** What is made of an open repository. */
    private final class Opened {
        private final Repository repository;
        private final Teller teller;
        private final SecureRandom random = new SecureRandom();
        private final Ids ids = new Ids(clock, random);
        private final Accounts accounts;
        private final ServerRegister register;
        private final WatchList watched;

        private Opened(Teller teller, RepositoryLocation location) {
            this.teller = teller;
            this.repository = teller.repository();
            this.accounts = new Accounts(repository, clock, ids, random);
            this.register = registration.register(repository, location);
            this.watched = WatchList.following(register::connections);
        }

        private void run(WebSettings settings, Stop stop, Consumer<String> messages) {
            try (WebServer web = WebServer.start(settings, needs());
                    AlertLoop _ = alerts(messages)) {
                messages.accept("serving " + web.address());
                accounts.setUp()
                        .ifPresent(
                                token ->
                                        messages.accept(
                                                "choose the first administrator within a day at "
                                                        + web.address()
                                                        + "/set-up?token="
                                                        + token));
                if (register.all().isEmpty()) {
                    messages.accept(
                            "no server is registered; see pgwright instance add --help, or add one"
                                    + " in the browser");
                }
                address.accept(web.address());
                Thread work = Thread.ofVirtual().start(() -> runner(messages).run(stop));
                watch.watch(repository, watching(watched, rhythm), stop, messages);
                join(work);
            }
        }

        private WebNeeds needs() {
            return new WebNeeds(
                    version,
                    repository,
                    accounts,
                    new Programs(repository, clock, ids, random),
                    clock,
                    ids,
                    new WebNeeds.Servers(register, watched),
                    new WebNeeds.Deciding(
                            this::changes, new TaskDesk(repository, clock, ids), this::office));
        }

        private Changes changes(Actor actor) {
            return new Changes(repository, clock, ids, random, actor);
        }

        private AlertOffice office(Actor actor) {
            return AlertOffice.of(teller, clock, ids::next, actor);
        }

        /** They go on until all else but the web server has ended. */
        private AlertLoop alerts(Consumer<String> messages) {
            return AlertLoop.start(
                    new AlertCycle(repository, clock, ids::next),
                    new OutboxSender(
                            ids.next(), new OutboxSender.Tools(teller, clock, random, messages)),
                    pace,
                    messages);
        }

        private TaskRunner runner(Consumer<String> messages) {
            ChangeWork change = new ChangeWork(register, this::changes);
            return new TaskRunner(
                    repository,
                    clock,
                    ids.next(),
                    Map.of(
                            TaskKind.ADVISE,
                            new AdviceWork(
                                    advice.apply(repository),
                                    repository.location(),
                                    register,
                                    this::changes),
                            TaskKind.APPLY,
                            change,
                            TaskKind.ROLL_BACK,
                            change),
                    messages);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static WatchOptions watching(WatchList servers, Rhythm rhythm) {
        return WatchOptions.following(servers, rhythm)
                .with(LogOptions.of(new LogChoice.Server(false), true))
                .capturingPlans(true);
    }
}
