package org.pgwright.cli;

import org.pgwright.demo.Demo;
import org.pgwright.demo.DemoOptions;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.function.DoubleFunction;

/** {@code pgwright demo}. */
@Command(
        name = "demo",
        description = {
            "Shows what pgwright does, on a PostgreSQL of its own.",
            "Loads a database, runs its workload, advises, builds the indexes, and runs the workload",
            "again. Leaves nothing behind."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  pgwright demo", "  pgwright demo --scale 1"})
public final class DemoCommand implements Runnable {
    @Option(
            names = "--scale",
            paramLabel = "N",
            description = "Millions of training runs (default: ${DEFAULT-VALUE}).")
    private double scale = DemoOptions.DEFAULT_SCALE;

    @Option(
            names = "--no-serve",
            description = "End after the report, as it does in any case until there are pages.")
    @SuppressWarnings("unused") // Accepted already, so that scripts need not change with the pages.
    private boolean endsAfterReport;

    private final Terminal terminal;
    private final DoubleFunction<Demo> demo;

    /**
     * @param demo makes the demo for a scale, when there is work for it
     */
    public DemoCommand(Terminal terminal, DoubleFunction<Demo> demo) {
        this.terminal = terminal;
        this.demo = demo;
    }

    @Override
    public void run() {
        if (!(scale >= DemoOptions.SMALLEST_SCALE && scale <= DemoOptions.LARGEST_SCALE)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the scale " + scale + " is not from 0.001 to 100",
                    "change it");
        }
        try (ProgressDisplay progress = new ProgressDisplay(terminal)) {
            demo.apply(scale)
                    .run(
                            section -> {
                                progress.clear();
                                terminal.write(section);
                            },
                            progress);
        }
    }
}
