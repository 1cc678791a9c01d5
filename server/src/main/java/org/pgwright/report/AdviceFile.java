package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.TableShape;
import org.pgwright.ddl.IndexStatement;
import org.pgwright.ddl.ObjectName;
import org.pgwright.ddl.StatisticsStatement;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.FileFailure;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.AdviceDocument.RecommendationPart;
import org.pgwright.report.AdviceDocument.StatisticsObjectPart;
import org.pgwright.report.AdviceDocument.TablePart;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Prediction;
import org.pgwright.strategy.Proposal;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Advice that was written with {@code pgwright advise --format json}, read back.
 *
 * @param database its name, for people
 * @param systemIdentifier of the cluster that it is about; empty where that could not be read
 * @param schemaFingerprint of the schema that it is about
 * @param takenAt when the database was looked at; null where the file does not say
 * @param tables what those were like whose indexes are recommended
 */
public record AdviceFile(
        String database,
        String systemIdentifier,
        String schemaFingerprint,
        @Nullable Instant takenAt,
        List<Recommended> recommended,
        List<TableShape> tables) {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private static final String USUAL_SCHEMA = "public";

    public AdviceFile {
        recommended = List.copyOf(recommended);
        tables = List.copyOf(tables);
    }

    /**
     * What is recommended of an index.
     *
     * @param statements that do it, one by one and outside a transaction
     */
    public record Recommended(Proposal proposal, List<String> statements) {
        public Recommended {
            statements = List.copyOf(statements);
        }
    }

    /** What is recommended, without the statements that do it. */
    public List<Proposal> proposals() {
        return recommended.stream().map(Recommended::proposal).toList();
    }

    /**
     * Reads a file.
     *
     * @throws PgwrightException USAGE if it cannot be read, or is no advice
     */
    public static AdviceFile read(Path file) {
        try {
            AdviceDocument document =
                    MAPPER.readValue(Files.readString(file), AdviceDocument.class);
            return of(file, document);
        } catch (IOException failure) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    file + " cannot be read: " + FileFailure.reason(failure),
                    "name a file that pgwright advise --format json wrote",
                    failure);
        } catch (JacksonException failure) {
            throw noAdvice(file, failure);
        }
    }

    @SuppressWarnings("NullAway") // what a file lacks is null, whatever the records say
    private static AdviceFile of(Path file, AdviceDocument document) {
        if (document == null
                || document.version() != AdviceDocument.VERSION
                || document.database() == null
                || document.recommendations() == null) {
            throw noAdvice(file, null);
        }
        return new AdviceFile(
                document.database().name(),
                document.database().systemIdentifier(),
                document.database().schemaFingerprint(),
                time(file, document.database().takenAt()),
                Stream.concat(
                                document.recommendations().stream()
                                        .map(part -> recommended(file, part)),
                                statistics(document).map(part -> recommended(file, part)))
                        .toList(),
                document.tables() == null
                        ? List.of()
                        : document.tables().stream().map(part -> table(file, part)).toList());
    }

    /** A file of an earlier version has none. */
    @SuppressWarnings("NullAway") // what a file lacks is null, whatever the records say
    private static Stream<StatisticsObjectPart> statistics(AdviceDocument document) {
        return document.extendedStatistics() == null
                ? Stream.empty()
                : document.extendedStatistics().stream();
    }

    private static Recommended recommended(Path file, StatisticsObjectPart part) {
        return new Recommended(
                new Proposal(
                        Action.CREATE,
                        tableName(file, part.table()),
                        part.name(),
                        StatisticsStatement.readCreate(part.definition())
                                .map(made -> part.definition())
                                .orElseThrow(() -> noAdvice(file, null)),
                        Proposal.Form.ofStatistics(part.columns()),
                        part.reason(),
                        new Prediction(
                                0,
                                0,
                                0,
                                0,
                                part.queries().stream()
                                        .map(
                                                query ->
                                                        new Prediction.QueryCost(
                                                                query.hash(),
                                                                query.costBefore(),
                                                                query.costAfter(),
                                                                query.calls()))
                                        .toList())),
                part.statements());
    }

    private static TableShape table(Path file, TablePart part) {
        return new TableShape(tableName(file, part.table()), part.columns(), part.indexes());
    }

    private static QualifiedName tableName(Path file, String shown) {
        return ObjectName.read(shown).orElseThrow(() -> noAdvice(file, null)).in(USUAL_SCHEMA);
    }

    private static @Nullable Instant time(Path file, @Nullable String takenAt) {
        try {
            return takenAt == null ? null : Instant.parse(takenAt);
        } catch (DateTimeParseException failure) {
            throw noAdvice(file, failure);
        }
    }

    @SuppressWarnings("NullAway") // what a file lacks is null, whatever the records say
    private static Recommended recommended(Path file, RecommendationPart part) {
        return new Recommended(
                proposal(file, part), part.statements() == null ? List.of() : part.statements());
    }

    private static Proposal proposal(Path file, RecommendationPart part) {
        Action action = Action.of(part.action());
        QualifiedName table = tableName(file, part.table());
        return new Proposal(
                action,
                table,
                part.name(),
                createStatement(file, action, part),
                new Proposal.Form(part.method(), part.columns(), part.include(), part.predicate()),
                part.reason(),
                new Prediction(
                        action == Action.CREATE ? part.bytes() : part.bytesFreed(),
                        part.gain(),
                        part.upkeep(),
                        part.writeOverheadPercent(),
                        part.queries().stream()
                                .map(
                                        query ->
                                                new Prediction.QueryCost(
                                                        query.hash(),
                                                        query.costBefore(),
                                                        query.costAfter(),
                                                        query.calls()))
                                .toList()));
    }

    /** Of an index that exists, that which brings it back; empty for one that is only rebuilt. */
    private static String createStatement(Path file, Action action, RecommendationPart part) {
        if (action == Action.CREATE) {
            return made(part.definition()).orElseThrow(() -> noAdvice(file, null));
        }
        return part.undo().stream()
                .flatMap(statement -> made(statement).stream())
                .findFirst()
                .orElse("");
    }

    private static Optional<String> made(String sql) {
        return IndexStatement.read(sql)
                .filter(IndexStatement.Create.class::isInstance)
                .map(statement -> sql);
    }

    private static PgwrightException noAdvice(Path file, @Nullable Throwable cause) {
        return new PgwrightException(
                ErrorCode.USAGE,
                file + " is no advice that this pgwright understands",
                "name a file that pgwright advise --format json wrote",
                cause);
    }
}
