package org.pgwright.report.migration;

import org.pgwright.catalog.QualifiedName;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A migration of Rails 6.1 or later: add_index and remove_index where they can express the index,
 * else execute.
 */
final class RailsFile implements MigrationWriter {
    private static final Pattern WORD_START = Pattern.compile("(?:^|_)([a-z0-9])");
    private static final String INDENT = "    ";

    private final Heading heading;

    RailsFile(Heading heading) {
        this.heading = heading;
    }

    @Override
    public List<MigrationFile> files(Phase phase, String version, String previous) {
        // Ruby may take the first comments for settings, such as an encoding
        Lines lines = new Lines().add("# frozen_string_literal: true", "");
        heading.lines(phase).forEach(line -> lines.comment("# ", line));
        lines.add(
                "class %s < ActiveRecord::Migration[6.1]".formatted(className(phase, version)),
                "  disable_ddl_transaction!",
                "",
                "  def up");
        RubyText.execute(lines, INDENT, SqlText.BEFORE);
        for (IndexWork work : phase.works()) {
            lines.add("");
            SqlText.head(lines, INDENT + "# ", work);
            work.up().forEach(step -> step(lines, step));
        }
        RubyText.execute(lines.add(""), INDENT, SqlText.AFTER);
        lines.add("  end", "", "  def down");
        RubyText.execute(lines, INDENT, SqlText.BEFORE);
        for (IndexWork work : phase.works().reversed()) {
            lines.add("").comment(INDENT + "# ", "take back: " + work.subject());
            work.down().forEach(step -> step(lines, step));
        }
        RubyText.execute(lines.add(""), INDENT, SqlText.AFTER);
        lines.add("  end", "end");
        return List.of(
                new MigrationFile(
                        phase.number(),
                        MigrationFile.Purpose.BOTH,
                        identity(phase, version) + ".rb",
                        lines.content()));
    }

    /** Rails finds the class by the name of the file; no two migrations may have the same. */
    private static String className(Phase phase, String version) {
        return WORD_START
                .matcher(phase.name() + "_" + version)
                .replaceAll(start -> start.group(1).toUpperCase(Locale.ROOT));
    }

    @Override
    public String identity(Phase phase, String version) {
        return version + "_" + phase.name() + "_" + version;
    }

    private static void step(Lines lines, Step step) {
        switch (step) {
            case Step.Statement statement -> RubyText.execute(lines, INDENT, statement.sql());
            case Step.Removal removal -> {
                if (isUsual(removal.table()) && IndexShape.isUsual(removal.index())) {
                    lines.add(
                            INDENT
                                    + "remove_index %s, name: %s, algorithm: :concurrently, if_exists: true"
                                            .formatted(
                                                    name(removal.table()),
                                                    RubyText.quoted(removal.index())));
                } else {
                    RubyText.execute(lines, INDENT, removal.sql());
                }
            }
            case Step.Build build -> {
                Optional<List<String>> call = addIndex(build);
                if (call.isPresent()) {
                    lines.add(
                            INDENT + "add_index " + String.join(",\n" + INDENT + "  ", call.get()));
                } else {
                    RubyText.execute(lines, INDENT, build.sql());
                }
            }
        }
    }

    /** The arguments, if they can express the index. */
    private static Optional<List<String>> addIndex(Step.Build build) {
        if (!isUsual(build.table()) || !IndexShape.isUsual(build.index())) {
            return Optional.empty();
        }
        return IndexShape.of(build.create()).map(shape -> arguments(build, shape));
    }

    private static List<String> arguments(Step.Build build, IndexShape shape) {
        List<String> arguments = new ArrayList<>();
        arguments.add(
                "%s, [%s]"
                        .formatted(
                                name(build.table()),
                                shape.keys().stream()
                                        .map(key -> RubyText.quoted(key.column()))
                                        .collect(Collectors.joining(", "))));
        arguments.add("name: " + RubyText.quoted(build.index()));
        if (build.create().isUnique()) {
            arguments.add("unique: true");
        }
        if (!shape.method().equals("btree")) {
            arguments.add("using: " + RubyText.quoted(shape.method()));
        }
        List<String> orders = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (IndexShape.Key key : shape.keys()) {
            if (key.isDescending()) {
                orders.add("%s: :desc".formatted(key.column()));
            }
            if (key.operatorClass() != null) {
                classes.add("%s: :%s".formatted(key.column(), key.operatorClass()));
            }
        }
        if (!orders.isEmpty()) {
            arguments.add("order: { " + String.join(", ", orders) + " }");
        }
        if (!classes.isEmpty()) {
            arguments.add("opclass: { " + String.join(", ", classes) + " }");
        }
        if (shape.predicate() != null) {
            String predicate = TameSql.of(shape.predicate(), "the index " + build.index());
            arguments.add("where: " + RubyText.quoted(predicate));
        }
        arguments.add("algorithm: :concurrently");
        arguments.add("if_not_exists: true");
        return arguments;
    }

    private static boolean isUsual(QualifiedName name) {
        return IndexShape.isUsual(name.schema()) && IndexShape.isUsual(name.name());
    }

    private static String name(QualifiedName name) {
        return RubyText.quoted(name.schema() + "." + name.name());
    }
}
