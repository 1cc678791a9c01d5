package org.pgwright.workload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Gathers the statements of SQL files, each normalised text once. */
final class WorkloadBuilder {
    /** What is longer has its length from data, and would need hundreds of bytes a token. */
    private static final int MAX_CHARACTERS = 1_000_000;

    private static final int SHOWN_CHARACTERS = 200;

    private final Map<String, Statement> statements = new LinkedHashMap<>();
    private final Map<String, Variants> variants = new HashMap<>();
    private final List<Workload.Skipped> skipped = new ArrayList<>();

    /** Adds the statements of a file's text. */
    void add(String file, String text) {
        double fileWeight = Weight.ofFile(file, text);
        for (SqlScript.Part part : SqlScript.parts(text)) {
            switch (part) {
                case SqlScript.Statement statement -> add(file, fileWeight, statement);
                case SqlScript.MetaCommand command ->
                        skip(file, command, "a command of psql's own, not a statement");
            }
        }
    }

    Workload build() {
        return new Workload(statements.values().stream().map(this::complete).toList(), skipped);
    }

    private Statement complete(Statement statement) {
        Variants called = Objects.requireNonNull(variants.get(statement.hash()));
        return weighted(statement, statement.calls(), called.build());
    }

    private void add(String file, double fileWeight, SqlScript.Statement statement) {
        double weight = Weight.of(file, statement, fileWeight);
        if (statement.unterminated()) {
            skip(file, statement, "the file ends before its string, name or comment does");
        } else if (statement.text().indexOf('\0') >= 0) {
            skip(file, statement, "holds a zero byte, which PostgreSQL refuses in statements");
        } else if (statement.text().length() > MAX_CHARACTERS) {
            skip(file, statement, "longer than a million characters");
        } else {
            String source = file + ":" + statement.line();
            StatementText.plannablePart(statement.text())
                    .ifPresentOrElse(
                            text ->
                                    merge(
                                            new Statement(
                                                    text,
                                                    NormalizedText.hash(text),
                                                    null,
                                                    weight,
                                                    Duration.ZERO,
                                                    -1,
                                                    null,
                                                    source)),
                            () ->
                                    skip(
                                            file,
                                            statement,
                                            StatementText.utilityKind(statement.text())));
        }
    }

    private void merge(Statement statement) {
        statements.merge(
                statement.hash(),
                statement,
                (first, other) -> weighted(first, first.calls() + other.calls(), first.variants()));
        variants.computeIfAbsent(statement.hash(), hash -> new Variants())
                .add(statement.text(), statement.calls());
    }

    private static Statement weighted(
            Statement statement, double weight, List<Statement.Variant> called) {
        return new Statement(
                statement.text(),
                statement.hash(),
                null,
                weight,
                Duration.ZERO,
                -1,
                null,
                statement.source(),
                called);
    }

    private void skip(String file, SqlScript.Part part, String reason) {
        String where = file + ":" + part.line() + ": ";
        String text = part.text();
        boolean tooLong = text.length() > MAX_CHARACTERS;
        String query = tooLong ? text.substring(0, SHOWN_CHARACTERS) + "..." : text;
        skipped.add(new Workload.Skipped(query, where + reason));
    }
}
