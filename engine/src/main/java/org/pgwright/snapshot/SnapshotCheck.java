package org.pgwright.snapshot;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.KeySample;
import org.pgwright.catalog.Server;
import org.pgwright.catalog.Table;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks what was read from a file: complete, within bounds, and nothing that SQL cannot hold. */
final class SnapshotCheck {
    private static final int HIGHEST_BTREE = 64;
    private static final long MOST_PAGES = 1L << 32;
    private static final double MOST_KEYS = 1e12;

    private final Map<Class<?>, List<Part>> partsOf = new HashMap<>();

    private SnapshotCheck() {}

    /** The first fault, in words; null where there is none. */
    static @Nullable String fault(@Nullable Snapshot snapshot) {
        if (snapshot == null) {
            return "it holds no snapshot";
        }
        String fault = new SnapshotCheck().recordFault(snapshot);
        return fault != null ? fault : boundsFault(snapshot.catalog());
    }

    /** Every component that may not be null must be there; no text may hold a zero byte. */
    private @Nullable String recordFault(Record value) {
        for (Part part : partsOf.computeIfAbsent(value.getClass(), Part::of)) {
            Object held = part.of(value);
            String fault = held == null ? part.missingFault() : valueFault(part.name, held);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private @Nullable String valueFault(String name, @Nullable Object part) {
        return switch (part) {
            case null -> "a list with a hole in " + name;
            case String text when text.indexOf('\0') >= 0 -> "a zero byte in " + name;
            case Record inner -> recordFault(inner);
            case Iterable<?> list -> listFault(name, list);
            case Map<?, ?> map -> listFault(name, map.values());
            default -> null;
        };
    }

    private @Nullable String listFault(String name, Iterable<?> list) {
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
        return keysFault(catalog);
    }

    private static @Nullable String keysFault(Catalog catalog) {
        for (KeySample sample : catalog.samples().keys()) {
            boolean possible =
                    isCount(sample.keysPerRow())
                            && sample.frequencies().stream()
                                    .allMatch(
                                            frequency ->
                                                    isCount(frequency.keys())
                                                            && isCount(frequency.width())
                                                            && frequency.share() >= 0
                                                            && frequency.share() <= 1);
            if (!possible) {
                return "impossible keys of table " + sample.table().shown();
            }
        }
        return null;
    }

    private static boolean isCount(double number) {
        return number >= 0 && number <= MOST_KEYS;
    }

    private static boolean outOfBounds(long pages) {
        return pages < 0 || pages > MOST_PAGES;
    }

    /** A component of a record: looked up once, as there are millions of values. */
    private record Part(String name, String owner, boolean mayBeMissing, Method accessor) {
        static List<Part> of(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .map(
                            component ->
                                    new Part(
                                            component.getName(),
                                            type.getSimpleName(),
                                            mayBeMissing(component),
                                            component.getAccessor()))
                    .toList();
        }

        private static boolean mayBeMissing(RecordComponent component) {
            return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        }

        @Nullable String missingFault() {
            return mayBeMissing ? null : owner + " without " + name;
        }

        @Nullable Object of(Record value) {
            try {
                return accessor.invoke(value);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("cannot read " + owner + "." + name, e);
            }
        }
    }
}
