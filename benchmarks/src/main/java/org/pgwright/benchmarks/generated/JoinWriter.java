package org.pgwright.benchmarks.generated;

import org.pgwright.benchmarks.generated.GeneratedTable.Column;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes a join of a table with those that it refers to, by their keys. */
final class JoinWriter {
    private final Random random;
    private final List<GeneratedTable> joined = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();

    JoinWriter(GeneratedTable first, Random random) {
        this.random = random;
        joined.add(first);
    }

    /** A join of as many tables as there are, at most so many; filtered, some of them sorted. */
    String joined(int most) {
        while (joined.size() < most && joinOne()) {
            // the next one may refer to others
        }
        conditions.add(filter());
        StringBuilder sql = new StringBuilder("SELECT ").append(output()).append(" FROM ");
        for (int i = 0; i < joined.size(); i++) {
            sql.append(i == 0 ? "" : ", ").append(joined.get(i).name()).append(" a").append(i);
        }
        sql.append(" WHERE ").append(String.join(" AND ", conditions));
        if (random.nextBoolean()) {
            sql.append(" ORDER BY a0.created_at DESC LIMIT ?");
        }
        return sql.toString();
    }

    private boolean joinOne() {
        List<String> possible = new ArrayList<>();
        List<GeneratedTable> targets = new ArrayList<>();
        for (int i = 0; i < joined.size(); i++) {
            for (Column reference : joined.get(i).references()) {
                GeneratedTable target = reference.target();
                if (target != null && !joined.contains(target)) {
                    possible.add("a%d.%s = a%d.id".formatted(i, reference.name(), joined.size()));
                    targets.add(target);
                }
            }
        }
        if (possible.isEmpty()) {
            return false;
        }
        int choice = random.nextInt(possible.size());
        conditions.add(possible.get(choice));
        joined.add(targets.get(choice));
        return true;
    }

    private String output() {
        return "a0.id, a%d.amount, a0.status".formatted(joined.size() - 1);
    }

    private String filter() {
        int alias = random.nextInt(joined.size());
        return switch (random.nextInt(4)) {
            case 0 -> "a%d.code = ?".formatted(alias);
            case 1 -> "a%d.status = ? AND a0.created_at > ?".formatted(alias);
            case 2 -> "a%d.id = ?".formatted(alias);
            default -> "a0.code = ? AND a%d.status = ?".formatted(alias);
        };
    }
}
