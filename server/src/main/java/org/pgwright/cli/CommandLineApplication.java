package org.pgwright.cli;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.CheckFormat;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Format;
import org.pgwright.report.migration.MigrationFormat;
import org.pgwright.repository.alerts.ChannelKind;
import org.pgwright.tuning.AdviceOptions.WhatIf;
import org.pgwright.tuning.QueryOrder;

import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Runs one command line and turns every ending into an exit code and at most one sentence. */
public final class CommandLineApplication {
    /** As a shell reports a program that SIGPIPE ended. */
    private static final int CLOSED_PIPE = 141;

    private static final int WIDEST_HELP = 120;
    private static final int NARROWEST_HELP = 80;

    private final Terminal terminal;
    private final String version;
    private final List<Object> commands;

    /**
     * @param version of pgwright
     * @param commands picocli's, beside {@code help} and {@code version}
     */
    public CommandLineApplication(Terminal terminal, String version, List<Object> commands) {
        this.terminal = terminal;
        this.version = version;
        this.commands = List.copyOf(commands);
    }

    /**
     * Runs a command; never throws, never ends the process.
     *
     * @return the exit code
     */
    public int run(String... arguments) {
        boolean debug = Arrays.asList(arguments).contains("--debug");
        try {
            return execute(debug, arguments);
        } catch (Throwable failure) {
            return ending(failure, debug);
        }
    }

    private int ending(Throwable failure, boolean debug) {
        return switch (failure) {
            case Terminal.ClosedPipe gone -> CLOSED_PIPE;
            case PgwrightException known -> {
                report(String.valueOf(known.getMessage()), known, debug);
                yield known.code().exitCode();
            }
            case OutOfMemoryError tooMuch -> {
                String remedy = "give it more with PGWRIGHT_JAVA_OPTIONS=-Xmx4g";
                report("out of memory; " + remedy, tooMuch, debug);
                yield ErrorCode.INTERNAL.exitCode();
            }
            case Throwable unexpected -> {
                String remedy = "please report it with what --debug prints";
                report("unexpected " + unexpected + "; " + remedy, unexpected, debug);
                yield ErrorCode.INTERNAL.exitCode();
            }
        };
    }

    private int execute(boolean debug, String... arguments) {
        StringWriter help = new StringWriter();
        int code = commandLine(help, debug).execute(arguments);
        if (!help.toString().isEmpty()) {
            terminal.write(help.toString());
        }
        return code;
    }

    private CommandLine commandLine(StringWriter help, boolean debug) {
        CommandLine root = new CommandLine(new PgwrightCommand());
        commands.forEach(command -> add(root, command));
        root.addSubcommand(new VersionCommand(terminal, version));
        addCommonOptions(root.getCommandSpec());
        addCommonOptionsBelow(root);
        root.getCommandSpec()
                .addOption(
                        OptionSpec.builder("--version")
                                .versionHelp(true)
                                .description("Print the version and end.")
                                .build());
        root.getCommandSpec().version("pgwright " + version);
        readValues(root);
        root.setExpandAtFiles(false);
        root.setOut(new PrintWriter(help));
        root.setUsageHelpWidth(
                Math.clamp(terminal.traits().columns(), NARROWEST_HELP, WIDEST_HELP));
        root.setColorScheme(Help.defaultColorScheme(ansi()));
        root.setParameterExceptionHandler((failure, given) -> usageError(failure, debug));
        root.setExecutionExceptionHandler((failure, command, given) -> ending(failure, debug));
        return root;
    }

    private static void add(CommandLine parent, Object command) {
        CommandLine line = new CommandLine(command);
        if (command instanceof CommandGroup group) {
            group.commands().forEach(line::addSubcommand);
        }
        parent.addSubcommand(line);
    }

    private static void addCommonOptionsBelow(CommandLine parent) {
        for (CommandLine line : parent.getSubcommands().values()) {
            if (!line.getCommandSpec().optionsMap().containsKey("--help")) {
                addCommonOptions(line.getCommandSpec());
            }
            addCommonOptionsBelow(line);
        }
    }

    /** For all commands, which are there already. */
    private static void readValues(CommandLine root) {
        root.registerConverter(Integer.class, Numbers::whole);
        root.registerConverter(Long.class, Numbers::large);
        root.registerConverter(Long.TYPE, Numbers::large);
        root.registerConverter(Double.TYPE, Numbers::any);
        root.registerConverter(Format.class, new Choice<>(Format.class));
        root.registerConverter(FiguresFormat.class, new Choice<>(FiguresFormat.class));
        root.registerConverter(ChannelKind.class, new Choice<>(ChannelKind.class));
        root.registerConverter(
                ChannelCommand.AlertSeverity.class,
                new Choice<>(ChannelCommand.AlertSeverity.class));
        root.registerConverter(CheckFormat.class, new Choice<>(CheckFormat.class));
        root.registerConverter(MigrationFormat.class, new Choice<>(MigrationFormat.class));
        root.registerConverter(QueryOrder.class, new Choice<>(QueryOrder.class));
        root.registerConverter(WhatIf.class, new Choice<>(WhatIf.class));
        root.registerConverter(Path.class, CommandLineApplication::path);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException failure) {
            throw new TypeConversionException(
                    "'" + text + "' cannot name a file under this locale, try LC_ALL=C.UTF-8");
        }
    }

    /** Not {@code -h}, which is the host as in psql. */
    private static void addCommonOptions(CommandSpec command) {
        command.addOption(
                OptionSpec.builder("--help")
                        .usageHelp(true)
                        .description("Print this help and end.")
                        .build());
        command.addOption(
                OptionSpec.builder("--debug")
                        .description("Print the stack trace of an error.")
                        .build());
    }

    private Help.Ansi ansi() {
        boolean colour = terminal.traits().outInteractive() && terminal.traits().colour();
        return colour ? Help.Ansi.ON : Help.Ansi.OFF;
    }

    private int usageError(ParameterException failure, boolean debug) {
        if (failure.getCause() instanceof PgwrightException cause) {
            return ending(cause, debug);
        }
        String what = what(failure);
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        terminal.err()
                .println(
                        "pgwright: "
                                + Character.toLowerCase(what.charAt(0))
                                + what.substring(1)
                                + "; see "
                                + command
                                + " --help");
        return ErrorCode.USAGE.exitCode();
    }

    private static String what(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && failure.getCommandLine().getParent() == null) {
            return "there is no command '" + unmatched.getUnmatched().getFirst() + "'";
        }
        String message = String.valueOf(failure.getMessage());
        return message.lines().findFirst().orElse(message).replaceFirst("[.:]$", "");
    }

    private void report(String sentence, Throwable failure, boolean debug) {
        terminal.err().println("pgwright: " + sentence);
        if (debug) {
            failure.printStackTrace(terminal.err());
        }
    }
}
