package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.gate.Level;
import org.pgwright.gate.Place;
import org.pgwright.gate.Problem;
import org.pgwright.gate.Subject;

import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * What a check found, as JUnit's XML: a test case for all that was looked at, a failure for each
 * that has an error. Warnings are output of their test case.
 */
final class CheckJunit {
    private static final int NAME_CHARACTERS = 120;
    private static final String NO_TIME = "0";

    private final CheckReport report;
    private final XMLStreamWriter xml;

    private CheckJunit(CheckReport report, XMLStreamWriter xml) {
        this.report = report;
        this.xml = xml;
    }

    static String render(CheckReport report) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            new CheckJunit(report, xml).write();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a text in memory takes any XML", e);
        }
        return text.append('\n').toString();
    }

    private void write() throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        attribute("name", "pgwright check");
        counts(report.subjects());
        for (Subject.Kind kind : Subject.Kind.values()) {
            List<Subject> subjects =
                    report.subjects().stream().filter(s -> s.kind() == kind).toList();
            if (!subjects.isEmpty()) {
                suite(kind, subjects);
            }
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void suite(Subject.Kind kind, List<Subject> subjects) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testsuite");
        attribute("name", "pgwright." + kind.label());
        counts(subjects);
        for (Subject subject : subjects) {
            testCase(kind, subject);
        }
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
    }

    private void counts(List<Subject> subjects) throws XMLStreamException {
        attribute("tests", String.valueOf(subjects.size()));
        long failed = subjects.stream().filter(s -> !errors(s).isEmpty()).count();
        attribute("failures", String.valueOf(failed));
        attribute("errors", "0");
        attribute("skipped", "0");
        attribute("time", NO_TIME);
    }

    private void testCase(Subject.Kind kind, Subject subject) throws XMLStreamException {
        xml.writeCharacters("\n    ");
        xml.writeStartElement("testcase");
        attribute("classname", "pgwright." + kind.label());
        attribute("name", Words.abbreviated(subject.name(), NAME_CHARACTERS));
        attribute("time", NO_TIME);
        if (subject.place() instanceof Place.InFile place) {
            attribute("file", place.file());
            attribute("line", String.valueOf(place.line()));
        }
        List<Problem> errors = errors(subject);
        if (!errors.isEmpty()) {
            // Readers show the first failure of a test case only.
            element("failure", errors.getFirst().rule().id(), errors);
        }
        List<Problem> warnings = of(subject, Level.WARNING);
        if (!warnings.isEmpty()) {
            element("system-out", null, warnings);
        }
        xml.writeCharacters("\n    ");
        xml.writeEndElement();
    }

    private void element(String name, @Nullable String type, List<Problem> problems)
            throws XMLStreamException {
        xml.writeCharacters("\n      ");
        xml.writeStartElement(name);
        if (type != null) {
            attribute("type", type);
            attribute("message", problems.getFirst().sentence());
        }
        String lines = problems.stream().map(CheckJunit::line).collect(Collectors.joining("\n"));
        xml.writeCharacters(XmlText.legal(lines));
        xml.writeEndElement();
    }

    private static String line(Problem problem) {
        return Words.oneLine(
                "%s [%s] %s; %s"
                        .formatted(
                                problem.place().shown(),
                                problem.rule().id(),
                                problem.sentence(),
                                problem.remedy()));
    }

    private List<Problem> errors(Subject subject) {
        return of(subject, Level.ERROR);
    }

    private List<Problem> of(Subject subject, Level level) {
        return report.problemsOf(subject).stream().filter(p -> p.level() == level).toList();
    }

    /** On one line: a reader may take white space of an attribute for what it likes. */
    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, XmlText.legal(Words.oneLine(value)));
    }
}
