package org.pgwright.tuning.change;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.TableShape;
import org.pgwright.collector.TableShapeCollector;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.pgwright.report.AdviceFile;
import org.pgwright.strategy.Proposal;
import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.Token;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out whether tables are still what a file of advice was made for: its columns that matter,
 * and all their indexes but those that the file itself makes, drops or rebuilds, as it may have
 * been done in part.
 */
final class AdvisedTables {
    private final AdviceFile advice;

    AdvisedTables(AdviceFile advice) {
        this.advice = advice;
    }

    /**
     * Looks at all of them.
     *
     * @throws PgwrightException USAGE if one has changed, or the file does not say what it was like
     */
    void check(ConnectionSettings settings) {
        Map<QualifiedName, List<Proposal>> wanted =
                advice.proposals().stream().collect(Collectors.groupingBy(Proposal::table));
        List<String> changes = new ArrayList<>();
        try (TargetReader reader = TargetReader.open(settings);
                ReadTransaction transaction = reader.begin()) {
            wanted.forEach(
                    (table, proposals) ->
                            changes.addAll(
                                    changes(
                                            then(table),
                                            TableShapeCollector.read(transaction, table),
                                            proposals)));
        }
        if (!changes.isEmpty()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the database has changed since the advice was given: "
                            + String.join("; ", changes),
                    "run pgwright advise again");
        }
    }

    private TableShape then(QualifiedName table) {
        return advice.tables().stream()
                .filter(shape -> shape.table().equals(table))
                .findFirst()
                .orElseThrow(
                        () ->
                                new PgwrightException(
                                        ErrorCode.USAGE,
                                        "the advice does not say what %s was like".formatted(table),
                                        "run pgwright advise --format json again"));
    }

    private static List<String> changes(
            TableShape then, Optional<TableShape> found, List<Proposal> proposals) {
        if (found.isEmpty()) {
            return List.of("the table %s is gone".formatted(then.table()));
        }
        TableShape now = found.get();
        List<String> changes = new ArrayList<>();
        Set<String> named = named(proposals);
        then.columns()
                .forEach(
                        (column, type) -> {
                            if (named.contains(column)) {
                                columnChange(then.table(), column, type, now)
                                        .ifPresent(changes::add);
                            }
                        });
        Set<String> own = proposals.stream().map(Proposal::index).collect(Collectors.toSet());
        then.indexes()
                .forEach(
                        (index, definition) -> {
                            if (!own.contains(index)) {
                                indexChange(then.table(), index, definition, now)
                                        .ifPresent(changes::add);
                            }
                        });
        now.indexes().keySet().stream()
                .filter(index -> !own.contains(index) && !then.indexes().containsKey(index))
                .map(index -> "the index %s is new".formatted(of(then.table(), index)))
                .forEach(changes::add);
        return changes;
    }

    /** More than the names of columns: others do no harm. */
    private static Set<String> named(List<Proposal> proposals) {
        return proposals.stream()
                .flatMap(proposal -> SqlLexer.tokens(proposal.createStatement()).stream())
                .map(Token::asName)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static Optional<String> columnChange(
            QualifiedName table, String column, String type, TableShape now) {
        String found = now.columns().get(column);
        if (found == null) {
            return Optional.of("the column %s of %s is gone".formatted(column, table));
        }
        return found.equals(type)
                ? Optional.empty()
                : Optional.of(
                        "the column %s of %s was %s and is %s"
                                .formatted(column, table, type, found));
    }

    private static Optional<String> indexChange(
            QualifiedName table, String index, String definition, TableShape now) {
        String found = now.indexes().get(index);
        if (found == null) {
            return Optional.of("the index %s is gone".formatted(of(table, index)));
        }
        return found.equals(definition)
                ? Optional.empty()
                : Optional.of("the index %s is another one".formatted(of(table, index)));
    }

    private static QualifiedName of(QualifiedName table, String index) {
        return new QualifiedName(table.schema(), index);
    }
}
