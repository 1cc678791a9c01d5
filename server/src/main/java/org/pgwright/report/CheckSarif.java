package org.pgwright.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import org.jspecify.annotations.Nullable;
import org.pgwright.gate.Level;
import org.pgwright.gate.Place;
import org.pgwright.gate.Problem;
import org.pgwright.gate.Rule;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a check found, as SARIF 2.1.0 (OASIS Static Analysis Results Interchange Format). */
final class CheckSarif {
    private static final String VERSION = "2.1.0";
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
    private static final int NAME_CHARACTERS = 300;
    private static final String FINGERPRINT = "pgwright/v1";

    private CheckSarif() {}

    private record Log(@JsonProperty("$schema") String schema, String version, List<Run> runs) {}

    private record Run(Tool tool, List<Invocation> invocations, List<Result> results) {}

    private record Tool(Driver driver) {}

    private record Driver(String name, String version, List<Descriptor> rules) {}

    private record Descriptor(
            String id, Message shortDescription, Configuration defaultConfiguration) {}

    private record Configuration(String level) {}

    private record Message(String text) {}

    private record Invocation(
            boolean executionSuccessful, List<Notification> toolExecutionNotifications) {}

    private record Notification(String level, Message message) {}

    private record Result(
            String ruleId,
            int ruleIndex,
            String level,
            Message message,
            List<Location> locations,
            Map<String, String> partialFingerprints) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Location(
            @Nullable Physical physicalLocation, @Nullable List<Logical> logicalLocations) {}

    private record Physical(Artifact artifactLocation, Region region) {}

    private record Artifact(String uri) {}

    private record Region(int startLine) {}

    private record Logical(String fullyQualifiedName) {}

    static String render(CheckReport report) {
        List<Rule> rules =
                Arrays.stream(Rule.values())
                        .filter(r -> report.problems().stream().anyMatch(p -> p.rule() == r))
                        .toList();
        Driver driver =
                new Driver(
                        "pgwright",
                        report.version(),
                        rules.stream().map(CheckSarif::descriptor).toList());
        List<Notification> notes =
                report.notes().stream()
                        .map(note -> new Notification("note", message(note + ".")))
                        .toList();
        List<Result> results =
                report.problems().stream().map(problem -> result(problem, rules)).toList();
        Run run = new Run(new Tool(driver), List.of(new Invocation(true, notes)), results);
        return Json.of(new Log(SCHEMA, VERSION, List.of(run)));
    }

    private static Descriptor descriptor(Rule rule) {
        return new Descriptor(
                rule.id(), message(rule.sentence()), new Configuration(level(rule.level())));
    }

    private static Result result(Problem problem, List<Rule> rules) {
        return new Result(
                problem.rule().id(),
                rules.indexOf(problem.rule()),
                level(problem.level()),
                message(text(problem)),
                List.of(location(problem.place())),
                Map.of(FINGERPRINT, problem.fingerprint()));
    }

    private static String text(Problem problem) {
        List<String> sentences = new ArrayList<>();
        switch (problem.subject().kind()) {
            case STATEMENT ->
                    sentences.add(
                            "Statement "
                                    + Words.abbreviated(problem.subject().name(), NAME_CHARACTERS)
                                    + ": ");
            case SCHEMA, SCRIPT -> {}
        }
        sentences.add(problem.sentence() + "; " + problem.remedy() + ".");
        return String.join("", sentences);
    }

    private static Location location(Place place) {
        return switch (place) {
            case Place.InFile(String file, int line) ->
                    new Location(new Physical(new Artifact(uri(file)), new Region(line)), null);
            case Place.InDatabase(String name) -> new Location(null, List.of(new Logical(name)));
        };
    }

    /** Relative to where the command ran, as the file was named. */
    private static String uri(String file) {
        Path path = Path.of(file);
        try {
            return path.isAbsolute()
                    ? new URI("file", "", path.toString(), null).toASCIIString()
                    : new URI(null, null, "./" + path.normalize(), null)
                            .toASCIIString()
                            .substring(2);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("any path can be escaped", e);
        }
    }

    private static String level(Level level) {
        return switch (level) {
            case ERROR -> "error";
            case WARNING -> "warning";
        };
    }

    private static Message message(String text) {
        return new Message(XmlText.legal(Words.oneLine(text)));
    }
}
