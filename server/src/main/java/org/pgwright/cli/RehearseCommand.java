package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.change.EndSignal;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.postgres.ConnectionOptions;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.rehearsal.Rehearsal;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.RehearsalReport;
import org.pgwright.tuning.rehearsal.RehearsalOptions;
import org.pgwright.tuning.rehearsal.RehearsalOptions.Origin;
import org.pgwright.tuning.rehearsal.RehearsalOptions.Statements;
import org.pgwright.tuning.rehearsal.RehearsalOptions.Wanted;
import org.pgwright.tuning.rehearsal.RehearsalRun;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** {@code pgwright rehearse}. */
@Command(
        name = "rehearse",
        description = {
            "Tries proposals on a copy of the database, with statements of the real one.",
            "Runs them before and after with EXPLAIN ANALYZE, each in a transaction that is rolled",
            "back, compares, and puts the copy's indexes back as they were."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright rehearse --on postgres://owner@staging/shop",
            "  pgwright rehearse --on postgres://owner@staging/shop -h db.example.org -d shop 3fa9c01d",
            "  pgwright rehearse --on postgres://owner@staging/shop --file advice.json \\",
            "      --workload queries/",
            "  pgwright rehearse --on postgres://owner@staging/shop --settle",
            "",
            "Exit code 6 says that a statement is clearly slower, or fails; 1 that an index could not",
            "be made or put back, or that it was broken off. The statements are other people's: use a",
            "role on the copy that may do no more than they need."
        })
public final class RehearseCommand implements Runnable {
    private static final Duration USUAL_TIME = Duration.ofDays(7);

    @Parameters(
            arity = "0..*",
            paramLabel = "STRATEGY",
            description =
                    "What to try: an id of pgwright strategy list, or the name of an index; without"
                            + " any, all that is proposed or approved.")
    private List<String> names = List.of();

    @Option(
            names = "--on",
            paramLabel = "URL",
            required = true,
            order = 0,
            description =
                    "The copy, the only server that is changed (postgres://...; password from"
                            + " PGPASSWORD or ~/.pgpass).")
    private String copy = "";

