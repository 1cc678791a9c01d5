package org.pgwright.benchmarks.generated;

import org.pgwright.benchmarks.generated.GeneratedTable.Column;
import org.pgwright.benchmarks.schema.SampleDatabase;
import org.pgwright.benchmarks.schema.SampleQuery;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.planner.Progress;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Fifty tables as an application has them: a few large, many small, bound by foreign keys of which
 * half have an index; times, statuses, amounts, names, and documents in a few. The same at every
 * load.
 */
public final class GeneratedDatabase implements SampleDatabase {
    private static final long SEED = 20_261_121;
    private static final int TABLES = 50;
    private static final int SMALL = 30;
    private static final int MEDIUM = 14;
    private static final int MAX_REFERENCES = 3;
    private static final int DOCUMENTS_EVERY = 6;

    private final double scale;
    private final List<GeneratedTable> tables = new ArrayList<>();

    /**
     * @param scale 1 for 200,000 rows in each of the six largest tables
     */
    public GeneratedDatabase(double scale) {
        this.scale = scale;
        Random random = new Random(SEED);
        for (int i = 0; i < TABLES; i++) {
            tables.add(table(i, random));
        }
    }

    /** Those that are referenced come before those that refer to them. */
    List<GeneratedTable> tables() {
        return List.copyOf(tables);
    }

    private GeneratedTable table(int position, Random random) {
        List<Column> columns = new ArrayList<>();
        add(columns, "id", Kind.KEY);
        addReferences(columns, position, random);
        add(columns, "status", Kind.STATUS);
        add(columns, "created_at", Kind.MOMENT);
        add(columns, "amount", Kind.AMOUNT);
        add(columns, "code", Kind.CODE);
        if (random.nextBoolean()) {
            add(columns, "due_on", Kind.DAY);
        }
        if (random.nextBoolean()) {
            add(columns, "name", Kind.NAME);
        }
        add(columns, "active", Kind.FLAG);
        add(columns, "note", Kind.NOTE);
        if (position % DOCUMENTS_EVERY == 0) {
            add(columns, "payload", Kind.DOCUMENT);
        }
        return new GeneratedTable("t%02d".formatted(position), rows(position, random), columns);
    }

    private static void add(List<Column> columns, String name, Kind kind) {
        columns.add(new Column(name, kind, null, false));
    }

    private void addReferences(List<Column> columns, int position, Random random) {
        int count = Math.min(position, 1 + random.nextInt(MAX_REFERENCES));
        Set<GeneratedTable> targets = new HashSet<>();
        while (targets.size() < count) {
            GeneratedTable target = tables.get(random.nextInt(position));
            if (targets.add(target)) {
                columns.add(
                        new Column(
                                target.name() + "_id",
                                Kind.REFERENCE,
                                target,
                                random.nextBoolean()));
            }
        }
    }

    private long rows(int position, Random random) {
        double rows =
                position < SMALL
                        ? 500 + random.nextInt(4_500)
                        : position < SMALL + MEDIUM ? 50_000 : 200_000;
        return Math.max(10, Math.round(rows * scale));
    }

    @Override
    public String name() {
        return "generated";
    }

    @Override
    public void load(Connection connection, Progress progress) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT setseed(0.42)");
            for (int done = 0; done < tables.size(); done++) {
                progress.step("Loading tables", done, tables.size());
                GeneratedTable table = tables.get(done);
                statement.execute(table.created());
                statement.execute(table.filled());
                for (String index : table.indexed()) {
                    statement.execute(index);
                }
            }
            progress.step("Vacuuming and analyzing", tables.size(), tables.size());
            statement.execute("VACUUM (ANALYZE)");
        }
    }

    /** One look-up by the key of each table. */
    @Override
    public List<SampleQuery> queries() {
        return tables.stream()
                .map(
                        table ->
                                new SampleQuery(
                                        table.name(),
                                        null,
                                        "SELECT * FROM " + table.name() + " WHERE id = 5"))
                .toList();
    }

    /** None: what it lacks is for the advisor to find. */
    @Override
    public List<IndexDefinition> indexes() {
        return List.of();
    }
}
