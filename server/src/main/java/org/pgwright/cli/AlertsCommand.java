package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.alerting.AlertBoard;
import org.pgwright.report.AlertsReport;
import org.pgwright.report.SilencesReport;
import org.pgwright.repository.alerts.Metric;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.List;

/** {@code pgwright alerts}, which lists them and leads to what is done about them. */
@Command(
        name = "alerts",
        description = {
            "Shows which alerts fire now: since when, how often it was seen, and when last.",
            "pgwright serve compares with thresholds every minute, and tells the channels."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright alerts",
            "  pgwright alerts --all --since 7d --instance shop",
            "  pgwright alerts acknowledge 3fa9c01d --comment 'on it'",
            "  pgwright alerts silence --instance shop --for 2h --comment upgrade"
        })
public final class AlertsCommand extends AlertingCommand implements CommandGroup {
    private final List<Object> commands;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            order = 1,
            description = "Those of this server only.")
    private @Nullable String instance;

    @Option(names = "--all", order = 2, description = "Also those that have ended.")
    private boolean isAll;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            order = 3,
            converter = Durations.class,
            description = "With --all, those that ended that long ago or later (default: 1d).")
    private Duration time = Duration.ofDays(1);

    public AlertsCommand(Needs needs) {
        super(needs);
        this.commands =
                List.of(
                        new Acknowledge(needs),
                        new Silence(needs),
                        new Silences(needs),
                        new EndSilence(needs));
    }

    @Override
    public List<Object> commands() {
        return commands;
    }

    @Override
    public void run() {
        show(
                office ->
                        new AlertsReport(
                                        office.board().standing(instance),
                                        isAll ? office.board().ended(instance, time) : null)
                                ::render);
    }

    @Command(
            name = "acknowledge",
            description = "Notes that you see to an alert, and tells the channels.",
            sortOptions = false,
            abbreviateSynopsis = true,
            parameterListHeading = "%nArguments:%n",
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {"  pgwright alerts acknowledge 3fa9c01d --comment 'on it'"})
    private static final class Acknowledge extends AlertingCommand {
        @Parameters(paramLabel = "ALERT", description = "An id of pgwright alerts.")
        private String id = "";

        @Option(
                names = "--comment",
                paramLabel = "TEXT",
                order = 1,
                description = "For those who are told.")
        private String comment = "";

        private Acknowledge(Needs needs) {
            super(needs);
        }

        @Override
        public void run() {
            show(
                    office ->
                            new AlertsReport(List.of(office.board().acknowledge(id, comment)), null)
                                    ::render);
        }
    }

    @Command(
            name = "silence",
            description = {
                "Has nobody told of alerts for a time: of those that fire and those to come.",
                "What still fires when it ends is told then. That an alert is over is told to whom",
                "it was told that it began."
            },
            sortOptions = false,
            abbreviateSynopsis = true,
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {
                "  pgwright alerts silence --instance shop --for 2h --comment upgrade",
                "  pgwright alerts silence --metric bloat --of 'shop.public.log_*' --for 30d"
            })
    private static final class Silence extends AlertingCommand {
        @Option(
                names = "--instance",
                paramLabel = "NAME",
                order = 1,
                description = "Those of this server (default: all).")
        private @Nullable String instance;

        @Option(
                names = "--metric",
                paramLabel = "METRIC",
                order = 2,
                converter = MetricName.class,
                description = "Those of this metric, as in pgwright threshold list (default: all).")
        private @Nullable Metric metric;

        @Option(
                names = "--of",
                paramLabel = "NAME",
                order = 3,
                description =
                        "Those of this table, index, query or other subject, as pgwright alerts"
                                + " shows it; * stands for any characters (default: all).")
        private @Nullable String subject;

        @Option(
                names = "--for",
                paramLabel = "TIME",
                order = 4,
                required = true,
                converter = Durations.class,
                description = "How long, such as 2h.")
        private Duration time = Duration.ZERO;

        @Option(names = "--comment", paramLabel = "TEXT", order = 5, description = "Why.")
        private String comment = "";

        private Silence(Needs needs) {
            super(needs);
        }

        @Override
        public void run() {
            show(
                    office ->
                            new SilencesReport(
                                            List.of(
                                                    office.board()
                                                            .silence(
                                                                    new AlertBoard.Wish(
                                                                            instance, metric,
                                                                            subject, time,
                                                                            comment))))
                                    ::render);
        }
    }

    @Command(
            name = "silences",
            description = "Lists the silences that hold now.",
            sortOptions = false,
            abbreviateSynopsis = true,
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {"  pgwright alerts silences"})
    private static final class Silences extends AlertingCommand {
        private Silences(Needs needs) {
            super(needs);
        }

        @Override
        public void run() {
            show(office -> new SilencesReport(office.board().silences())::render);
        }
    }

    @Command(
            name = "end-silence",
            description = "Ends a silence early.",
            sortOptions = false,
            abbreviateSynopsis = true,
            parameterListHeading = "%nArguments:%n",
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {"  pgwright alerts end-silence 3fa9c01d"})
    private static final class EndSilence extends AlertingCommand {
        @Parameters(paramLabel = "SILENCE", description = "An id of pgwright alerts silences.")
        private String id = "";

        private EndSilence(Needs needs) {
            super(needs);
        }

        @Override
        public void run() {
            show(
                    office -> {
                        office.board().endSilence(id);
                        return new SilencesReport(office.board().silences())::render;
                    });
        }
    }
}
