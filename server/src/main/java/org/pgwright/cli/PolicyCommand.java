package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.report.PolicyReport;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.strategy.Policy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.function.UnaryOperator;

/** {@code pgwright policy}, which leads to its commands. */
@Command(
        name = "policy",
        description = {
            "Shows and sets when indexes may be changed, and what is done without asking.",
            "pgwright collect does that; nothing, unless it is said here."
        },
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright policy show",
            "  pgwright policy set --window 'Sat,Sun 01:00-06:00 Europe/Berlin' --watch 72h",
            "  pgwright policy set --approve create --max-size 5GB --apply --roll-back"
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
                "  pgwright policy set --any-time",
                "  pgwright policy set --approve create,drop --exclude 'audit*' --max-write-overhead 5%%",
                "  pgwright policy set --apply --roll-back",
                "  pgwright policy set --approve nothing --no-apply --no-roll-back",
                "",
                "What pgwright collect does without asking needs a role that owns the tables."
            })
    private static final class Set extends Common {
        @Mixin private final PolicyArguments wanted = new PolicyArguments();

        private Set(ChangingCommand.Needs needs) {
            super(needs);
        }

        @Override
        public void run() {
            wanted.check();
            showPolicy(wanted::changed, true);
        }
    }
}
