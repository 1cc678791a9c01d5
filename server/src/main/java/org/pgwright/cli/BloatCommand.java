package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.FiguresFormat;
import org.pgwright.repository.Repository;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;
import org.pgwright.tuning.LiveBloat;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.List;

/** {@code pgwright bloat}. */
@Command(
        name = "bloat",
        description = {
            "Shows which tables and B-trees would shrink most if they were written anew.",
            "By estimates: right now on a server that is named, else as pgwright collect found it last.",
            "What is named is measured on the server by the extension pgstattuple, which reads it whole."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright bloat",
            "  pgwright bloat -h db.example.org -U pgwright -d shop --top 5",
            "  pgwright bloat -h db.example.org -U pgwright -d shop public.orders orders_day_idx",
            "",
            "Estimates need statistics: ANALYZE, and pg_read_all_data or SELECT for the role."
        })
public final class BloatCommand implements Runnable {
    private static final Duration LATELY = Duration.ofHours(24);

    @Mixin private final ServerArguments connection = new ServerArguments();

    @Mixin private final RepositoryArguments repository = new RepositoryArguments();

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            order = 10,
            description = "Server to report on from the repository, if it knows several.")
    private @Nullable String instance;

    @Option(
            names = "--top",
            paramLabel = "N",
            order = 12,
            description = "How many estimates to show; 20 is the default.")
    private int top = 20;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            order = 20,
            description = "Form of the report; text is the default.")
    private FiguresFormat format = FiguresFormat.TEXT;

    @Parameters(
            arity = "0..*",
            paramLabel = "TABLE|INDEX",
            description =
                    "What to measure, such as orders or public.orders; a table with its B-trees.")
    private List<String> names = List.of();

    private final FiguresCommand.Shown shown;

    public BloatCommand(FiguresCommand.Shown shown) {
        this.shown = shown;
    }

    @Override
    public void run() {
        if (top < 1) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "--top " + top + " shows nothing", "give 1 or more");
        }
        Terminal terminal = shown.terminal();
        if (connection.given()) {
            terminal.write(live(terminal));
            return;
        }
        if (!names.isEmpty()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "what is named is measured on a server, and no server is named",
                    "name it with -h or -d");
        }
        try (Repository opened =
                shown.open().apply(repository.location(shown.environment(), terminal))) {
            terminal.write(
                    new Figures(opened)
                            .relations()
                            .bloat(new FiguresOptions(instance, LATELY, top), top)
                            .render(format, terminal.layout()));
        }
    }

    private String live(Terminal terminal) {
        LiveBloat bloat =
                new LiveBloat(connection.settings(shown.environment(), terminal), terminal::warn);
        if (names.isEmpty()) {
            return bloat.estimated(top).render(format, terminal.layout());
        }
        try (ProgressDisplay progress = new ProgressDisplay(terminal)) {
            return bloat.measured(names, progress).render(format, terminal.layout());
        }
    }
}
