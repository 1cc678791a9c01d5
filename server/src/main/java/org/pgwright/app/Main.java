package org.pgwright.app;

import ch.qos.logback.classic.LoggerContext;

import org.pgwright.alerting.AlertRun;
import org.pgwright.cli.AccuracyCommand;
import org.pgwright.cli.ActivityCommand;
import org.pgwright.cli.AdviseCommand;
import org.pgwright.cli.AlertingCommand;
import org.pgwright.cli.AlertsCommand;
import org.pgwright.cli.ApplyCommand;
import org.pgwright.cli.BackupCommand;
import org.pgwright.cli.BloatCommand;
import org.pgwright.cli.ChangingCommand;
import org.pgwright.cli.ChannelCommand;
import org.pgwright.cli.CheckCommand;
import org.pgwright.cli.CollectCommand;
import org.pgwright.cli.CommandLineApplication;
import org.pgwright.cli.DemoCommand;
import org.pgwright.cli.DoctorCommand;
import org.pgwright.cli.ExportCommand;
import org.pgwright.cli.FiguresCommand;
import org.pgwright.cli.HistoryCommand;
import org.pgwright.cli.IndexesCommand;
import org.pgwright.cli.InstanceCommand;
import org.pgwright.cli.LocksCommand;
import org.pgwright.cli.LogCommand;
import org.pgwright.cli.PolicyCommand;
import org.pgwright.cli.QueriesCommand;
import org.pgwright.cli.QueryCommand;
import org.pgwright.cli.ReconcileCommand;
import org.pgwright.cli.RehearseCommand;
import org.pgwright.cli.RestoreCommand;
import org.pgwright.cli.RetireCommand;
import org.pgwright.cli.RollbackCommand;
import org.pgwright.cli.RunbookCommand;
import org.pgwright.cli.ServeCommand;
import org.pgwright.cli.SessionCommand;
import org.pgwright.cli.SnapshotCommand;
import org.pgwright.cli.StatusCommand;
import org.pgwright.cli.StrategyCommand;
import org.pgwright.cli.TablesCommand;
import org.pgwright.cli.Terminal;
import org.pgwright.cli.ThresholdCommand;
import org.pgwright.demo.Demo;
import org.pgwright.demo.DemoOptions;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.repository.Backup;
import org.pgwright.repository.Ids;
import org.pgwright.repository.LocalPostgres;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.repository.Restore;
import org.pgwright.tuning.AdviceRun;
import org.pgwright.tuning.CheckRun;
import org.pgwright.tuning.KeptStatements;
import org.pgwright.tuning.SnapshotRun;
import org.pgwright.tuning.change.ChangeRun;
import org.pgwright.tuning.rehearsal.RehearsalRun;
import org.pgwright.tuning.retirement.RetirementRun;
import org.pgwright.tuning.watch.Registration;
import org.pgwright.tuning.watch.WatchRun;
import org.slf4j.LoggerFactory;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Starts the command line: the one page that says what is made of what. */
public final class Main {
    private static final int USUAL_COLUMNS = 100;
    private static final Set<String> SERVERS = Set.of("serve", "demo");

    private Main() {}

