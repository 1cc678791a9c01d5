package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.PolicyReport;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.strategy.MaintenanceWindow;
import org.pgwright.strategy.Policy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** {@code pgwright policy}, which leads to its commands. */
@Command(
        name = "policy",
        description = {
            "Shows and sets when indexes may be changed.",
            "Also how long a change is measured before it is kept."
        },
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright policy show",
            "  pgwright policy set --window 'Sat,Sun 01:00-06:00 Europe/Berlin' --watch 72h"
        })
public final class PolicyCommand implements CommandGroup {
    private final List<Object> commands;

    @Spec private CommandSpec spec = CommandSpec.create();

    public PolicyCommand(ChangingCommand.Needs needs) {
        this.commands = List.of(new Show(needs), new Set(needs));
    }

    @Override
    public List<Object> commands() {
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command was given");
    }

    /** Both are about an instance, or one of its databases. */
    private abstract static class Common extends DecidingCommand {
        @Option(
                names = "--instance",
                paramLabel = "NAME",
                order = 1,
                description = "Server, if the repository knows several.")
        private @Nullable String instance;

        @Option(
                names = "--database",
                paramLabel = "NAME",
                order = 2,
                description =
                        "For this database; else for all of the server without a policy of their"
                                + " own.")
        private @Nullable String database;

        private Common(ChangingCommand.Needs needs) {
            super(needs);
        }

        final void showPolicy(UnaryOperator<Policy> change, boolean isChanged) {
            show(
                    changes -> {
                        WatchedInstance found = changes.instance(instance);
                        Policy policy =
                                isChanged
                                        ? changes.setPolicy(found.instanceId(), database, change)
                                        : changes.policy(found.instanceId(), database);
                        return new PolicyReport(found.name(), database, policy)::render;
                    });
        }
    }

    @Command(
            name = "show",
            description = "Shows what holds for a server, or for one of its databases.",
            sortOptions = false,
            abbreviateSynopsis = true,
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {"  pgwright policy show --database shop"})
    private static final class Show extends Common {
        private Show(ChangingCommand.Needs needs) {
            super(needs);
        }

        @Override
        public void run() {
            showPolicy(policy -> policy, false);
        }
    }

    @Command(
            name = "set",
            description = "Sets what is given, and leaves the rest as it is.",
            sortOptions = false,
            abbreviateSynopsis = true,
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {
                "  pgwright policy set --window 02:00-05:00",
                "  pgwright policy set --database shop --window 'Sat,Sun 22:00-06:00 Europe/Berlin'",
                "  pgwright policy set --any-time"
            })
    private static final class Set extends Common {
        @Option(
                names = "--window",
                paramLabel = "WINDOW",
                order = 10,
                converter = WindowText.class,
                description =
                        "When pgwright apply may begin a change, and has to have ended it: daily, or"
                                + " on these days, in UTC or a time zone. May be repeated.")
        private List<MaintenanceWindow> windows = List.of();

        @Option(names = "--any-time", order = 11, description = "Take all windows away.")
        private boolean isAnyTime;

        @Option(
                names = "--watch",
                paramLabel = "TIME",
                order = 12,
                converter = Durations.class,
                description = "How long a change is measured before it is kept; 48h at first.")
        private @Nullable Duration watch;

        private Set(ChangingCommand.Needs needs) {
            super(needs);
        }

        @Override
        public void run() {
            if (isAnyTime && !windows.isEmpty()) {
                throw new PgwrightException(
                        ErrorCode.USAGE,
                        "both --window and --any-time are given",
                        "give one of them");
            }
            if (watch != null && watch.toHours() < 1) {
                throw new PgwrightException(
                        ErrorCode.USAGE, "--watch is less than an hour", "give 1h or more");
            }
            showPolicy(this::changed, true);
        }

        private Policy changed(Policy before) {
            List<MaintenanceWindow> kept = windows.isEmpty() ? before.windows() : windows;
            return new Policy(
                    isAnyTime ? List.of() : kept,
                    before.approves(),
                    before.rollsBack(),
                    before.limits(),
                    watch == null ? before.watch() : watch,
                    before.unused());
        }
    }
}
