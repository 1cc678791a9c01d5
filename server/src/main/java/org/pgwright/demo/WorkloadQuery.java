package org.pgwright.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement that an application of the registry runs.
 *
 * @param name of its file, such as {@code runs-by-experiment}
 * @param weight how many of 100 calls it has
 * @param sql without a closing semicolon
 */
public record WorkloadQuery(String name, int weight, String sql) {
    private static final Pattern FILE =
            Pattern.compile("-- weight ([1-9][0-9]*)\n(.+)", Pattern.DOTALL);

    public WorkloadQuery {
        if (weight < 1) {
            throw new IllegalArgumentException("a weight is at least 1: " + weight);
        }
    }

    static WorkloadQuery read(String folder, String name) {
        Matcher file = FILE.matcher(resource(folder + "/" + name + ".sql"));
        if (!file.matches()) {
            throw new IllegalArgumentException(name + " does not begin with its weight");
        }
        return new WorkloadQuery(name, Integer.parseInt(file.group(1)), file.group(2).strip());
    }

    /** The text of a file of the registry. */
    static String resource(String name) {
        try (InputStream in = WorkloadQuery.class.getResourceAsStream("mlregistry/" + name)) {
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
