package org.pgwright.repository.proof;

import org.pgwright.proof.Bearing;
import org.pgwright.proof.IntervalFigures;
import org.pgwright.proof.StatementFigures;
import org.pgwright.proof.TableUse;
import org.pgwright.proof.Windows;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.ChangedObject;
import org.pgwright.strategy.Prediction;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the statements of a database did around a change, and which of them it may matter to.
 *
 * @param figures of all statements that were called
 * @param texts by hash
 * @param elsewhere hashes of statements that other databases of the instance run, too
 */
record ProofWorkload(
        List<StatementFigures> figures, Map<String, String> texts, Set<String> elsewhere) {
    private static final String STATEMENTS =
            """
            SELECT t.statement_id, t.query_hash, t.query_text,
                   EXISTS (SELECT FROM statement_source r
                            WHERE r.instance_id = t.instance_id
                              AND r.statement_id = t.statement_id
                              AND r.database_id <> :database) AS is_elsewhere
              FROM statement t
             WHERE t.instance_id = :instance AND t.statement_id = ANY (:statements::integer[])
             ORDER BY t.statement_id
            """;

    /** By the plans that were logged or captured; they name tables without their schema. */
    private static final String PLANNED =
            """
            SELECT DISTINCT p.statement_id
              FROM plan p
             WHERE p.instance_id = :instance AND p.statement_id = ANY (:statements::integer[])
               AND (p.indexes_used @> to_jsonb(:index::text)
                    OR jsonb_path_query_array(p.plan, '$.**."Relation Name"')
                       @> to_jsonb(:table::text))
            """;

    ProofWorkload {
        figures = List.copyOf(figures);
        texts = Map.copyOf(texts);
        elsewhere = Set.copyOf(elsewhere);
    }

    static ProofWorkload read(JdbcClient jdbc, KnownStrategy strategy, Windows windows) {
        CountedStatements counted = new CountedStatements(jdbc, strategy.scope(), windows);
        Map<Integer, List<IntervalFigures>> before = counted.before();
        Map<Integer, List<IntervalFigures>> after = counted.after();
        Set<Integer> numbers = new HashSet<>(before.keySet());
        numbers.addAll(after.keySet());
        Integer[] statements = numbers.toArray(Integer[]::new);
        Set<Integer> planned = planned(jdbc, strategy, statements);
        Set<String> predicted =
                strategy.prediction().queries().stream()
                        .map(Prediction.QueryCost::hash)
                        .collect(Collectors.toSet());
        TableUse use = new TableUse(strategy.table());
        List<StatementFigures> figures = new ArrayList<>();
        Map<String, String> texts = new HashMap<>();
        Set<String> elsewhere = new HashSet<>();
        sql(jdbc, STATEMENTS, strategy, statements)
                .param("database", strategy.scope().databaseId())
                .query(
                        row -> {
                            int number = row.getInt("statement_id");
                            String hash = row.getString("query_hash");
                            String text = row.getString("query_text");
                            Bearing bearing = use.of(text);
                            figures.add(
                                    new StatementFigures(
                                            hash,
                                            bearing == Bearing.NONE && planned.contains(number)
                                                    ? Bearing.READS
                                                    : bearing,
                                            predicted.contains(hash),
                                            before.getOrDefault(number, List.of()),
                                            after.getOrDefault(number, List.of())));
                            texts.put(hash, text);
                            if (row.getBoolean("is_elsewhere")) {
                                elsewhere.add(hash);
                            }
                        });
        return new ProofWorkload(figures, texts, elsewhere);
    }

    private static Set<Integer> planned(
            JdbcClient jdbc, KnownStrategy strategy, Integer[] statements) {
        return sql(jdbc, PLANNED, strategy, statements)
                .param("index", strategy.object() == ChangedObject.INDEX ? strategy.index() : "")
                .param("table", strategy.table().name())
                .query(Integer.class)
                .set();
    }

    private static JdbcClient.StatementSpec sql(
            JdbcClient jdbc, String sql, KnownStrategy strategy, Integer[] statements) {
        return jdbc.sql(sql)
                .param("instance", strategy.scope().instanceId())
                .param("statements", statements);
    }
}
