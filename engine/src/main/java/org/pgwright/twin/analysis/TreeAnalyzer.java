package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Catalog;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.StatementAnalyzer;
import org.pgwright.planner.TableReference;
import org.pgwright.twin.analysis.ConstantText.Doubts;
import org.pgwright.twin.analysis.TreeValue.Node;
import org.pgwright.twin.analysis.TypeInference.Typed;
import org.pgwright.workload.Statement;
import org.pgwright.workload.StatementText;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Analyses statements by asking a server that holds their schema, but none of its rows.
 *
 * <p>The server parses and analyses the statement as the body of a temporary function; what it
 * stores of that is read here. No statement is run: all is undone after each question, and the
 * connection's role should be allowed no more than to read the catalogues, to create temporary
 * functions and to have statements on the tables planned. Deterministic: the same statement, schema
 * and statistics always give the same answer. Not safe for use by several threads at once.
 */
public final class TreeAnalyzer implements StatementAnalyzer {
    /** Longer texts are refused unread. */
    public static final int MAX_CHARACTERS = 1_000_000;

    private final TwinSession session;
    private final ServerCatalog serverCatalog;
    private final RowPolicies rowPolicies;
    private final ReadStatements known = new ReadStatements();
    private PlanTexts planTexts;

    /**
     * @param planner belongs to the analyzer from here on; its session must have a statement
     *     timeout
     * @param catalog supplies the columns' statistics
     * @throws PgwrightException {@code TWIN_FAILED} if the role cannot create temporary functions
     */
    public TreeAnalyzer(Connection planner, Catalog catalog) {
        try {
            session = new TwinSession(planner);
        } catch (SQLException failure) {
            throw lost(failure);
        }
        serverCatalog = new ServerCatalog(planner, catalog.database().encoding());
        rowPolicies = new RowPolicies(catalog, serverCatalog);
        planTexts = new PlanTexts(session, serverCatalog, catalog);
    }

    /** Draws the values of parameters from the statistics and samples of another catalog. */
    public void learn(Catalog catalog) {
        planTexts = new PlanTexts(session, serverCatalog, catalog);
    }

    /**
     * Has the statements that follow analysed in a session with these settings, and no others of
     * earlier calls.
     *
     * @return those of them that the server takes
     */
    public Map<String, String> use(Map<String, String> settings) {
        try {
            known.use(settings);
            return session.use(settings);
        } catch (SQLException failure) {
            throw lost(failure);
        }
    }

    /**
     * What a statement asks of tables; nothing if it cannot be analysed, the reason of which {@link
     * #analyze} gives.
     *
     * @throws PgwrightException {@code TWIN_FAILED} if the server is gone
     */
    public List<TableReference> references(Statement statement) {
        try {
            ReadStatement read = read(statement);
            return references(read);
        } catch (RejectedStatement | TreeFormatException unreadable) {
            return List.of();
        } catch (ServerFailure failure) {
            return noReferences(failure.reason());
        } catch (SQLException failure) {
            return noReferences(failure);
        } finally {
            rollBack();
        }
    }

    private static List<TableReference> noReferences(SQLException failure) {
        if (ServerLoss.isLoss(failure)) {
            throw lost(failure);
        }
        return List.of();
    }

    /**
     * {@inheritDoc}
     *
     * @throws PgwrightException {@code TWIN_FAILED} if the server is gone
     */
    @Override
    public Analysis analyze(Statement statement) {
        try {
            return analyzeOn(statement);
        } catch (RejectedStatement rejected) {
            return new Analysis.Rejected(statement, rejected.reason());
        } catch (TreeFormatException unreadable) {
            String reason = "its parse tree cannot be read: " + unreadable.getMessage();
            return new Analysis.Rejected(statement, reason);
        } catch (ServerFailure failure) {
            return rejected(statement, failure.reason());
        } catch (SQLException failure) {
            return rejected(statement, failure);
        } finally {
            rollBack();
        }
    }

    private void rollBack() {
        try {
            session.rollBack();
        } catch (SQLException failure) {
            throw lost(failure);
        }
    }

    private static Analysis rejected(Statement statement, SQLException failure) {
        if (ServerLoss.isLoss(failure)) {
            throw lost(failure);
        }
        return new Analysis.Rejected(statement, Refusal.of(failure, statement.text()).reason());
    }

    private static PgwrightException lost(SQLException failure) {
        return new PgwrightException(
                ErrorCode.TWIN_FAILED,
                "the planner twin does not answer (SQLSTATE " + failure.getSQLState() + ")",
                "run the command again",
                failure);
    }

    private Analysis analyzeOn(Statement statement) throws SQLException {
        if (statement.variants().isEmpty()) {
            ReadStatement read = read(statement);
            List<Draw> draws = planTexts.of(statement, read);
            return new Analysis.Analyzed(statement, references(read), Draws.plannable(draws));
        }
        return CalledTexts.analyze(statement, this::called);
    }

    private CalledTexts.Called called(Statement statement) throws SQLException {
        ReadStatement read = read(statement);
        return new CalledTexts.Called(references(read), planTexts.of(statement, read));
    }

    private ReadStatement read(Statement statement) throws SQLException {
        @Nullable ReadStatement before = known.find(statement);
        if (before != null) {
            return before;
        }
        String text = statement.text();
        check(text);
        Draft draft = Draft.of(StatementText.withoutTrailingSemicolon(text));
        Typed typed = new TypeInference(session).infer(draft);
        SlottedText slotted = SlottedText.of(typed);
        String tree = session.tree(slotted.sql(), typeNames(slotted));
        PolicySource policies =
                (oid, table, command) ->
                        rowPolicies.conditions(oid, table, statement.role(), command);
        Doubts doubts =
                new Doubts(PresentWords.standIn(draft.tokens()), Rewriting.losesFields(draft));
        ConstantText constants = new ConstantText(serverCatalog, doubts);
        Shape shape =
                DeepStack.call(
                        () -> ShapeReader.read(query(tree), serverCatalog, policies, constants));
        ReadStatement read = new ReadStatement(typed, slotted, shape);
        known.keep(statement, read);
        return read;
    }

    private static void check(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new RejectedStatement("it is longer than " + MAX_CHARACTERS + " characters");
        }
        if (!StatementText.isSingle(text)) {
            throw new RejectedStatement(
                    "it is not one whole statement: empty, several, or cut off");
        }
        if (!StatementText.isPlannable(text)) {
            throw new RejectedStatement(StatementText.utilityKind(text));
        }
    }

    private List<String> typeNames(SlottedText slotted) {
        return slotted.types().stream().map(type -> serverCatalog.type(type).name()).toList();
    }

    private static Node query(String tree) {
        @Nullable Node query = ServerCatalog.query(ServerCatalog.tree(tree));
        if (query == null) {
            throw new RejectedStatement("the server does not keep it as one query");
        }
        return query;
    }

    /** The mentions with the statement's own parameter numbers. */
    private static List<TableReference> references(ReadStatement read) {
        List<TableReference> references = new ArrayList<>();
        AtomicInteger ids = new AtomicInteger(read.shape().mentions().size());
        for (Mention mention : read.shape().mentions()) {
            references.addAll(mention.toReferences(read::number, ids::getAndIncrement));
        }
        return references;
    }
}
