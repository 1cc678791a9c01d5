package org.pgwright.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pgwright} itself, which only leads to its commands. */
@Command(
        name = "pgwright",
        description = "Looks after the performance and the indexes of PostgreSQL databases.",
        subcommands = HelpCommand.class,
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright demo                            see what it does, without a database",
            "  pgwright advise -h db.example.org -U pgwright -d shop",
            "  pgwright advise --snapshot shop.snapshot --format sql",
            "  pgwright advise --help                   all options of a command",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 cannot connect or not allowed,",
            "4 no workload, 5 planner twin cannot be built, 6 a check has failed."
        })
final class PgwrightCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command was given");
    }
}
