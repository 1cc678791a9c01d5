package org.pgwright.app;

import org.pgwright.cli.Terminal;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs command lines in this process as the launcher would, with an environment of its own. */
final class CommandLineFixture {
    private final Map<String, String> variables = new HashMap<>();
    private final Path home;

    CommandLineFixture(Path home) {
        this.home = home;
        variables.put("HOME", home.toString());
        variables.put("PGWRIGHT_CACHE", TestServers.cache().toString());
    }

    /** How a command ended. */
    record Ending(int code, String out, String err) {}

    /** Sets an environment variable. */
    CommandLineFixture with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** Sets the variables that lead to a database as its superuser. */
    CommandLineFixture on(TestDatabase database) {
        return with("PGHOST", database.host())
                .with("PGPORT", String.valueOf(database.port()))
                .with("PGUSER", database.user())
                .with("PGPASSWORD", database.password())
                .with("PGDATABASE", database.name());
    }

    Ending run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(out, err, Terminal.Traits.PIPES);
        int code = Main.commandLine(surroundings(), terminal).run(arguments);
        return new Ending(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The command that runs it in a process of its own. */
    ProcessBuilder process(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dpgwright.postgres=" + shipped());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(variables);
        return builder;
    }

    Surroundings surroundings() {
        return new Surroundings(variables, home, "tester", shipped(), InstantSource.system());
    }

    private static Path shipped() {
        return Path.of(System.getProperty("pgwright.postgres"));
    }
}
