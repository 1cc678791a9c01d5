package org.pgwright.cli;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.Secret;
import org.pgwright.report.Layout;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Where a command writes: what was asked for to standard output, everything else to standard error,
 * both in UTF-8.
 */
public final class Terminal {
    private static final Set<String> AGREEING = Set.of("y", "yes");

    private final OutputStream out;
    private volatile PrintStream err;
    private final Traits traits;

    /**
     * @param out written to unbuffered
     */
    public Terminal(OutputStream out, OutputStream err, Traits traits) {
        this.out = out;
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.traits = traits;
    }

    /** The terminal or the pipes of this process. */
    public static Terminal ofProcess(Traits traits) {
        return new Terminal(
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                traits);
    }

    /**
     * What the streams lead to.
     *
     * @param outInteractive whether standard output is a terminal
     * @param errInteractive whether standard error is a terminal
     * @param columns of the terminal
     * @param colour whether to colour what goes to a terminal
     */
    public record Traits(
            boolean outInteractive, boolean errInteractive, int columns, boolean colour) {
        /** Pipes: no terminal, 100 columns. */
        public static final Traits PIPES = new Traits(false, false, 100, false);
    }

    public Traits traits() {
        return traits;
    }

    /** For documents that go to standard output. */
    Layout layout() {
        return traits.outInteractive()
                ? new Layout(traits.columns(), traits.colour())
                : Layout.PLAIN;
    }

    /** For messages and progress. */
    PrintStream err() {
        return err;
    }

    /**
     * Writes a document to standard output, as a whole.
     *
     * @throws ClosedPipe if its reader has gone, such as {@code head}
     * @throws PgwrightException if it cannot be written
     */
    public void write(String document) {
        try {
            out.write(document.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException failure) {
            throw writeFailure(failure);
        }
    }

    /** Lets nothing more be said on standard error. */
    public void fallSilent() {
        err = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** One line about what is going on. */
    public void note(String sentence) {
        err.println("pgwright: " + sentence);
    }

    /** One line about something that did not go wrong, but should be known. */
    public void warn(String sentence) {
        err.println("pgwright: warning: " + sentence);
    }

    /**
     * Asks a person for something that is not shown while it is typed.
     *
     * @throws PgwrightException USAGE if there is no terminal, or no answer
     */
    @SuppressWarnings("SystemConsoleNull") // where input is no terminal, JDK 25 returns null again
    Secret askSecretly(String question) {
        Console console = System.console();
        char[] answer = console == null ? null : console.readPassword("%s", question);
        if (answer == null) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the password cannot be asked for without a terminal",
                    "set PGPASSWORD or add a line to ~/.pgpass");
        }
        return new Secret(new String(answer));
    }

    /**
     * Asks a person whether to go on; anything but a yes is a no.
     *
     * @throws PgwrightException USAGE if there is no terminal
     */
    @SuppressWarnings("SystemConsoleNull") // where input is no terminal, JDK 25 returns null again
    boolean confirm(String question) {
        Console console = System.console();
        if (console == null) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "nobody can be asked without a terminal",
                    "add --yes to do it without asking");
        }
        String answer = console.readLine("%s", question);
        return answer != null && AGREEING.contains(answer.strip().toLowerCase(Locale.ROOT));
    }

    private static RuntimeException writeFailure(IOException failure) {
        String reason = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("broken pipe")) {
            return new ClosedPipe(failure);
        }
        if (reason.contains("no space left")) {
            return new PgwrightException(
                    ErrorCode.DISK_FULL,
                    "standard output cannot take the report: no space left on its device",
                    "free some space there, or write it elsewhere with --output",
                    failure);
        }
        return new PgwrightException(
                ErrorCode.INTERNAL,
                "standard output cannot be written: " + failure.getMessage(),
                "write the report to a file with --output",
                failure);
    }

    /** The reader of standard output has gone; not an error to speak of. */
    static final class ClosedPipe extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClosedPipe(IOException cause) {
            super(cause);
        }
    }
}
