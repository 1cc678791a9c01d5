package org.pgwright.benchmarks;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Keeps the results of a benchmark: a table for people, JSON for programs. */
record Results(Path folder) {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Writes {@code NAME.txt}, a line each. */
    void write(String name, List<String> lines) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(name + ".txt"), lines);
    }

    /**
     * Writes {@code NAME.md} and {@code NAME.json}.
     *
     * @param values records and lists of them
     */
    void write(String name, String table, Object values) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".md"), table);
        Files.writeString(folder.resolve(name + ".json"), MAPPER.writeValueAsString(values));
    }
}
