package org.pgwright.cli;

import picocli.CommandLine.Command;

/** {@code pgwright version}. */
@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Runnable {
    private final Terminal terminal;
    private final String version;

    VersionCommand(Terminal terminal, String version) {
        this.terminal = terminal;
        this.version = version;
    }

    @Override
    public void run() {
        terminal.write("pgwright " + version + "\n");
    }
}
