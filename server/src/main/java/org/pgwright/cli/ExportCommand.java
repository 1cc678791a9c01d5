package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.migration.MigrationFile;
import org.pgwright.report.migration.MigrationFormat;
import org.pgwright.report.migration.MigrationPlan;
import org.pgwright.report.migration.Migrations;
import org.pgwright.report.migration.WrittenFiles;
import org.pgwright.strategy.Status;
import org.pgwright.tuning.change.ExportedIndexes;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code pgwright export}. */
@Command(
        name = "export",
        description = {
            "Writes changes of indexes and extended statistics as migrations.",
            "For psql, Flyway, Liquibase, Alembic, Rails or Django, with the way back; or alert",
            "rules and a dashboard for what pgwright serve tells Prometheus. Changes no database."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright advise -d shop --format json --output advice.json",
            "  pgwright export --format flyway --output src/main/resources/db/migration --file advice.json",
            "  pgwright export --format liquibase --output changelog --phases --file advice.json",
            "  pgwright export --format alembic --output versions --depends-on ae1027a6acf --file advice.json",
            "  pgwright export --format django --output shop/migrations 3fa9c01d",
            "  pgwright export --format sql --output . --database shop --status approved",
            "  pgwright export --format prometheus-rules --output /etc/prometheus",
            "",
            "The same indexes give the same files; one that is there is left as it is."
        })
