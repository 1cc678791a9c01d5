package org.pgwright.report.runbook;

import org.jspecify.annotations.Nullable;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Json;
import org.pgwright.report.Words;
import org.pgwright.repository.figures.InstanceStatus.Node;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A runbook: as Markdown for people, as JSON for programs. It runs nothing. Names of the database
 * are quoted wherever they are a part of a command or a statement.
 */
public record RunbookReport(RunbookFacts facts) {
    private static final Pattern FENCES = Pattern.compile("`{3,}");

    /** The document in a form; text is Markdown. */
    public String render(FiguresFormat format) {
        return switch (format) {
            case TEXT -> markdown();
            case JSON ->
                    Json.of(
                            new Document(
                                    facts.span().instance(),
                                    facts.database(),
                                    facts.span().from().toString(),
                                    facts.span().to().toString(),
                                    sections().stream().map(RunbookReport::part).toList()));
        };
    }

    private List<Section> sections() {
        Reaching reaching =
                new Reaching(
                        primary(), facts.database(), facts.span().instance(), facts.repository());
        return List.of(
                QuickReference.of(facts, reaching),
                Emergency.of(facts, reaching),
                SlowQueries.of(facts, reaching),
                Space.bloat(facts, reaching),
                Space.needless(facts, reaching),
                Decided.open(facts, reaching),
                Decided.changes(facts, reaching),
                Maintenance.of(reaching));
    }

    private @Nullable String primary() {
        return facts.status().nodes().stream()
                .filter(node -> !node.isStandby())
                .map(Node::address)
                .findFirst()
                .orElse(null);
    }

    private String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("# Runbook: " + text(facts.database()) + " on " + text(facts.span().instance()));
        lines.add("");
        lines.add(
                "What pgwright knew of it at %s; figures since %s. Commands that change indexes need"
                        .formatted(
                                Words.second(facts.span().to()),
                                Words.second(facts.span().from())));
        lines.add("a role that owns the tables: add `--username`.");
        for (Section section : sections()) {
            lines.add("");
            lines.add("## " + section.title());
            section.blocks().forEach(block -> markdown(lines, block));
        }
        return String.join("\n", lines) + "\n";
    }

    private static void markdown(List<String> lines, Block block) {
        lines.add("");
        switch (block) {
            case Block.Words words -> lines.add(text(words.text()));
            case Block.Facts table -> table(lines, table);
            case Block.Command command -> {
                lines.add(text(command.what()) + ":");
                code(lines, "sh", ShellWords.line(command.words()));
            }
            case Block.Sql statement -> {
                lines.add(text(statement.what()) + ":");
                code(lines, "sql", statement.sql());
            }
            case Block.Script script -> {
                lines.add(text(script.what()) + ", as `" + script.name() + "`:");
                code(lines, "sql", script.sql());
            }
        }
    }

    private static void table(List<String> lines, Block.Facts table) {
        lines.add(row(table.headings()));
        lines.add(row(Collections.nCopies(table.headings().size(), "---")));
        table.rows()
                .forEach(cells -> lines.add(row(cells.stream().map(RunbookReport::text).toList())));
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    /** A fence that is longer than any in the text. */
    private static void code(List<String> lines, String language, String text) {
        String printable = Words.printable(text);
        Matcher fences = FENCES.matcher(printable);
        int longest = 2;
        while (fences.find()) {
            longest = Math.max(longest, fences.group().length());
        }
        String fence = "`".repeat(longest + 1);
        lines.add("");
        lines.add(fence + language);
        lines.add(printable);
        lines.add(fence);
    }

    /** Characters that mean something to Markdown mean themselves. */
    private static String text(String text) {
        return Words.oneLine(text).replaceAll("([\\\\`*_<>|\\[\\]])", "\\\\$1");
    }

    private static SectionPart part(Section section) {
        return new SectionPart(
                section.title(), section.blocks().stream().map(RunbookReport::part).toList());
    }

    private static BlockPart part(Block block) {
        return switch (block) {
            case Block.Words words -> BlockPart.of("text", words.text());
            case Block.Facts table ->
                    new BlockPart(
                            "table",
                            null,
                            Stream.concat(Stream.of(table.headings()), table.rows().stream())
                                    .toList(),
                            null,
                            null,
                            null);
            case Block.Command command ->
                    new BlockPart("command", command.what(), null, command.words(), null, null);
            case Block.Sql statement ->
                    new BlockPart(
                            statement.isReading() ? "query" : "statement",
                            statement.what(),
                            null,
                            null,
                            statement.sql(),
                            null);
            case Block.Script script ->
                    new BlockPart("file", script.what(), null, null, script.sql(), script.name());
        };
    }

    private record Document(
            String instance, String database, String from, String to, List<SectionPart> sections) {}

    private record SectionPart(String title, List<BlockPart> blocks) {}

    /**
     * @param table the first row has the headings
     */
    private record BlockPart(
            String kind,
            @Nullable String text,
            @Nullable List<List<String>> table,
            @Nullable List<String> command,
            @Nullable String sql,
            @Nullable String file) {
        private static BlockPart of(String kind, String text) {
            return new BlockPart(kind, text, null, null, null, null);
        }
    }
}
