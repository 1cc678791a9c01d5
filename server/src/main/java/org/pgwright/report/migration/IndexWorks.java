package org.pgwright.report.migration;

import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.ddl.IndexStatement;
import org.pgwright.ddl.IndexStatement.Attach;
import org.pgwright.ddl.IndexStatement.Create;
import org.pgwright.ddl.IndexStatement.Drop;
import org.pgwright.ddl.ObjectName;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.IndexScript;
import org.pgwright.strategy.Action;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Works out what a migration does for an index: statements that may run again, and those that take
 * them back.
 */
final class IndexWorks {
    private static final String LOCK_TIMEOUT = "5s";

    private static final String REPLACES_INVALID =
            "An invalid index of this name, which a build that failed leaves, is renamed and dropped"
                    + " first: IF NOT EXISTS would keep it.";

    private final WantedIndex wanted;
    private final QualifiedName index;
    private final String subject;

    private IndexWorks(WantedIndex wanted) {
        this.wanted = wanted;
        this.index = wanted.qualifiedIndex();
        this.subject = "the index " + index.shown();
    }

    /**
     * That of one.
     *
     * @throws PgwrightException USAGE if it cannot be said what to run for it
     */
    static IndexWork of(WantedIndex wanted) {
        IndexWorks works = new IndexWorks(wanted);
        return switch (wanted.action()) {
            case CREATE -> works.made();
            case DROP -> works.dropped();
            case REINDEX -> works.rebuilt();
        };
    }

    private IndexWork work(List<String> remarks, List<Step> up, List<Step> down) {
        String what =
                "%s %s on %s"
                        .formatted(wanted.action().label(), index.shown(), wanted.table().shown());
        return new IndexWork(wanted, what, remarks, up, down);
    }

    private IndexWork made() {
        List<IndexStatement> statements = statements();
        List<Create> creates = statements.stream().flatMap(IndexWorks::create).toList();
        if (creates.stream().noneMatch(create -> index.equals(made(create)))) {
            throw unusable("is not made by its own statements", "advise again");
        }
        boolean isPartitioned = creates.size() > 1 || !creates.getFirst().isConcurrent();
        List<Step> up = isPartitioned ? madeInParts(statements) : built(creates.getFirst());
        List<String> remarks = new ArrayList<>();
        remarks.add(REPLACES_INVALID);
        if (isPartitioned) {
            remarks.add(
                    "The index of the partitioned table is made empty, those of the partitions are"
                            + " built beside reads and writes, then attached; only the short"
                            + " statements wait for locks, 5 seconds at most.");
        }
        List<Step> whole = new ArrayList<>(up);
        whole.add(new Step.Statement("ANALYZE " + TameSql.name(wanted.table())));
        whole.add(IndexGuards.verify(wanted.table(), index));
        return work(remarks, whole, isPartitioned ? unmadeInParts(creates) : List.of(removal()));
    }

    private static Stream<Create> create(IndexStatement statement) {
        return statement instanceof Create create ? Stream.of(create) : Stream.empty();
    }

    private List<IndexStatement> statements() {
        if (wanted.statements().isEmpty()) {
            Create create = createStatement();
            if (!create.isConcurrent() && wanted.isPlainCreatePartitioned()) {
                throw unusable(
                        "is on a partitioned table, of which the repository knows no partitions",
                        "export it with --file, from what pgwright advise --format json wrote");
            }
            return List.of(create);
        }
        return wanted.statements().stream().map(this::read).toList();
    }

    private IndexStatement read(String sql) {
        return IndexStatement.read(sql)
                .orElseThrow(
                        () ->
                                unusable(
                                        "has a statement that does not make, drop, rebuild or"
                                                + " attach an index",
                                        "advise again"));
    }

    private Create createStatement() {
        return Optional.of(wanted.createStatement())
                .flatMap(IndexStatement::read)
                .filter(Create.class::isInstance)
                .map(Create.class::cast)
                .orElseThrow(
                        () ->
                                unusable(
                                        "cannot be made from what is known of it",
                                        "leave it out, and write its migration by hand"));
    }

    /** Beside reads and writes. */
    private List<Step> built(Create create) {
        QualifiedName table = table(create);
        QualifiedName name = made(create);
        return List.of(
                IndexGuards.setAside(table, name),
                IndexGuards.dropAside(name),
                new Step.Build(table, name.name(), create, sql(create, true)));
    }

    /** The empty ones first, then those with rows, then what puts them together. */
    private List<Step> madeInParts(List<IndexStatement> statements) {
        List<Step> empty = new ArrayList<>();
        List<Step> parts = new ArrayList<>();
        List<Step> together = new ArrayList<>();
        for (IndexStatement statement : statements) {
            switch (statement) {
                case Create create when create.isConcurrent() -> parts.addAll(built(create));
                case Create create ->
                        (create.isOnly() ? empty : together)
                                .add(new Step.Statement(sql(create, false)));
                case Attach attach -> together.add(attached(attach));
                case Drop drop ->
                        throw unusable("is dropped by its own statements", "advise again");
                case IndexStatement.Reindex reindex ->
                        throw unusable("is rebuilt by its own statements", "advise again");
            }
        }
        List<Step> steps = new ArrayList<>(briefly(empty));
        steps.addAll(parts);
        steps.addAll(briefly(together));
        return steps;
    }

