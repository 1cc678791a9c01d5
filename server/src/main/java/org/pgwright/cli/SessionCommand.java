package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Report;
import org.pgwright.report.SessionEndReport;
import org.pgwright.report.SessionReport;
import org.pgwright.sessions.ServerSessions;
import org.pgwright.sessions.SessionAct;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/** {@code pgwright session}, which leads to its commands. */
@Command(
        name = "session",
        description = {
            "Shows a session of a server, and ends it or its query.",
            "A session is named by its process and by when it began, as processes are numbered anew."
        },
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright session show 4711 -h db.example.org -d shop",
            "  pgwright session cancel 4711 --started 2026-01-31T12:00:00.123456Z -d shop",
            "  pgwright session terminate 4711 --started 2026-01-31T12:00:00.123456Z -d shop"
        })
public final class SessionCommand implements CommandGroup {
    private final List<Object> commands;

    @Spec private CommandSpec spec = CommandSpec.create();

    public SessionCommand(Terminal terminal, ConnectionEnvironment environment) {
        Needs needs = new Needs(terminal, environment);
        this.commands = List.of(new Show(needs), new Cancel(needs), new Terminate(needs));
    }

    private record Needs(Terminal terminal, ConnectionEnvironment environment) {}

    @Override
    public List<Object> commands() {
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command was given");
    }

    /** All are about one session. */
    private abstract static class Common implements Runnable {
        @Parameters(paramLabel = "PID", description = "Its process, as pgwright activity shows it.")
        private int pid;

        @Mixin private final ServerArguments connection = new ServerArguments();

        @Option(
                names = "--format",
                paramLabel = "text|json",
                order = 20,
                description = "Form of the report; text is the default.")
        private FiguresFormat format = FiguresFormat.TEXT;

        private final Needs needs;

        private Common(Needs needs) {
            this.needs = needs;
        }

        abstract Report report(ConnectionSettings settings, String address);

        final int pid() {
            return pid;
        }

        @Override
        public final void run() {
            ConnectionSettings settings =
                    connection.settings(needs.environment(), needs.terminal());
            Report report = report(settings, settings.host() + ":" + settings.port());
            needs.terminal().write(report.render(format, needs.terminal().layout()));
        }
    }

    @Command(
            name = "show",
            description = "Shows what a session does, whom it holds up, and when it began.",
            sortOptions = false,
            abbreviateSynopsis = true,
            parameterListHeading = "%nArguments:%n",
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {"  pgwright session show 4711 -d shop"})
    private static final class Show extends Common {
        private Show(Needs needs) {
            super(needs);
        }

        @Override
        Report report(ConnectionSettings settings, String address) {
            return new SessionReport(address, new ServerSessions(settings).look(pid()));
        }
    }

    /** Both end something. */
    private abstract static class Ending extends Common {
        @Option(
                names = "--started",
                paramLabel = "TIME",
                order = 10,
                required = true,
                converter = Moment.class,
                description = "When the session began, as pgwright session show has it.")
        private @Nullable Instant startedAt;

        private final SessionAct act;

        private Ending(Needs needs, SessionAct act) {
            super(needs);
            this.act = act;
        }

        @Override
        Report report(ConnectionSettings settings, String address) {
            Instant started = startedAt == null ? Instant.EPOCH : startedAt;
            return SessionEndReport.of(
                    act,
                    new SessionEndReport.Named(address, pid(), started),
                    new ServerSessions(settings).end(act, pid(), started).end());
        }
    }

    @Command(
            name = "cancel",
            description = "Ends the query of a session; the session stays.",
            sortOptions = false,
            abbreviateSynopsis = true,
            parameterListHeading = "%nArguments:%n",
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {
                "  pgwright session cancel 4711 --started 2026-01-31T12:00:00.123456Z -d shop"
            })
    private static final class Cancel extends Ending {
        private Cancel(Needs needs) {
            super(needs, SessionAct.CANCEL);
        }
    }

    @Command(
            name = "terminate",
            description = "Ends a session, and takes back its transaction.",
            sortOptions = false,
            abbreviateSynopsis = true,
            parameterListHeading = "%nArguments:%n",
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {
                "  pgwright session terminate 4711 --started 2026-01-31T12:00:00.123456Z -d shop"
            })
    private static final class Terminate extends Ending {
        private Terminate(Needs needs) {
            super(needs, SessionAct.TERMINATE);
        }
    }

    /** Reads a time of ISO 8601 in UTC. */
    static final class Moment implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeException wrong) {
                throw new TypeConversionException(
                        "'" + text + "' is no time, give one such as 2026-01-31T12:00:00.123456Z");
            }
        }
    }
}
