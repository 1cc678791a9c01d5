package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.InstancesReport;
import org.pgwright.repository.RegisteredNode;
import org.pgwright.tuning.watch.Registration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.function.Supplier;

/** {@code pgwright instance}, which leads to its commands. */
@Command(
        name = "instance",
        description = {
            "Registers, lists and removes the servers that are watched.",
            "Those are what pgwright collect watches when it is given none."
        },
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright instance add -h db.example.org -U pgwright -d shop -W --store-password",
            "  pgwright instance list",
            "  pgwright instance remove shop --server replica2.example.org:5432",
            "  pgwright collect"
        })
public final class InstanceCommand implements CommandGroup {
    private final List<Object> commands;

    @Spec private CommandSpec spec = CommandSpec.create();

    /**
     * @param registration made only when there is work for it
     */
    public InstanceCommand(
            Terminal terminal,
            ConnectionEnvironment environment,
            Supplier<Registration> registration) {
        Needs needs = new Needs(terminal, environment, registration);
        this.commands = List.of(new Add(needs), new Show(needs), new Remove(needs));
    }

    private record Needs(
            Terminal terminal,
            ConnectionEnvironment environment,
            Supplier<Registration> registration) {}

    @Override
    public List<Object> commands() {
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command was given");
    }

    @Command(
            name = "add",
            description = {
                "Connects to a server once and registers it; a replica joins its primary's instance.",
                "Done again, it changes what is said of the server."
            },
            sortOptions = false,
            abbreviateSynopsis = true,
            parameterListHeading = "%nArguments:%n",
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {
                "  pgwright instance add -h db.example.org -U pgwright -d shop --name shop",
                "  pgwright instance add -h db.example.org -U pgwright -d shop -W --store-password",
                "",
                "A password is stored encrypted, under the key in the file that PGWRIGHT_KEY_FILE",
                "names, in PGWRIGHT_KEY, or in encryption.key of pgwright's own data folder. Those that",
                "are not stored come from PGPASSWORD or ~/.pgpass whenever they are needed."
            })
    private static final class Add implements Runnable {
        @Mixin private final ConnectionArguments connection = new ConnectionArguments();

        @Mixin private final RepositoryArguments repository = new RepositoryArguments();

        @Option(
                names = "--name",
                paramLabel = "NAME",
                order = 10,
                description = "What to call the instance (default: host:port).")
        private @Nullable String name;

        @Option(
                names = "--store-password",
                order = 11,
                description = "Keep the password in the repository, encrypted.")
        private boolean storesPassword;

        private final Needs needs;

        private Add(Needs needs) {
            this.needs = needs;
        }

        @Override
        public void run() {
            RegisteredNode node =
                    needs.registration()
                            .get()
                            .add(
                                    repository.location(needs.environment(), needs.terminal()),
                                    connection.settings(needs.environment(), needs.terminal()),
                                    name,
                                    storesPassword);
            needs.terminal()
                    .write(
                            "%s is registered as a server of %s%n"
                                    .formatted(node.address(), node.instanceName()));
        }
    }

    @Command(
            name = "list",
            description = "Lists the servers that are registered; never shows a password.",
            sortOptions = false,
            abbreviateSynopsis = true,
            optionListHeading = "%nOptions:%n")
    private static final class Show implements Runnable {
        @Mixin private final RepositoryArguments repository = new RepositoryArguments();

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                order = 10,
                description = "text (default) or json.")
        private FiguresFormat format = FiguresFormat.TEXT;

        private final Needs needs;

        private Show(Needs needs) {
            this.needs = needs;
        }

        @Override
        public void run() {
            Terminal terminal = needs.terminal();
            InstancesReport report =
                    new InstancesReport(
                            needs.registration()
                                    .get()
                                    .all(repository.location(needs.environment(), terminal)));
            terminal.write(report.render(format, terminal.layout()));
        }
    }

    @Command(
            name = "remove",
            description = {
                "Forgets the passwords of an instance and watches it no more.",
                "What it did stays in the repository as long as such things are kept.",
                "A replica that is gone for good has to be removed before indexes are recommended",
                "for drop again: until then, what it scans is not known."
            },
            sortOptions = false,
            abbreviateSynopsis = true,
            parameterListHeading = "%nArguments:%n",
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {
                "  pgwright instance remove shop",
                "  pgwright instance remove shop --server replica2.example.org:5432"
            })
    private static final class Remove implements Runnable {
        @Mixin private final RepositoryArguments repository = new RepositoryArguments();

        @Parameters(paramLabel = "NAME", description = "As pgwright instance list shows it.")
        private String name = "";

        @Option(
                names = "--server",
                paramLabel = "HOST:PORT",
                order = 10,
                description = "Only this server of it, as pgwright instance list shows it.")
        private @Nullable String server;

        private final Needs needs;

        private Remove(Needs needs) {
            this.needs = needs;
        }

        @Override
        public void run() {
            needs.registration()
                    .get()
                    .remove(
                            repository.location(needs.environment(), needs.terminal()),
                            name,
                            server);
            needs.terminal()
                    .write("%s is watched no more%n".formatted(server == null ? name : server));
        }
    }
}
