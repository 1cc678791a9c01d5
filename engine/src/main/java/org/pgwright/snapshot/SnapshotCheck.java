package org.pgwright.snapshot;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.Server;
import org.pgwright.catalog.Table;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Map;

/** Checks what was read from a file: complete, within bounds, and nothing that SQL cannot hold. */
final class SnapshotCheck {
    private static final int HIGHEST_BTREE = 64;
    private static final long MOST_PAGES = 1L << 32;

    private SnapshotCheck() {}

    /** The first fault, in words; null where there is none. */
    static @Nullable String fault(@Nullable Snapshot snapshot) {
        if (snapshot == null) {
            return "it holds no snapshot";
        }
        String fault = recordFault(snapshot);
        return fault != null ? fault : boundsFault(snapshot.catalog());
    }

    /** Every component that may not be null must be there; no text may hold a zero byte. */
    private static @Nullable String recordFault(Record value) {
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object part = part(value, component);
            String fault =
                    part == null
                            ? missingFault(value, component)
                            : valueFault(component.getName(), part);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable String missingFault(Record value, RecordComponent component) {
        AnnotatedType type = component.getAnnotatedType();
        return type.isAnnotationPresent(Nullable.class)
                ? null
                : value.getClass().getSimpleName() + " without " + component.getName();
    }

    private static @Nullable String valueFault(String name, @Nullable Object part) {
        return switch (part) {
            case null -> "a list with a hole in " + name;
            case String text when text.indexOf('\0') >= 0 -> "a zero byte in " + name;
            case Record inner -> recordFault(inner);
            case Iterable<?> list -> listFault(name, list);
            case Map<?, ?> map -> listFault(name, map.values());
            default -> null;
        };
    }

    private static @Nullable String listFault(String name, Iterable<?> list) {
        for (Object element : list) {
            String fault = valueFault(name, element);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable String boundsFault(Catalog catalog) {
        Server server = catalog.server();
        int blockSize = server.blockSize();
        if (blockSize < 1024 || blockSize > 32_768 || Integer.bitCount(blockSize) != 1) {
            return "a block size of " + blockSize;
        }
        if (server.major() < 14) {
            return "a server of version number " + server.versionNumber();
        }
        // PostgreSQL records -1 pages for a partitioned table.
        for (Table table : catalog.tables()) {
            if (outOfBounds(table.size().pages())
                    || outOfBounds(table.size().recordedPages() + 1)
                    || outOfBounds(table.size().allVisiblePages())
                    || !Double.isFinite(table.size().recordedRows())) {
                return "an impossible size of table " + table.name().shown();
            }
        }
        return indexFault(catalog);
    }

    private static @Nullable String indexFault(Catalog catalog) {
        for (Index index : catalog.indexes()) {
            Integer height = index.height();
            boolean tooHigh = height != null && (height < 0 || height > HIGHEST_BTREE);
            if (tooHigh
                    || outOfBounds(index.pages())
                    || outOfBounds(index.recordedPages())
                    || !Double.isFinite(index.recordedRows())) {
                return "an impossible size of index " + index.name().shown();
            }
        }
        return null;
    }

    private static boolean outOfBounds(long pages) {
        return pages < 0 || pages > MOST_PAGES;
    }

    private static @Nullable Object part(Record value, RecordComponent component) {
        try {
            return component.getAccessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
