package org.pgwright.benchmarks.schema;

import org.pgwright.catalog.IndexDefinition;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The files of one sample database. */
record SampleFiles(String folder) {
    String text(String file) {
        String path = "/org/pgwright/benchmarks/" + folder + "/" + file;
        try (InputStream in = SampleFiles.class.getResourceAsStream(path)) {
            byte[] bytes = Objects.requireNonNull(in, path).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** Of {@code queries.sql}. */
    List<SampleQuery> queries() {
        return SampleQuery.all(text("queries.sql"));
    }

    /** Of {@code indexes.txt}. */
    List<IndexDefinition> indexes() {
        return indexes("indexes.txt");
    }

    /** Of a file with one a line, where comments begin with {@code #}. */
    List<IndexDefinition> indexes(String file) {
        return text(file)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(IndexLine::parse)
                .toList();
    }
}
