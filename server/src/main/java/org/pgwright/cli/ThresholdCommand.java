package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.alerting.AlertOffice;
import org.pgwright.alerting.ThresholdChange;
import org.pgwright.alerting.ThresholdDesk;
import org.pgwright.catalog.Bytes;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.ThresholdsReport;
import org.pgwright.repository.alerts.Metric;
import org.pgwright.repository.alerts.TableName;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** {@code pgwright threshold}, which leads to its commands. */
@Command(
        name = "threshold",
        description = "Shows and sets from which values on there are alerts.",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright threshold list",
            "  pgwright threshold set connections --warning 70 --critical 90 --for 10min",
            "  pgwright threshold set bloat --table public.log --off"
        })
public final class ThresholdCommand implements CommandGroup {
    private final List<Object> commands;

    @Spec private CommandSpec spec = CommandSpec.create();

    public ThresholdCommand(AlertingCommand.Needs needs) {
        this.commands = List.of(new All(needs), new Set(needs), new Unset(needs));
    }

    @Override
    public List<Object> commands() {
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command was given");
    }

    /** All are about an instance. */
    private abstract static class Common extends AlertingCommand {
        @Option(
                names = "--instance",
                paramLabel = "NAME",
                order = 1,
                description = "Server, if the repository knows several.")
        private @Nullable String instance;

        private Common(Needs needs) {
            super(needs);
        }

        final @Nullable String instance() {
            return instance;
        }

        final void showThresholds(Function<AlertOffice, ThresholdDesk.OfInstance> work) {
            show(office -> new ThresholdsReport(work.apply(office))::render);
        }
    }

    /** Some are about a metric, of the whole database or a table. */
    private abstract static class OfMetric extends Common {
        @Parameters(
                paramLabel = "METRIC",
                converter = MetricName.class,
                description = "As pgwright threshold list shows it.")
        private Metric metric = Metric.CONNECTIONS;

        @Option(
                names = "--table",
                paramLabel = "[SCHEMA.]TABLE",
                order = 2,
                description = "For this table and its indexes, in place of the whole database.")
        private @Nullable String table;

        private OfMetric(Needs needs) {
            super(needs);
        }

        final Metric metric() {
            return metric;
        }

        final @Nullable TableName table() {
            try {
                return table == null ? null : TableName.of(table);
            } catch (IllegalArgumentException senseless) {
                throw new PgwrightException(
                        ErrorCode.USAGE,
                        "--table names no table",
                        "give it as TABLE or SCHEMA.TABLE",
                        senseless);
            }
        }
    }

    @Command(
            name = "list",
            description = "Lists the thresholds of an instance, in the units of the metrics.",
            sortOptions = false,
            abbreviateSynopsis = true,
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {"  pgwright threshold list --instance shop"})
    private static final class All extends Common {
        private All(Needs needs) {
            super(needs);
        }

        @Override
        public void run() {
            showThresholds(office -> office.thresholds().all(instance()));
        }
    }

    @Command(
            name = "set",
            description = "Sets what is given, and leaves the rest as it is.",
            sortOptions = false,
            abbreviateSynopsis = true,
            parameterListHeading = "%nArguments:%n",
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {
                "  pgwright threshold set connections --warning 70 --critical 90 --for 10min",
                "  pgwright threshold set dead_rows --table public.queue --warning 60 --critical 90",
                "  pgwright threshold set disk_growth --disk-size 500GB",
                "  pgwright threshold set bloat --table public.log --off"
            })
    private static final class Set extends OfMetric {
        @Option(
                names = "--warning",
                paramLabel = "VALUE",
                order = 3,
                description = "In the unit that pgwright threshold list shows.")
        private @Nullable Double warning;

        @Option(
                names = "--critical",
                paramLabel = "VALUE",
                order = 4,
                description = "In the same unit; for cache_hit and disk_growth the smaller one.")
        private @Nullable Double critical;

        @Option(
                names = "--for",
                paramLabel = "TIME",
                order = 5,
                converter = Durations.class,
                description = "How long all values have to be beyond it, such as 5min.")
        private @Nullable Duration lasting;

        @Option(
                names = "--margin",
                paramLabel = "PERCENT",
                order = 6,
                converter = Percentages.class,
                description = "By how much of it a value has to be back.")
        private @Nullable Double margin;

        @Option(
                names = "--disk-size",
                paramLabel = "SIZE",
                order = 7,
                converter = ByteSizes.class,
                description = "How large the disk is, for disk_growth.")
        private @Nullable Bytes disk;

        @Option(names = "--on", order = 8, description = "Have alerts of it again.")
        private boolean isOn;

        @Option(names = "--off", order = 9, description = "Have no alerts of it.")
        private boolean isOff;

        private Set(Needs needs) {
            super(needs);
        }

        @Override
        public void run() {
            if (isOn && isOff) {
                throw new PgwrightException(
                        ErrorCode.USAGE, "both --on and --off are given", "give one of them");
            }
            Double share = margin;
            ThresholdChange change =
                    new ThresholdChange(
                            warning,
                            critical,
                            (isOn || isOff) ? (Boolean) isOn : null,
                            lasting,
                            share == null ? null : (Double) (100 * share),
                            disk == null ? null : (Long) disk.count());
            showThresholds(
                    office -> office.thresholds().set(instance(), metric(), table(), change));
        }
    }

    @Command(
            name = "unset",
            description = {
                "Makes a threshold again what it was in the beginning; that of a table goes, and that",
                "of the whole database holds."
            },
            sortOptions = false,
            abbreviateSynopsis = true,
            parameterListHeading = "%nArguments:%n",
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {
                "  pgwright threshold unset connections",
                "  pgwright threshold unset dead_rows --table public.queue"
            })
    private static final class Unset extends OfMetric {
        private Unset(Needs needs) {
            super(needs);
        }

        @Override
        public void run() {
            showThresholds(office -> office.thresholds().unset(instance(), metric(), table()));
        }
    }
}
