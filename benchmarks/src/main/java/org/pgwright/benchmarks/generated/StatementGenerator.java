package org.pgwright.benchmarks.generated;

import org.pgwright.benchmarks.generated.GeneratedTable.Column;
import org.pgwright.workload.NormalizedText;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Writes statements of an application on a generated database, as pg_stat_statements shows them:
 * look-ups, ranges, newest rows, joins, sums by group, and one write in six.
 *
 * <p>The first statements of a larger workload are those of a smaller one. How often each is called
 * falls off as in real workloads: the tenth has a tenth of the calls of the first.
 */
public final class StatementGenerator {
    private static final long SEED = 7;
    private static final double CALLS = 100_000;
    private static final int MAX_JOINED = 4;
    private static final int FORMS = 12;

    private final List<GeneratedTable> tables;
    private final Random random = new Random(SEED);

    public StatementGenerator(GeneratedDatabase database) {
        this.tables = database.tables();
    }

    /** So many different statements. */
    public static Workload workload(GeneratedDatabase database, int count) {
        StatementGenerator generator = new StatementGenerator(database);
        Set<String> texts = new LinkedHashSet<>();
        while (texts.size() < count) {
            texts.add(generator.next());
        }
        List<Statement> statements = new ArrayList<>();
        for (String text : texts) {
            double calls = Math.ceil(CALLS / (statements.size() + 1));
            statements.add(
                    new Statement(
                            text,
                            NormalizedText.hash(text),
                            null,
                            calls,
                            Duration.ZERO,
                            -1,
                            null,
                            "generated"));
        }
        return new Workload(statements, List.of());
    }

    /** With its parameters numbered in their order. */
    private String next() {
        String[] parts = written(any(tables)).split("\\?", -1);
        StringBuilder numbered = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            numbered.append('$').append(i).append(parts[i]);
        }
        return numbered.toString();
    }

    private String written(GeneratedTable table) {
        return switch (random.nextInt(FORMS)) {
            case 0 -> "SELECT * FROM %s WHERE id = ?".formatted(table.name());
            case 1 -> lookUp(table);
            case 2 -> ofParent(table);
            case 3 -> range(table);
            case 4 -> newest(table);
            case 5, 6, 7 ->
                    new JoinWriter(table, random).joined(2 + random.nextInt(MAX_JOINED - 1));
            case 8, 9 -> sums(table);
            case 10 -> insert(table);
            default -> update(table);
        };
    }

    private String lookUp(GeneratedTable table) {
        Column column = any(table.columns().stream().filter(c -> c.kind().isSelective()).toList());
        return "SELECT %s FROM %s WHERE %s = ?%s"
                .formatted(output(table), table.name(), column.name(), maybeStatus());
    }

    private String ofParent(GeneratedTable table) {
        if (table.references().isEmpty()) {
            return lookUp(table);
        }
        return "SELECT %s FROM %s WHERE %s = ?%s ORDER BY created_at DESC LIMIT ?"
                .formatted(
                        output(table), table.name(), any(table.references()).name(), maybeStatus());
    }

    private String range(GeneratedTable table) {
        return "SELECT count(*), sum(amount) FROM %s WHERE created_at >= ? AND created_at < ?%s"
                .formatted(table.name(), maybeStatus());
    }

    private String newest(GeneratedTable table) {
        String order = any(List.of("created_at DESC", "amount DESC", "code, created_at"));
        return "SELECT %s FROM %s WHERE status = ?%s ORDER BY %s LIMIT ?"
                .formatted(
                        output(table),
                        table.name(),
                        random.nextBoolean() ? " AND active" : "",
                        order);
    }

    private String sums(GeneratedTable table) {
        String group = any(List.of("status", "code", "active"));
        String filter =
                any(List.of("created_at > ?", "code = ?", "amount > ?", "code BETWEEN ? AND ?"));
        return "SELECT %1$s, count(*), avg(amount) FROM %2$s WHERE %3$s GROUP BY %1$s"
                .formatted(group, table.name(), filter);
    }

    private static String insert(GeneratedTable table) {
        List<String> names = table.columns().stream().map(Column::name).toList();
        return "INSERT INTO %s (%s) VALUES (%s)"
                .formatted(
                        table.name(),
                        String.join(", ", names),
                        String.join(", ", Collections.nCopies(names.size(), "?")));
    }

    private String update(GeneratedTable table) {
        String assigned = any(List.of("status", "amount", "active", "note"));
        String key =
                table.references().isEmpty() || random.nextInt(3) > 0
                        ? "id"
                        : any(table.references()).name();
        return "UPDATE %s SET %s = ? WHERE %s = ?".formatted(table.name(), assigned, key);
    }

    private String output(GeneratedTable table) {
        return random.nextBoolean() ? "*" : "id, " + any(table.columns()).name();
    }

    private String maybeStatus() {
        return random.nextBoolean() ? " AND status = ?" : "";
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
