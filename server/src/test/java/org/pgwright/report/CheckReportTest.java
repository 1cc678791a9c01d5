package org.pgwright.report;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.pgwright.gate.Baseline;
import org.pgwright.gate.Level;
import org.pgwright.gate.Place;
import org.pgwright.gate.Problem;
import org.pgwright.gate.Rule;
import org.pgwright.gate.Subject;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.StringReader;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

/** The forms of a check's report, with texts that nobody should trust. */
final class CheckReportTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String HOSTILE =
            "SELECT '</failure>]]>&<x a=\"', E'\u0000\u001b[31m\ud800\uffff\u202e'\n--";

    private static final Subject STATEMENT = statement(HOSTILE);
    private static final Subject FINE = Subject.script("fine.sql");

    private static Subject statement(String text) {
        return Subject.statement(
                new Baseline.Query("0123456789abcdef", text, 1, List.of(), List.of()),
                new Place.InFile("queries/a b%ü.sql", 7));
    }

    private static Problem problem(Subject subject, Level level, Place place, String text) {
        return new Problem(Rule.SEQUENTIAL_SCAN, level, subject, place, "key", text, text);
    }

    private static CheckReport report(String text) {
        Subject statement = statement(text);
        return new CheckReport(
                "1.0",
                List.of(statement, Subject.INDEXES, FINE),
                List.of(
                        problem(statement, Level.ERROR, statement.place(), text),
                        problem(statement, Level.WARNING, statement.place(), text),
                        problem(Subject.INDEXES, Level.WARNING, Subject.INDEXES.place(), text)),
                List.of(text));
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)));
    }

    private static String render(CheckFormat format, String text) {
        return format.render(report(text), Layout.PLAIN);
    }

    @Test
    void writesATestCaseForAllThatWasLookedAt() throws Exception {
        Element suites = xml(render(CheckFormat.JUNIT, HOSTILE)).getDocumentElement();

        assertThat(suites.getTagName()).isEqualTo("testsuites");
        assertThat(suites.getAttribute("tests")).isEqualTo("3");
        assertThat(suites.getAttribute("failures")).isEqualTo("1");
        assertThat(suites.getElementsByTagName("testsuite").getLength()).isEqualTo(3);
        assertThat(suites.getElementsByTagName("testcase").getLength()).isEqualTo(3);
        Element failure = (Element) suites.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("type")).isEqualTo("sequential-scan");
        assertThat(failure.getAttribute("message")).startsWith("SELECT '</failure>]]>&<x a=\"'");
        assertThat(failure.getTextContent()).contains("queries/a b%ü.sql:7 [sequential-scan]");
        assertThat(suites.getElementsByTagName("system-out").getLength()).isEqualTo(2);
    }

    @Property
    void writesXmlThatParsesWhateverTheText(@ForAll String text) throws Exception {
        assertThat(xml(render(CheckFormat.JUNIT, text)).getDocumentElement().getTagName())
                .isEqualTo("testsuites");
    }

    @Property
    void writesJsonThatParsesWhateverTheText(@ForAll String text) {
        assertThat(JSON.readTree(render(CheckFormat.JSON, text)).get("passed").asBoolean())
                .isFalse();
        assertThat(JSON.readTree(render(CheckFormat.SARIF, text)).at("/runs/0/results")).hasSize(3);
    }

    @Test
    void writesWhatSarifDemands() {
        JsonNode log = JSON.readTree(render(CheckFormat.SARIF, HOSTILE));

        assertThat(log.get("version").asString()).isEqualTo("2.1.0");
        assertThat(log.get("$schema").asString()).contains("sarif-2.1.0");
        JsonNode run = log.at("/runs/0");
        assertThat(run.at("/tool/driver/name").asString()).isEqualTo("pgwright");
        JsonNode rules = run.at("/tool/driver/rules");
        assertThat(rules).hasSize(1);
        assertThat(rules.at("/0/shortDescription/text").asString()).isNotEmpty();
        assertThat(rules.at("/0/defaultConfiguration/level").asString()).isEqualTo("error");
        assertThat(run.at("/invocations/0/executionSuccessful").asBoolean()).isTrue();
        for (JsonNode result : run.get("results")) {
            int rule = result.get("ruleIndex").asInt();
            assertThat(result.get("ruleId")).isEqualTo(rules.get(rule).get("id"));
            assertThat(result.get("level").asString()).isIn("error", "warning");
            assertThat(result.at("/message/text").asString()).isNotEmpty();
            assertThat(result.get("locations")).hasSize(1);
            assertThat(result.at("/partialFingerprints/pgwright~1v1").asString())
                    .matches("[0-9a-f]{64}");
        }
    }

    @Test
    void pointsToFilesByUriAndLineAndToTheDatabaseByName() {
        JsonNode results = JSON.readTree(render(CheckFormat.SARIF, HOSTILE)).at("/runs/0/results");

        JsonNode file = results.at("/0/locations/0/physicalLocation");
        assertThat(file.at("/artifactLocation/uri").asString())
                .isEqualTo("queries/a%20b%25%C3%BC.sql");
        assertThat(file.at("/region/startLine").asInt()).isEqualTo(7);
        JsonNode inDatabase = results.at("/2/locations/0");
        assertThat(inDatabase.has("physicalLocation")).isFalse();
        assertThat(inDatabase.at("/logicalLocations/0/fullyQualifiedName").asString())
                .isEqualTo("indexes");
    }

    @Test
    void writesUrisOfAnyPath() {
        for (String[] pair :
                List.of(
                        new String[] {"/srv/a b.sql", "file:///srv/a%20b.sql"},
                        new String[] {"../a.sql", "../a.sql"},
                        new String[] {"./x/a.sql", "x/a.sql"},
                        new String[] {"c:d.sql", "c:d.sql"})) {
            Subject script = Subject.script(pair[0]);
            CheckReport report =
                    new CheckReport(
                            "1.0",
                            List.of(script),
                            List.of(problem(script, Level.ERROR, script.place(), "x")),
                            List.of());
            assertThat(
                            JSON.readTree(CheckFormat.SARIF.render(report, Layout.PLAIN))
                                    .at("/runs/0/results/0/locations/0/physicalLocation")
                                    .at("/artifactLocation/uri")
                                    .asString())
                    .isIn(pair[1], "./" + pair[1]);
        }
    }

    @Test
    void keepsControlCharactersFromTheTerminal() {
        assertThat(render(CheckFormat.TEXT, HOSTILE))
                .doesNotContain("\u001b", "\u0000")
                .contains("error [sequential-scan]", "Failed: 1 error, 2 warnings")
                .endsWith("checked 1 statement and 1 SQL file\n");
    }

    @Test
    void namesTheStatementByItsFileAndLine() {
        assertThat(STATEMENT.name()).startsWith("0123456789ab SELECT");
        assertThat(render(CheckFormat.TEXT, "SELECT 1")).startsWith("queries/a b%ü.sql:7: 0123");
    }

    @Test
    void passesWhenThereAreWarningsOnly() {
        CheckReport report =
                new CheckReport(
                        "1.0",
                        List.of(Subject.INDEXES),
                        List.of(
                                problem(
                                        Subject.INDEXES,
                                        Level.WARNING,
                                        Subject.INDEXES.place(),
                                        "x")),
                        List.of());

        assertThat(report.isPassed()).isTrue();
        assertThat(CheckFormat.TEXT.render(report, Layout.PLAIN))
                .contains("Passed: 0 errors, 1 warning; checked 0 statements");
    }
}
