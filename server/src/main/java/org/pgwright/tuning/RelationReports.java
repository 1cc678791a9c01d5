package org.pgwright.tuning;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.maintenance.UnusedSinceMade;
import org.pgwright.report.BloatEstimatesReport;
import org.pgwright.report.IndexesReport;
import org.pgwright.report.TableReport;
import org.pgwright.report.TablesReport;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.figures.ColumnFigures;
import org.pgwright.repository.figures.Columns;
import org.pgwright.repository.figures.IndexFigures;
import org.pgwright.repository.figures.KnownFinding;
import org.pgwright.repository.figures.KnownFindings;
import org.pgwright.repository.figures.Relations;
import org.pgwright.repository.figures.TableFigures;
import org.pgwright.repository.performance.MadeIndexes;

import java.util.List;
import java.util.Map;

/** Answers what the repository knows of tables and indexes, as reports. Only reads it. */
public final class RelationReports {
    private final Repository repository;
    private final FiguresReader reader;
    private final Relations relations = new Relations();
    private final Columns columns = new Columns();
    private final KnownFindings findings = new KnownFindings();

    RelationReports(Repository repository) {
        this.repository = repository;
        this.reader = new FiguresReader(repository);
    }

    /**
     * What indexes did.
     *
     * @param withOurs whether to show those of the repository's own tables, too
     */
    public IndexesReport indexes(FiguresOptions options, boolean withOurs) {
        FiguresReader.Known<List<IndexFigures>> known = reader.read(options, relations::indexes);
        List<IndexFigures> wanted =
                known.figures().stream()
                        .filter(index -> withOurs || !index.key().isOurs())
                        .toList();
        return new IndexesReport(
                known.span(),
                FiguresReader.limited(wanted, options),
                findings(known, withOurs),
                unused(known));
    }

    private List<UnusedSinceMade> unused(FiguresReader.Known<?> known) {
        return repository.inTransaction(
                Work.READ,
                jdbc ->
                        new MadeIndexes()
                                .unused(jdbc, known.window().instanceId(), known.window().to()));
    }

    /**
     * How tables are, and what was done to them.
     *
     * @param withOurs whether to show the repository's own, too
     * @param byGroup whether people want to see groups
     */
    public TablesReport tables(FiguresOptions options, boolean withOurs, boolean byGroup) {
        FiguresReader.Known<List<TableFigures>> known = reader.read(options, relations::tables);
        List<TableFigures> wanted =
                known.figures().stream()
                        .filter(table -> withOurs || !table.key().isOurs())
                        .toList();
        return new TablesReport(
                known.span(),
                wanted,
                FiguresReader.limited(wanted, options).size(),
                new TablesReport.Details(columns(known), findings(known, withOurs)),
                byGroup);
    }

    /**
     * All about one table.
     *
     * @param name with or without its schema, and before that its database
     * @throws PgwrightException NOT_FOUND if there is none of that name, USAGE if there are several
     */
    public TableReport table(FiguresOptions options, String name) {
        FiguresReader.Known<List<TableFigures>> known = reader.read(options, relations::tables);
        TableFigures table = named(known.figures(), name);
        List<IndexFigures> indexes =
                reader.read(options, relations::indexes).figures().stream()
                        .filter(index -> index.databaseName().equals(table.databaseName()))
                        .filter(index -> index.table().equals(table.name()))
                        .toList();
        return new TableReport(
                known.span(),
                table,
                columns(known).getOrDefault(table.key().id(), List.of()),
                indexes,
                findings(known, true).stream().filter(found -> found.isOf(table)).toList());
    }

    private static TableFigures named(List<TableFigures> tables, String name) {
        List<TableFigures> found =
                tables.stream()
                        .filter(
                                table ->
                                        table.name().name().equals(name)
                                                || plain(table).equals(name)
                                                || table.name().shown().equals(name)
                                                || (table.databaseName() + "." + plain(table))
                                                        .equals(name))
                        .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new PgwrightException(
                found.isEmpty() ? ErrorCode.NOT_FOUND : ErrorCode.USAGE,
                found.isEmpty()
                        ? "no table " + name + " is known"
                        : "there are %d tables %s".formatted(found.size(), name),
                found.isEmpty()
                        ? "see pgwright tables"
                        : "give its schema, or its database and schema: database.schema.table");
    }

    private static String plain(TableFigures table) {
        return table.name().schema() + "." + table.name().name();
    }

    private Map<Integer, List<ColumnFigures>> columns(FiguresReader.Known<?> known) {
        return repository.inTransaction(
                Work.READ, jdbc -> columns.all(jdbc, known.window().instanceId()));
    }

    private List<KnownFinding> findings(FiguresReader.Known<?> known, boolean withOurs) {
        return repository.inTransaction(
                Work.READ, jdbc -> findings.all(jdbc, known.window().instanceId(), withOurs));
    }

    /**
     * Which tables and B-trees would shrink most if they were written anew, as of the last look.
     *
     * @param top how many to show
     */
    public BloatEstimatesReport bloat(FiguresOptions options, int top) {
        FiguresReader.Known<List<TableFigures>> tables = reader.read(options, relations::tables);
        List<IndexFigures> indexes = reader.read(options, relations::indexes).figures();
        return BloatEstimatesReport.of(
                tables.span(),
                tables.figures().stream().filter(table -> !table.key().isOurs()).toList(),
                indexes.stream().filter(index -> !index.key().isOurs()).toList(),
                top);
    }
}
