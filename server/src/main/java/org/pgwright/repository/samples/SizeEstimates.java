package org.pgwright.repository.samples;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.SchemaReading.IndexSize;
import org.pgwright.observation.SchemaReading.TableSize;
import org.pgwright.repository.samples.SchemaStore.Numbered;
import org.pgwright.sizes.FreshSize;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Keeps how large tables and indexes are, and how large they would be if written anew. */
final class SizeEstimates {
    /** 1 MB: what is smaller is not worth a thought, and most relations are. */
    private static final long SMALLEST = 1L << 20;

    private static final String WRITE =
            """
            INSERT INTO bloat_estimate (
                instance_id, estimated_at, database_id, table_ids, table_bytes, toast_bytes,
                table_fresh_bytes, table_unknown, index_ids, index_bytes, index_fresh_bytes,
                index_unknown)
            VALUES (:instance, :seen, :database, :tables, :tableBytes, :toastBytes, :tableFresh,
                    :tableUnknown::bloat_unknown[], :indexes, :indexBytes, :indexFresh,
                    :indexUnknown::bloat_unknown[])
            ON CONFLICT DO NOTHING
            """;

    /** Those of one database at one moment, without the small ones. */
    void write(
            JdbcClient jdbc,
            SchemaStore.Place place,
            List<Numbered<TableSize>> allTables,
            List<Numbered<IndexSize>> allIndexes) {
        List<Numbered<TableSize>> tables =
                allTables.stream()
                        .filter(table -> table.of().bytes() + table.of().toastBytes() >= SMALLEST)
                        .toList();
        List<Numbered<IndexSize>> indexes =
                allIndexes.stream().filter(index -> index.of().bytes() >= SMALLEST).toList();
        List<FreshSize> freshTables = tables.stream().map(table -> table.of().fresh()).toList();
        List<FreshSize> freshIndexes = indexes.stream().map(index -> index.of().fresh()).toList();
        place.statement(jdbc, WRITE)
                .param("tables", tables.stream().mapToInt(Numbered::number).toArray())
                .param("tableBytes", numbers(tables, table -> table.of().bytes()))
                .param("toastBytes", numbers(tables, table -> table.of().toastBytes()))
                .param("tableFresh", sizes(freshTables))
                .param("tableUnknown", reasons(freshTables))
                .param("indexes", indexes.stream().mapToInt(Numbered::number).toArray())
                .param("indexBytes", numbers(indexes, index -> index.of().bytes()))
                .param("indexFresh", sizes(freshIndexes))
                .param("indexUnknown", reasons(freshIndexes))
                .update();
    }

    private static <T> long[] numbers(List<T> of, ToLongFunction<T> number) {
        return of.stream().mapToLong(number).toArray();
    }

    private static @Nullable Long[] sizes(List<FreshSize> sizes) {
        return sizes.stream()
                .map(
                        size ->
                                switch (size) {
                                    case FreshSize.Known known -> known.size().count();
                                    case FreshSize.Unknown unknown -> null;
                                })
                .toArray(Long[]::new);
    }

    /** As the type bloat_unknown has them. */
    private static @Nullable String[] reasons(List<FreshSize> sizes) {
        return sizes.stream()
                .map(
                        size ->
                                switch (size) {
                                    case FreshSize.Known known -> null;
                                    case FreshSize.Unknown unknown ->
                                            unknown.reason().name().toLowerCase(Locale.ROOT);
                                })
                .toArray(String[]::new);
    }
}