    @Mixin private final ServerArguments origin = new ServerArguments();

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            order = 6,
            description = "The server that the proposals are for, as the repository names it.")
    private @Nullable String instance;

    @Option(
            names = "--database",
            paramLabel = "NAME",
            order = 7,
            description = "The database that the proposals are for, as the repository names it.")
    private @Nullable String database;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            order = 8,
            description = "Try what this file of pgwright advise --format json says.")
    private @Nullable Path file;

    @Option(
            names = "--sql",
            paramLabel = "FILE",
            order = 9,
            description = "Try what this file of CREATE INDEX, DROP INDEX and REINDEX INDEX says.")
    private @Nullable Path sql;

    @Mixin private final WorkloadArguments workload = new WorkloadArguments();

    @Option(
            names = "--statement-timeout",
            paramLabel = "TIME",
            order = 16,
            converter = Durations.class,
            description = "How long a run of a statement may take; 60s is the default.")
    private Duration timeout = Duration.ofSeconds(60);

    @Option(
            names = "--runs",
            paramLabel = "N",
            order = 17,
            description =
                    "How often each runs before and after, beside once to warm the caches; 5 is the"
                            + " default.")
    private Integer runs = 5;

    @Option(
            names = "--max-statements",
            paramLabel = "N",
            order = 18,
            description = "How many statements to run at most; 100 is the default.")
    private Integer most = 100;

    @Option(
            names = "--keep",
            order = 19,
            description = "Leave the copy's indexes as they were tried.")
    private boolean isKept;

    @Option(
            names = "--settle",
            order = 19,
            description =
                    "Do nothing but put right what a rehearsal that was killed has left on the"
                            + " copy.")
    private boolean isSettling;

    @Option(
            names = "--yes",
            order = 19,
            description = "Do not ask whether the copy is one, where that cannot be told.")
    private boolean isYes;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            order = 20,
            description = "Form of the report; text is the default.")
    private FiguresFormat format = FiguresFormat.TEXT;

    @Mixin private final ChangeArguments limits = new ChangeArguments();

    private final Terminal terminal;
    private final ConnectionEnvironment environment;
    private final Supplier<RehearsalRun> run;

    /**
     * @param run made only when there is work for it
     */
    public RehearseCommand(
            Terminal terminal, ConnectionEnvironment environment, Supplier<RehearsalRun> run) {
        this.terminal = terminal;
        this.environment = environment;
        this.run = run;
    }

    @Override
    public void run() {
        check();
        RehearsalOptions options = options();
        EndSignal stop = new EndSignal();
        EndingSignals.then(stop::give);
        Rehearsal rehearsal;
        try (ChangingCommand.Shown progress = ChangingCommand.Shown.on(terminal)) {
            rehearsal =
                    run.get()
                            .rehearse(
                                    options,
                                    new RehearsalRun.Following(
                                            stop, progress, terminal::warn, this::isWanted));
        }
        terminal.write(new RehearsalReport(rehearsal).render(format, terminal.layout()));
        requireGood(rehearsal);
    }

    private boolean isWanted(String doubt) {
        return isYes || terminal.confirm(doubt + ". Change its indexes all the same? [y/N] ");
    }

    private static void requireGood(Rehearsal rehearsal) {
        if (!rehearsal.isComplete()) {
            throw new PgwrightException(
                    ErrorCode.LOCK_TIMEOUT,
                    rehearsal.isStopped()
                            ? "the rehearsal was broken off"
                            : "not every index could be changed and put back",
                    "the report says what became of each; what is left, pgwright rehearse --settle"
                            + " takes back");
        }
        if (rehearsal.harmed() > 0) {
            throw new PgwrightException(
                    ErrorCode.CHECK_FAILED,
                    "statements are clearly slower, or fail: " + rehearsal.harmed(),
                    "the report shows their plans before and after");
        }
    }

    private void check() {
        long given =
                Stream.of(!names.isEmpty(), file != null, sql != null, isSettling)
                        .filter(is -> is)
                        .count();
        if (given > 1) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "more than one of strategies, --file, --sql and --settle is given",
                    "give one of them");
        }
        if (origin.given() && (instance != null || database != null)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the database is named both by a connection and by --instance or --database",
                    "name it once");
        }
        if (!copy.contains("://") && !copy.contains("=")) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "--on '" + copy + "' does not say which server the copy is on",
                    "give a URL such as postgres://owner@staging/shop");
        }
        positive("--runs", runs);
        positive("--max-statements", most);
        if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofDays(1)) > 0) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "--statement-timeout is less than 1 ms, or more than a day",
                    "give a time such as 60s");
        }
    }

    private static void positive(String option, int number) {
        if (number < 1) {
            throw new PgwrightException(
                    ErrorCode.USAGE, option + " " + number + " runs nothing", "give 1 or more");
        }
    }

    private RehearsalOptions options() {
        ConnectionSettings settings =
                ConnectionSettings.of(ConnectionOptions.of(copy), environment);
        settings.warnings().forEach(terminal::warn);
        Wanted wanted = wanted();
        boolean needsRepository = wanted instanceof Wanted.Strategies || workload.repositoryGiven();
        return new RehearsalOptions(
                settings,
                wanted,
                new Origin(
                        origin.given() ? origin.settings(environment, terminal) : null,
                        instance,
                        database),
                needsRepository && !isSettling ? workload.repository(environment, terminal) : null,
                workload.journals(environment),
                new Statements(
                        workload.workload(environment, terminal, true),
                        USUAL_TIME,
                        workload.filter(),
                        most,
                        runs,
                        timeout),
                limits.limits(),
                isKept);
    }

    private Wanted wanted() {
        if (isSettling) {
            return new Wanted.Nothing();
        }
        if (file != null) {
            return new Wanted.Advice(file);
        }
        return sql == null ? new Wanted.Strategies(names) : new Wanted.Sql(sql);
    }
}
