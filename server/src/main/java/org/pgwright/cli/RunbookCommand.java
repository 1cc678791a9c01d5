package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.FiguresFormat;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.tuning.FiguresOptions;
import org.pgwright.tuning.Runbooks;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;

/** {@code pgwright runbook}. */
@Command(
        name = "runbook",
        description = {
            "Writes a runbook of a database: what to do, filled in with its own facts.",
            "Quick reference, emergency, slow query, bloat, open strategies, the way back of changes,",
            "monthly maintenance; as Markdown, from what pgwright collect has kept."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright runbook -d shop --output runbook.md",
            "  pgwright runbook -d shop --instance db.example.org --since 7d --format json"
        })
public final class RunbookCommand implements Runnable {
    @Mixin private final RepositoryArguments repository = new RepositoryArguments();

    @Option(
            names = {"-d", "--database"},
            paramLabel = "NAME",
            order = 9,
            description = "Database as the repository names it, if it knows several.")
    private @Nullable String database;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            order = 10,
            description = "Server to write about, if the repository knows several.")
    private @Nullable String instance;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            order = 11,
            converter = Durations.class,
            description = "How far back to look, such as 7d; 30d is the default.")
    private Duration since = Duration.ofDays(30);

    @Option(
            names = "--format",
            paramLabel = "text|json",
            order = 20,
            description = "Form of the document; text, which is Markdown, is the default.")
    private FiguresFormat format = FiguresFormat.TEXT;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            order = 21,
            description = "Write it to this file instead of standard output.")
    private @Nullable Path output;

    private final FiguresCommand.Shown shown;

    public RunbookCommand(FiguresCommand.Shown shown) {
        this.shown = shown;
    }

    @Override
    public void run() {
        if (since.isZero()) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "--since 0 is no time", "give a time such as 30d");
        }
        ReportFile file = output == null ? null : ReportFile.at("--output", output);
        RepositoryLocation location = repository.location(shown.environment(), shown.terminal());
        String document;
        try (Repository opened = shown.open().apply(location)) {
            document =
                    new Runbooks(opened)
                            .of(
                                    new FiguresOptions(instance, since, null),
                                    database,
                                    repository.words(location))
                            .render(format);
        }
        if (file == null) {
            shown.terminal().write(document);
        } else {
            file.write(document);
        }
    }
}