public final class ExportCommand implements Runnable {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,17}");
    private static final Pattern MIGRATION = Pattern.compile("[A-Za-z0-9_]{1,200}");

    @Parameters(
            arity = "0..*",
            paramLabel = "STRATEGY",
            description =
                    "What to export: an id of pgwright strategy list, or the name of an index;"
                            + " without any, all that is proposed or approved.")
    private List<String> names = List.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            order = 1,
            required = true,
            converter = ExportFormat.Name.class,
            description =
                    "Whose migrations to write: sql, flyway, liquibase, alembic, rails or django."
                            + " Or prometheus-rules, prometheus-scrape or grafana-dashboard.")
    private ExportFormat chosen = new ExportFormat.OfMigrations(MigrationFormat.SQL);

    @Option(
            names = "--output",
            paramLabel = "DIR",
            order = 2,
            required = true,
            description = "Folder for the files; it is made if only it is missing.")
    private Path folder = Path.of("");

    @Option(
            names = "--file",
            paramLabel = "FILE",
            order = 3,
            description =
                    "Export what this file of pgwright advise --format json says, instead of"
                            + " strategies.")
    private @Nullable Path file;

    @Option(
            names = "--phases",
            order = 4,
            description =
                    "Write a migration for each phase: the indexes that gain most, those that gain"
                            + " less, and last what is dropped and rebuilt.")
    private boolean isPhased;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            order = 10,
            description = "Strategies of this server only.")
    private @Nullable String instance;

    @Option(
            names = "--database",
            paramLabel = "NAME",
            order = 11,
            description = "Strategies of databases of this name only.")
    private @Nullable String database;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            order = 12,
            split = ",",
            converter = StatusName.class,
            description =
                    "Strategies in this status only, such as approved; usually those proposed,"
                            + " approved or scheduled. May be repeated.")
    private List<Status> statuses = new ArrayList<>();

    @Option(
            names = "--first-version",
            paramLabel = "NUMBER",
            order = 20,
            description =
                    "Version of the first migration, the next ones count on; usually the time of"
                            + " the advice, such as 20261120102100.")
    private @Nullable String firstVersion;

    @Option(
            names = "--depends-on",
            paramLabel = "MIGRATION",
            order = 21,
            description = "The last revision (Alembic) or migration (Django) that there is.")
    private @Nullable String dependsOn;

    @Option(
            names = "--app",
            paramLabel = "LABEL",
            order = 22,
            description =
                    "Label of Django's application; usually the folder that holds a folder"
                            + " called migrations.")
    private @Nullable String app;

    @Option(names = "--force", order = 23, description = "Replace files that are there and differ.")
    private boolean isForced;

    @Option(
            names = "--list",
            paramLabel = "text|json",
            order = 24,
            description = "Form of the list of files on standard output; text is the default.")
    private FiguresFormat list = FiguresFormat.TEXT;

    @Mixin private final RepositoryArguments repository = new RepositoryArguments();

    private final ChangingCommand.Needs needs;

    public ExportCommand(ChangingCommand.Needs needs) {
        this.needs = needs;
    }

    @Override
    public void run() {
        MigrationFolder target;
        List<MigrationFile> files;
        switch (chosen) {
            case ExportFormat.OfMonitoring monitoring -> {
                checkMonitoring();
                target = MigrationFolder.at(folder);
                files = monitoring.files();
            }
            case ExportFormat.OfMigrations(MigrationFormat format) -> {
                check(format);
                String label = format == MigrationFormat.DJANGO ? label() : "";
                target = MigrationFolder.at(folder);
                files = migrations(format, label);
            }
        }
        List<WrittenFiles.Written> written = target.write(files, isForced);
        needs.terminal().write(new WrittenFiles(written).render(list));
    }

    private List<MigrationFile> migrations(MigrationFormat format, String label) {
        ExportedIndexes exported = exported();
        MigrationPlan plan =
                new MigrationPlan(
                        format,
                        isPhased,
                        exported.database(),
                        exported.at(),
                        firstVersion,
                        dependsOn,
                        label);
        return Migrations.files(exported.indexes(), plan);
    }

    private boolean choosesStrategies() {
        return instance != null || database != null || !statuses.isEmpty();
    }

    private void checkMonitoring() {
        boolean isOfMigrations =
                isPhased || firstVersion != null || dependsOn != null || app != null;
        if (!names.isEmpty() || file != null || choosesStrategies() || isOfMigrations) {
            throw usage(
                    "rules and dashboards are the same whatever is exported otherwise",
                    "leave out all but --format, --output, --force and --list");
        }
    }

    private void check(MigrationFormat format) {
        boolean choosesStrategies = choosesStrategies();
        if (file != null && (!names.isEmpty() || choosesStrategies || repository.given())) {
            throw usage(
                    "both a file of advice and strategies of the repository are named",
                    "name one of them");
        }
        if (!names.isEmpty() && choosesStrategies) {
            throw usage(
                    "strategies are both named and chosen by --instance, --database or --status",
                    "do one of them");
        }
        if (firstVersion != null && !NUMBER.matcher(firstVersion).matches()) {
            throw usage(
                    "--first-version '" + firstVersion + "' is no number of up to 17 digits",
                    "give one such as 42 or 20261120102100");
        }
        if (dependsOn != null && !MIGRATION.matcher(dependsOn).matches()) {
            throw usage(
                    "--depends-on '" + dependsOn + "' names no migration",
                    "give its name, such as 0007_order_total, without folder and .py");
        }
        boolean takesDependency =
                format == MigrationFormat.ALEMBIC || format == MigrationFormat.DJANGO;
        if (dependsOn != null && !takesDependency) {
            throw usage(
                    "--depends-on is for Alembic and Django only",
                    "leave it out: the others run migrations by their versions");
        }
        if (app != null && format != MigrationFormat.DJANGO) {
            throw usage("--app is for Django only", "leave it out");
        }
    }

    private String label() {
        String label = app == null ? usualLabel() : app;
        if (label == null) {
            throw usage(
                    "the label of Django's application is not known",
                    "give it with --app, or name its folder, such as --output shop/migrations");
        }
        if (!MIGRATION.matcher(label).matches()) {
            throw usage(
                    "'" + label + "' is no label of an application of Django",
                    "give it with --app, such as --app shop");
        }
        return label;
    }

    /** By the folder that holds the one of the migrations. */
    private @Nullable String usualLabel() {
        Path whole = folder.toAbsolutePath().normalize();
        Path parent = whole.getParent();
        Path name = parent == null ? null : parent.getFileName();
        return whole.endsWith("migrations") && name != null ? name.toString() : null;
    }

    private ExportedIndexes exported() {
        if (file != null) {
            return ExportedIndexes.ofAdvice(file);
        }
        return needs.run()
                .get()
                .with(
                        repository.location(needs.environment(), needs.terminal()),
                        changes ->
                                names.isEmpty()
                                        ? ExportedIndexes.chosen(
                                                changes, instance, database, statuses)
                                        : ExportedIndexes.named(changes, names));
    }

    private static PgwrightException usage(String what, String remedy) {
        return new PgwrightException(ErrorCode.USAGE, what, remedy);
    }
}