    /** Numbers look the same under every locale: in reports, and in what goes to servers. */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        chooseLogging(arguments);
        Surroundings surroundings = Surroundings.ofProcess();
        Terminal terminal = Terminal.ofProcess(traits(surroundings));
        if (silentOnSignals(terminal)) {
            System.exit(commandLine(surroundings, terminal).run(arguments));
        }
    }

    /** A command tells people what they need; only a server that runs for months has a log. */
    private static void chooseLogging(String... arguments) {
        boolean isServer = arguments.length > 0 && SERVERS.contains(arguments[0]);
        System.setProperty("slf4j.internal.verbosity", "WARN");
        System.setProperty(
                "slf4j.provider",
                isServer
                        ? "ch.qos.logback.classic.spi.LogbackServiceProvider"
                        : "org.slf4j.nop.NOPServiceProvider");
    }

    /**
     * On a signal, servers of ours stop while the command is still at work: what that makes of it
     * is not worth a word.
     *
     * @return false if a signal ends the process already
     */
    private static boolean silentOnSignals(Terminal terminal) {
        try {
            Thread hook =
                    Thread.ofPlatform()
                            .unstarted(
                                    () -> {
                                        terminal.fallSilent();
                                        stopLogging();
                                    });
            Runtime.getRuntime().addShutdownHook(hook);
            return true;
        } catch (IllegalStateException ending) {
            return false;
        }
    }

    private static void stopLogging() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext log) {
            log.stop();
        }
    }

    /** What a command needs beyond its options is made only when it runs. */
    static CommandLineApplication commandLine(Surroundings surroundings, Terminal terminal) {
        String version = Version.read();
        ConnectionEnvironment connection = surroundings.connection();
        return new CommandLineApplication(
                terminal,
                version,
                List.of(
                        new AdviseCommand(
                                terminal,
                                connection,
                                () -> adviceRun(surroundings, version),
                                () -> changeRun(surroundings)),
                        new SnapshotCommand(
                                terminal, connection, () -> snapshotRun(surroundings, version)),
                        new CheckCommand(
                                terminal, connection, () -> checkRun(surroundings, version)),
                        new DoctorCommand(terminal, connection),
                        new CollectCommand(
                                terminal,
                                connection,
                                () -> watchRun(surroundings, version),
                                () -> registration(surroundings)),
                        new InstanceCommand(terminal, connection, () -> registration(surroundings)),
                        new ServeCommand(
                                terminal,
                                connection,
                                (where, options, stop, messages) ->
                                        serverProcess(surroundings, version)
                                                .run(where, options, stop, messages)),
                        new AlertsCommand(alerting(surroundings, terminal)),
                        new ThresholdCommand(alerting(surroundings, terminal)),
                        new ChannelCommand(alerting(surroundings, terminal)),
                        new StatusCommand(shown(surroundings, terminal)),
                        new QueriesCommand(shown(surroundings, terminal)),
                        new QueryCommand(shown(surroundings, terminal)),
                        new TablesCommand(shown(surroundings, terminal)),
                        new IndexesCommand(shown(surroundings, terminal)),
                        new BloatCommand(shown(surroundings, terminal)),
                        new ActivityCommand(shown(surroundings, terminal)),
                        new LocksCommand(shown(surroundings, terminal)),
                        new SessionCommand(terminal, connection),
                        new BackupCommand(
                                terminal,
                                connection,
                                () -> localPostgres(surroundings),
                                progress -> new Backup(surroundings.clock(), version, progress)),
                        new RestoreCommand(
                                terminal,
                                connection,
                                () -> localPostgres(surroundings),
                                Restore::new),
                        new RetireCommand(
                                terminal, connection, () -> retirementRun(surroundings, version)),
                        new StrategyCommand(changing(surroundings, terminal)),
                        new PolicyCommand(changing(surroundings, terminal)),
                        new RehearseCommand(
                                terminal, connection, () -> rehearsalRun(surroundings, version)),
                        new ApplyCommand(changing(surroundings, terminal)),
                        new RollbackCommand(changing(surroundings, terminal)),
                        new ReconcileCommand(changing(surroundings, terminal)),
                        new HistoryCommand(shown(surroundings, terminal), surroundings.clock()),
                        new AccuracyCommand(shown(surroundings, terminal), surroundings.clock()),
                        new RunbookCommand(shown(surroundings, terminal)),
                        new ExportCommand(changing(surroundings, terminal)),
                        new LogCommand(terminal, () -> System.in),
                        new DemoCommand(
                                terminal,
                                scale -> demo(surroundings, version, scale),
                                () -> new DemoPages(surroundings, version))));
    }

    private static FiguresCommand.Shown shown(Surroundings surroundings, Terminal terminal) {
        return new FiguresCommand.Shown(
                terminal, surroundings.connection(), where -> repository(surroundings, where));
    }

    private static ChangingCommand.Needs changing(Surroundings surroundings, Terminal terminal) {
        return new ChangingCommand.Needs(
                terminal, surroundings.connection(), () -> changeRun(surroundings));
    }

    private static AlertingCommand.Needs alerting(Surroundings surroundings, Terminal terminal) {
        return new AlertingCommand.Needs(
                terminal,
                surroundings.connection(),
                () ->
                        new AlertRun(
                                where -> repository(surroundings, where),
                                surroundings.variables(),
                                surroundings.clock(),
                                new Ids(surroundings.clock(), new SecureRandom())::next));
    }

    private static ChangeRun changeRun(Surroundings surroundings) {
        return new ChangeRun(
                where -> repository(surroundings, where),
                surroundings.clock(),
                new Ids(surroundings.clock(), new SecureRandom()),
                new SecureRandom());
    }

    private static RetirementRun retirementRun(Surroundings surroundings, String version) {
        return new RetirementRun(
                where -> repository(surroundings, where),
                retirementTools(surroundings, version),
                new Ids(surroundings.clock(), new SecureRandom()),
                new SecureRandom());
    }

    private static RetirementRun.Tools retirementTools(Surroundings surroundings, String version) {
        return new RetirementRun.Tools(
                snapshotRun(surroundings, version),
                surroundings.installations(),
                surroundings.cache(),
                surroundings.clock());
    }

    private static WatchRun watchRun(Surroundings surroundings, String version) {
        return new WatchRun(
                where -> repository(surroundings, where),
                retirementTools(surroundings, version),
                new Ids(surroundings.clock(), new SecureRandom()),
                new SecureRandom());
    }

    static ServerProcess serverProcess(Surroundings surroundings, String version) {
        return new ServerProcess(
                where -> repository(surroundings, where),
                watchRun(surroundings, version),
                registration(surroundings),
                repository -> adviceRun(surroundings, version, KeptStatements.of(repository)),
                surroundings,
                version);
    }

    static Registration registration(Surroundings surroundings) {
        return new Registration(
                where -> repository(surroundings, where),
                surroundings.connection(),
                surroundings.clock(),
                new Ids(surroundings.clock(), new SecureRandom()));
    }

    private static Repository repository(Surroundings surroundings, RepositoryLocation where) {
        return Repository.open(
                where, () -> new LocalPostgres(surroundings.installations(), surroundings.cache()));
    }

    private static LocalPostgres localPostgres(Surroundings surroundings) {
        return new LocalPostgres(surroundings.installations(), surroundings.cache());
    }

    private static Demo demo(Surroundings surroundings, String version, double scale) {
        DemoOptions options =
                DemoOptions.defaults(surroundings.installations(), surroundings.cache());
        return new Demo(
                options.withScale(scale),
                adviceRun(surroundings, version),
                surroundings.clock(),
                new SecureRandom());
    }

    private static AdviceRun adviceRun(Surroundings surroundings, String version) {
        return adviceRun(surroundings, version, keptStatements(surroundings));
    }

    private static AdviceRun adviceRun(
            Surroundings surroundings, String version, KeptStatements kept) {
        return new AdviceRun(
                surroundings.installations(),
                surroundings.cache(),
                kept,
                surroundings.clock(),
                version);
    }

    private static SnapshotRun snapshotRun(Surroundings surroundings, String version) {
        return new SnapshotRun(
                surroundings.installations(),
                surroundings.cache(),
                keptStatements(surroundings),
                version);
    }

    private static CheckRun checkRun(Surroundings surroundings, String version) {
        return new CheckRun(
                surroundings.installations(),
                surroundings.cache(),
                keptStatements(surroundings),
                version);
    }

    private static RehearsalRun rehearsalRun(Surroundings surroundings, String version) {
        return RehearsalRun.of(
                changeRun(surroundings),
                keptStatements(surroundings),
                snapshotRun(surroundings, version),
                new RehearsalRun.TwinNeeds(
                        surroundings.installations(), surroundings.cache(), version));
    }

    private static KeptStatements keptStatements(Surroundings surroundings) {
        return new KeptStatements(where -> repository(surroundings, where));
    }

    /** Only a shell can tell what the streams lead to, so the launcher does. */
    private static Terminal.Traits traits(Surroundings surroundings) {
        return new Terminal.Traits(
                Boolean.getBoolean("pgwright.terminal.out"),
                Boolean.getBoolean("pgwright.terminal.err"),
                Integer.getInteger("pgwright.terminal.columns", USUAL_COLUMNS),
                surroundings.variables().getOrDefault("NO_COLOR", "").isEmpty()
                        && !"dumb".equals(surroundings.variables().get("TERM")));
    }
}
