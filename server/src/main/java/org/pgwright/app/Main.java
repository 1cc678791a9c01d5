package org.pgwright.app;

import org.pgwright.cli.CommandLineApplication;
import org.pgwright.cli.Terminal;

import java.util.List;
import java.util.Map;

/** Starts the command line. */
public final class Main {
    private static final int USUAL_COLUMNS = 100;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(application(System.getenv()).run(arguments));
    }

    private static CommandLineApplication application(Map<String, String> environment) {
        Terminal terminal = Terminal.ofProcess(traits(environment));
        return new CommandLineApplication(terminal, Version.read(), List.of());
    }

    /** Only a shell can tell what the streams lead to, so the launcher does. */
    private static Terminal.Traits traits(Map<String, String> environment) {
        return new Terminal.Traits(
                Boolean.getBoolean("pgwright.terminal.out"),
                Boolean.getBoolean("pgwright.terminal.err"),
                Integer.getInteger("pgwright.terminal.columns", USUAL_COLUMNS),
                environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !"dumb".equals(environment.get("TERM")));
    }
}
