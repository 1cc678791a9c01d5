package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.StrategiesReport;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Status;
import org.pgwright.tuning.change.Changes;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** {@code pgwright strategy}, which leads to its commands. */
@Command(
        name = "strategy",
        description = {
            "Shows what is proposed for indexes and extended statistics, and takes decisions.",
            "A decision changes nothing on a server; pgwright apply does what is approved."
        },
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright advise -d shop --propose",
            "  pgwright strategy list",
            "  pgwright strategy approve 3fa9c01d",
            "  pgwright apply -d shop"
        })
public final class StrategyCommand implements CommandGroup {
    private final List<Object> commands;

    @Spec private CommandSpec spec = CommandSpec.create();

    public StrategyCommand(ChangingCommand.Needs needs) {
        this.commands =
                List.of(
                        new Show(needs),
                        new All(needs),
                        new Approve(needs),
                        new Defer(needs),
                        new Dismiss(needs));
    }

    @Override
    public List<Object> commands() {
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command was given");
    }

    @Command(
            name = "list",
            description = {
                "Lists what is wanted of indexes, and what was done for it.",
                "Indexes of which nothing was ever wanted are left out."
            },
            sortOptions = false,
            abbreviateSynopsis = true,
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {
                "  pgwright strategy list",
                "  pgwright strategy list --status proposed,approved --format json"
            })
    private static final class All extends DecidingCommand {
        private static final Set<Status> USUAL = EnumSet.complementOf(EnumSet.of(Status.EXISTING));

        @Option(
                names = "--instance",
                paramLabel = "NAME",
                order = 10,
                description = "Those of this server only.")
        private @Nullable String instance;

        @Option(
                names = "--database",
                paramLabel = "NAME",
                order = 11,
                description = "Those of databases of this name only.")
        private @Nullable String database;

        @Option(
                names = "--status",
                paramLabel = "STATUS",
                order = 12,
                split = ",",
                converter = StatusName.class,
                description = {
                    "Those in this status only: proposed, approved, deferred, dismissed, scheduled,",
                    "building, watched, kept, rolled_back, retirement_proposed, retired, gone or",
                    "existing. May be repeated."
                })
        private List<Status> statuses = new ArrayList<>();

        private All(ChangingCommand.Needs needs) {
            super(needs);
        }

        @Override
        public void run() {
            show(
                    changes ->
                            new StrategiesReport(
                                            changes.list(
                                                    instance,
                                                    database,
                                                    statuses.isEmpty() ? USUAL : statuses))
                                    ::render);
        }
    }

    @Command(
            name = "show",
            description = "Shows one in full: why, what was promised, and all that became of it.",
            sortOptions = false,
            abbreviateSynopsis = true,
            parameterListHeading = "%nArguments:%n",
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {"  pgwright strategy show 3fa9c01d"})
    private static final class Show extends DecidingCommand {
        @Parameters(
                paramLabel = "STRATEGY",
                description = "An id of pgwright strategy list, or the name of an index.")
        private String name = "";

        private Show(ChangingCommand.Needs needs) {
            super(needs);
        }

        @Override
        public void run() {
            show(changes -> changes.story(name)::render);
        }
    }

    /** Those that decide. */
    private abstract static class Decision extends DecidingCommand {
        @Parameters(
                arity = "1..*",
                paramLabel = "STRATEGY",
                description = "Ids of pgwright strategy list, or names of indexes or statistics.")
        private List<String> names = List.of();

        private Decision(ChangingCommand.Needs needs) {
            super(needs);
        }

        final void decide(BiFunction<Changes, KnownStrategy, KnownStrategy> decision) {
            show(
                    changes ->
                            new StrategiesReport(
                                            names.stream()
                                                    .map(changes::named)
                                                    .map(one -> decision.apply(changes, one))
                                                    .toList())
                                    ::render);
        }
    }

    @Command(
            name = "approve",
            description = "Lets pgwright apply do them.",
            sortOptions = false,
            abbreviateSynopsis = true,
            parameterListHeading = "%nArguments:%n",
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {"  pgwright strategy approve 3fa9c01d idx_orders_customer_id"})
    private static final class Approve extends Decision {
        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                order = 10,
                description = "Why, for the audit log.")
        private @Nullable String reason;

        private Approve(ChangingCommand.Needs needs) {
            super(needs);
        }

        @Override
        public void run() {
            decide((changes, one) -> changes.approve(one, reason));
        }
    }

    @Command(
            name = "defer",
            description = "Has them proposed again after a time.",
            sortOptions = false,
            abbreviateSynopsis = true,
            parameterListHeading = "%nArguments:%n",
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {"  pgwright strategy defer 3fa9c01d --for 14d --reason 'after the release'"})
    private static final class Defer extends Decision {
        @Option(
                names = "--for",
                paramLabel = "TIME",
                order = 10,
                required = true,
                converter = Durations.class,
                description = "How long, such as 14d.")
        private Duration time = Duration.ZERO;

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                order = 11,
                description = "Why, for the audit log.")
        private @Nullable String reason;

        private Defer(ChangingCommand.Needs needs) {
            super(needs);
        }

        @Override
        public void run() {
            decide((changes, one) -> changes.defer(one, time, reason));
        }
    }

    @Command(
            name = "dismiss",
            description =
                    "Does not want them: they are proposed again only when a statement that they"
                            + " would serve is new, or costs at least twice as much.",
            sortOptions = false,
            abbreviateSynopsis = true,
            parameterListHeading = "%nArguments:%n",
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {"  pgwright strategy dismiss 3fa9c01d --reason 'the report is going away'"})
    private static final class Dismiss extends Decision {
        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                order = 10,
                required = true,
                description = "Why, for those who come after.")
        private String reason = "";

        private Dismiss(ChangingCommand.Needs needs) {
            super(needs);
        }

        @Override
        public void run() {
            if (reason.isBlank()) {
                throw new PgwrightException(
                        ErrorCode.USAGE, "--reason says nothing", "say why it is not wanted");
            }
            decide((changes, one) -> changes.dismiss(one, reason));
        }
    }
}
