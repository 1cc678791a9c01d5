package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.figures.TableFigures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tables that play one role, as their names tell: those of a schema that share a word.
 *
 * <p>Words are what stands between underscores, digits, and changes from small to capital letters;
 * a plural is its singular. The word that a name begins with counts first, then the one that most
 * tables have. At least three tables make a group; the others of a schema are together.
 */
final class TableGroups {
    private static final int FEWEST = 3;
    private static final int LONGER_THAN_A_PLURAL = 3;

    private final Span span;
    private final Map<Integer, Place> places = new HashMap<>();
    private final List<Group> groups = new ArrayList<>();

    /**
     * Where a table belongs.
     *
     * @param word null for those that share none
     */
    private record Place(String databaseName, String schemaName, @Nullable String word) {}

    /**
     * The tables of a group with what they are together.
     *
     * @param word null for those that share none
     * @param growthBytes of those of which it is known; null if of none
     */
    record Group(
            String database,
            String schema,
            @Nullable String word,
            int tables,
            long rows,
            long bytes,
            long indexBytes,
            double writesPerSecond,
            @Nullable Long growthBytes) {
        long allBytes() {
            return bytes + indexBytes;
        }
    }

    private record Schema(String databaseName, String name) {}

    TableGroups(Span span, List<TableFigures> tables) {
        this.span = span;
        Map<Schema, List<TableFigures>> schemas = new LinkedHashMap<>();
        for (TableFigures table : tables) {
            schemas.computeIfAbsent(
                            new Schema(table.databaseName(), table.name().schema()),
                            schema -> new ArrayList<>())
                    .add(table);
        }
        Map<Place, List<TableFigures>> members = new LinkedHashMap<>();
        schemas.forEach((schema, ofOne) -> place(schema, ofOne, members));
        members.forEach((place, ofOne) -> groups.add(group(place, ofOne)));
        groups.sort(
                Comparator.comparingLong(Group::allBytes)
                        .reversed()
                        .thenComparing(Group::database)
                        .thenComparing(Group::schema));
    }

    /** The largest first. */
    List<Group> all() {
        return List.copyOf(groups);
    }

    /** The word of a table's group; null for none. */
    @Nullable String wordOf(TableFigures table) {
        Place place = places.get(table.key().id());
        return place == null ? null : place.word();
    }

    private void place(
            Schema schema, List<TableFigures> tables, Map<Place, List<TableFigures>> members) {
        Map<String, Integer> first = new HashMap<>();
        Map<String, Integer> any = new HashMap<>();
        for (TableFigures table : tables) {
            List<String> words = words(table.name().name());
            first.merge(words.getFirst(), 1, Integer::sum);
            words.stream().distinct().forEach(word -> any.merge(word, 1, Integer::sum));
        }
        for (TableFigures table : tables) {
            String word = word(words(table.name().name()), first, any);
            Place place = new Place(schema.databaseName(), schema.name(), word);
            places.put(table.key().id(), place);
            members.computeIfAbsent(place, key -> new ArrayList<>()).add(table);
        }
    }

    private static @Nullable String word(
            List<String> words, Map<String, Integer> first, Map<String, Integer> any) {
        if (first.getOrDefault(words.getFirst(), 0) >= FEWEST) {
            return words.getFirst();
        }
        return words.stream()
                .filter(word -> any.getOrDefault(word, 0) >= FEWEST)
                .max(Comparator.comparingInt(word -> any.getOrDefault(word, 0)))
                .orElse(null);
    }

    static List<String> words(String name) {
        List<String> words =
                Arrays.stream(name.split("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})"))
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .filter(word -> !word.isEmpty())
                        .map(TableGroups::singular)
                        .toList();
        return words.isEmpty() ? List.of(name) : words;
    }

    private static String singular(String word) {
        boolean plural =
                word.length() > LONGER_THAN_A_PLURAL
                        && word.endsWith("s")
                        && !word.endsWith("ss")
                        && !word.endsWith("us");
        if (!plural) {
            return word;
        }
        return word.endsWith("ies")
                ? word.substring(0, word.length() - 3) + "y"
                : word.substring(0, word.length() - 1);
    }

    private Group group(Place place, Collection<TableFigures> tables) {
        Long growth = null;
        long rows = 0;
        long bytes = 0;
        long indexBytes = 0;
        double writes = 0;
        for (TableFigures table : tables) {
            rows += table.rows();
            bytes += table.bytes() == null ? 0 : table.bytes();
            indexBytes += table.indexBytes();
            writes += table.writesPerSecond(span.from(), span.to());
            Long grown = table.size().growthBytes();
            if (grown != null) {
                growth = (growth == null ? 0 : growth) + grown;
            }
        }
        return new Group(
                place.databaseName(),
                place.schemaName(),
                place.word(),
                tables.size(),
                rows,
                bytes,
                indexBytes,
                writes,
                growth);
    }
}
