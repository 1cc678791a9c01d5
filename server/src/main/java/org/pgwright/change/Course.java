package org.pgwright.change;

import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.ddl.IndexStatement;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Leads from what a server has to what is wanted, a step at a time: whatever is there already is
 * taken as done, and whatever is missing or broken comes next. So it makes no difference whether a
 * change begins, or goes on after it was broken off anywhere.
 *
 * <p>Only what has our names, or was named to be dropped or rebuilt, is ever dropped.
 */
sealed interface Course
        permits Course.Make,
                Course.Unmake,
                Course.Tidy,
                Course.Rebuild,
                StatisticsCourse.Make,
                StatisticsCourse.Unmake {
    /** What to do next; empty if all is as wanted. */
    Optional<Step> next(TableTree tree);

    /**
     * That an index exists.
     *
     * <p>Of a partitioned table, those of the partitions come first, each concurrently, and the
     * index of the parent when they are there (manual, section 5.12.2.2), so that what is left when
     * it is broken off in between is valid.
     */
    record Make(String index, IndexStatement.Create definition) implements Course {
        @Override
        public Optional<Step> next(TableTree tree) {
            if (!tree.isPartitioned()) {
                return ownIndex(tree.root(), index);
            }
            return tree.members(TableTree.Kind.TABLE).stream()
                    .flatMap(leaf -> part(tree, leaf).stream())
                    .findFirst()
                    .or(() -> parents(tree));
        }

        private Optional<Step> part(TableTree tree, TableTree.Member leaf) {
            boolean isThere =
                    tree.partsOf(index).stream().anyMatch(p -> p.table().oid() == leaf.oid());
            return isThere ? Optional.empty() : ownIndex(leaf, PartNames.of(index, leaf.name()));
        }

        private Optional<Step> ownIndex(TableTree.Member table, String name) {
            Optional<TableTree.IndexSeen> there = table.index(name);
            if (there.isEmpty()) {
                return Optional.of(Step.create(definition, name, table.name()));
            }
            return there.get().isValid()
                    ? Optional.empty()
                    : Optional.of(
                            Step.drop(
                                    new QualifiedName(table.name().schema(), name), table.name()));
        }

        private Optional<Step> parents(TableTree tree) {
            if (!tree.members(TableTree.Kind.FOREIGN).isEmpty()) {
                // It could never become valid part by part, as a foreign table has no index.
                return tree.root().index(index).isPresent()
                        ? Optional.empty()
                        : Optional.of(Step.createAdopting(definition, index, tree.root().name()));
            }
            Stream<Step> made =
                    tree.members(TableTree.Kind.PARTITIONED).stream()
                            .filter(table -> table.index(name(tree, table)).isEmpty())
                            .map(table -> parent(tree, table));
            Stream<Step> attached =
                    tree.members().stream()
                            .filter(table -> table.oid() != tree.root().oid())
                            .flatMap(table -> attachment(tree, table).stream());
            return made.findFirst().or(attached::findFirst);
        }

        private Step parent(TableTree tree, TableTree.Member table) {
            return Step.createParent(definition, name(tree, table), table.name());
        }

        private Optional<Step> attachment(TableTree tree, TableTree.Member table) {
            TableTree.Member parent = tree.parentOf(table);
            Optional<TableTree.IndexSeen> above = parent.index(name(tree, parent));
            if (above.isEmpty() || table.partOf(above.get().oid()).isPresent()) {
                return Optional.empty();
            }
            return Optional.of(
                    Step.attach(
                            new QualifiedName(parent.name().schema(), above.get().name()),
                            new QualifiedName(table.name().schema(), name(tree, table)),
                            table.name()));
        }

        private String name(TableTree tree, TableTree.Member table) {
            return table.oid() == tree.root().oid() ? index : PartNames.of(index, table.name());
        }
    }

    /** That an index does not exist, nor any part of it that we made. */
    record Unmake(String index) implements Course {
        @Override
        public Optional<Step> next(TableTree tree) {
            if (tree.isEmpty()) {
                return Optional.empty();
            }
            return tree.members().stream().flatMap(table -> drop(tree, table).stream()).findFirst();
        }

        private Optional<Step> drop(TableTree tree, TableTree.Member table) {
            boolean isRoot = table.oid() == tree.root().oid();
            String name = isRoot ? index : PartNames.of(index, table.name());
            QualifiedName qualified = new QualifiedName(table.name().schema(), name);
            return table.index(name)
                    .map(
                            there ->
                                    table.kind() == TableTree.Kind.PARTITIONED
                                            ? Step.dropParent(qualified, table.name())
                                            : Step.drop(qualified, table.name()));
        }
    }

    /** That no part of an index that we made is invalid; those that are valid stay. */
    record Tidy(String index) implements Course {
        @Override
        public Optional<Step> next(TableTree tree) {
            return tree.members(TableTree.Kind.TABLE).stream()
                    .flatMap(leaf -> drop(leaf).stream())
                    .findFirst();
        }

        private Optional<Step> drop(TableTree.Member leaf) {
            String name = PartNames.of(index, leaf.name());
            QualifiedName qualified = new QualifiedName(leaf.name().schema(), name);
            return leaf.index(name)
                    .filter(there -> !there.isValid())
                    .map(there -> Step.drop(qualified, leaf.name()));
        }
    }

    /**
     * That an index is built anew: each of its parts, concurrently.
     *
     * @param done which parts have been
     * @param leftovers invalid indexes of the table that were there before
     */
    record Rebuild(String index, Predicate<QualifiedName> done, List<String> leftovers)
            implements Course {
        private static final String COPY = "_ccnew";
        private static final String OLD = "_ccold";

        /** A name is cut to whole characters, of up to four bytes. */
        private static final int CUT = 3;

        public Rebuild {
            leftovers = List.copyOf(leftovers);
        }

        @Override
        public Optional<Step> next(TableTree tree) {
            List<TableTree.Part> parts =
                    tree.partsOf(index).stream()
                            .filter(part -> part.table().kind() == TableTree.Kind.TABLE)
                            .toList();
            return parts.stream()
                    .flatMap(part -> copies(part).stream())
                    .findFirst()
                    .or(() -> parts.stream().filter(this::isDue).findFirst().map(Rebuild::build));
        }

        private boolean isDue(TableTree.Part part) {
            return !done.test(part.name());
        }

        private static Step build(TableTree.Part part) {
            return Step.reindex(part.name(), part.table().name());
        }

        /** What a rebuild that was broken off left (manual, REINDEX). */
        private Optional<Step> copies(TableTree.Part part) {
            return part.table().indexes().stream()
                    .filter(index -> !index.isValid() && isCopy(part, index.name()))
                    .map(index -> new QualifiedName(part.name().schema(), index.name()))
                    .filter(name -> !leftovers.contains(name.shown()))
                    .findFirst()
                    .map(name -> Step.drop(name, part.table().name()));
        }

        private static boolean isCopy(TableTree.Part part, String name) {
            return Stream.of(COPY, OLD).anyMatch(ending -> isCopy(part, name, ending));
        }

        /** Its name is that of the index, cut where it would be too long, this ending, digits. */
        private static boolean isCopy(TableTree.Part part, String name, String ending) {
            int at = name.lastIndexOf(ending);
            if (at < 1) {
                return false;
            }
            String begin = name.substring(0, at);
            String digits = name.substring(at + ending.length());
            boolean isCut =
                    name.getBytes(StandardCharsets.UTF_8).length >= Identifier.MAX_BYTES - CUT;
            return digits.chars().allMatch(Character::isDigit)
                    && (part.index().name().equals(begin)
                            || (isCut && part.index().name().startsWith(begin)));
        }
    }
}
