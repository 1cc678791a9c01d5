package org.pgwright.cli;

import org.pgwright.demo.Demo;
import org.pgwright.demo.DemoOptions;
import org.pgwright.demo.Pages;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;

/** {@code pgwright demo}. */
@Command(
        name = "demo",
        description = {
            "Shows what pgwright does, on a PostgreSQL of its own.",
            "Loads a database, runs its workload, advises, builds the indexes, and runs the workload",
            "again. Pages show all of it in a browser, until Ctrl-C. Leaves nothing behind."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  pgwright demo", "  pgwright demo --scale 1", "  pgwright demo --no-serve"})
public final class DemoCommand implements Runnable {
    @Option(
            names = "--scale",
            paramLabel = "N",
            description = "Millions of training runs (default: ${DEFAULT-VALUE}).")
    private double scale = DemoOptions.DEFAULT_SCALE;

    @Option(names = "--no-serve", description = "No pages: end after the report.")
    private boolean endsAfterReport;

    private final Terminal terminal;
    private final DoubleFunction<Demo> demo;
    private final Supplier<Pages> pages;

    /**
     * @param demo makes the demo for a scale, when there is work for it
     * @param pages likewise what shows it
     */
    public DemoCommand(Terminal terminal, DoubleFunction<Demo> demo, Supplier<Pages> pages) {
        this.terminal = terminal;
        this.demo = demo;
        this.pages = pages;
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
            Consumer<String> out =
                    section -> {
                        progress.clear();
                        terminal.write(section);
                    };
            if (endsAfterReport) {
                demo.apply(scale).run(out, progress);
            } else {
                demo.apply(scale).serve(out, progress, pages.get(), EndingSignals::stop);
            }
        }
    }
}