    /** Attaching what is attached already does nothing (manual, ALTER INDEX). */
    private Step attached(Attach attach) {
        return new Step.Statement(
                "ALTER INDEX %s ATTACH PARTITION %s"
                        .formatted(
                                TameSql.name(qualified(attach.index())),
                                TameSql.name(qualified(attach.part()))));
    }

    /** The attached ones go with the first; what was not attached yet goes by itself. */
    private List<Step> unmadeInParts(List<Create> creates) {
        List<Step> whole = new ArrayList<>();
        List<Step> parts = new ArrayList<>();
        for (Create create : creates) {
            String name = TameSql.name(made(create));
            if (create.isConcurrent()) {
                parts.add(
                        new Step.Removal(
                                table(create),
                                made(create).name(),
                                "DROP INDEX CONCURRENTLY IF EXISTS " + name));
            } else {
                whole.add(new Step.Statement("DROP INDEX IF EXISTS " + name));
            }
        }
        List<Step> steps = new ArrayList<>(briefly(whole));
        steps.addAll(parts);
        return steps;
    }

    private Step removal() {
        return new Step.Removal(
                wanted.table(),
                wanted.index(),
                "DROP INDEX CONCURRENTLY IF EXISTS " + TameSql.name(index));
    }

    private IndexWork dropped() {
        Create create = createStatement();
        if (isDroppedWhole(create)) {
            return work(
                    List.of(
                            "It is an index of a partitioned table: it goes with those of the"
                                    + " partitions, under a short lock; bringing it back blocks"
                                    + " writes while it is built."),
                    briefly(
                            List.of(
                                    new Step.Statement(
                                            "DROP INDEX IF EXISTS " + TameSql.name(index)))),
                    List.of(
                            new Step.Statement(sql(create, false)),
                            IndexGuards.verify(wanted.table(), index)));
        }
        List<Step> down = new ArrayList<>(built(create));
        down.add(IndexGuards.verify(wanted.table(), index));
        return work(
                List.of("The way back builds it anew, beside reads and writes."),
                List.of(removal()),
                down);
    }

    /** The index of a partitioned table, which is not dropped concurrently. */
    private boolean isDroppedWhole(Create create) {
        List<IndexStatement> statements = wanted.statements().stream().map(this::read).toList();
        boolean others =
                statements.stream()
                        .anyMatch(one -> !(one instanceof Drop drop) || drop.isCascade());
        if (others) {
            throw unusable("is not dropped by its own statements", "advise again");
        }
        return statements.isEmpty()
                ? create.isOnly() || (!create.isConcurrent() && wanted.isPlainCreatePartitioned())
                : statements.stream().anyMatch(one -> !one.isConcurrent());
    }

    private IndexWork rebuilt() {
        List<Step> up = new ArrayList<>();
        QualifiedName leftover = new QualifiedName(index.schema(), index.name() + "_ccnew");
        boolean fits =
                leftover.name().getBytes(StandardCharsets.UTF_8).length <= Identifier.MAX_BYTES;
        if (fits) {
            up.add(IndexGuards.setAside(wanted.table(), leftover));
            up.add(IndexGuards.dropAside(leftover));
        }
        up.add(new Step.Statement("REINDEX INDEX CONCURRENTLY " + TameSql.name(index)));
        up.add(IndexGuards.verify(wanted.table(), index));
        return work(
                List.of(
                        "The way back does nothing: the index is the same, only smaller."
                                + (fits
                                        ? " What a rebuild that failed leaves (an invalid index whose"
                                                + " name ends with _ccnew) is dropped first."
                                        : "")),
                up,
                List.of());
    }

    /** Gives up after a short time rather than hold others up behind it. */
    private static List<Step> briefly(List<Step> steps) {
        if (steps.isEmpty()) {
            return steps;
        }
        List<Step> guarded = new ArrayList<>();
        guarded.add(new Step.Statement("SET lock_timeout = '" + LOCK_TIMEOUT + "'"));
        guarded.addAll(steps);
        guarded.add(new Step.Statement("RESET lock_timeout"));
        return guarded;
    }

    private String sql(Create create, boolean isConcurrent) {
        boolean isOnly = create.isOnly() && wanted.action() == Action.CREATE;
        return "CREATE "
                + (create.isUnique() ? "UNIQUE " : "")
                + "INDEX "
                + (isConcurrent ? "CONCURRENTLY " : "")
                + "IF NOT EXISTS "
                + TameSql.name(made(create).name())
                + " ON "
                + (isOnly ? "ONLY " : "")
                + TameSql.name(table(create))
                + " "
                + TameSql.of(create.tail(), subject);
    }

    private QualifiedName table(Create create) {
        return qualified(create.table());
    }

    /** The index that a statement makes, which is in its table's schema. */
    private QualifiedName made(Create create) {
        return new QualifiedName(table(create).schema(), IndexScript.name(create));
    }

    private QualifiedName qualified(ObjectName name) {
        return name.in(wanted.table().schema());
    }

    private PgwrightException unusable(String what, String remedy) {
        return new PgwrightException(ErrorCode.USAGE, subject + " " + what, remedy);
    }
}
