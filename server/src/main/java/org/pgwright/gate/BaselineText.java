package org.pgwright.gate;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A baseline as JSON, for version control: the same text for the same baseline, a field a line.
 *
 * <p>Fields may be added later and are passed over by older readers.
 */
public final class BaselineText {
    private static final String FORMAT = "pgwright-baseline";
    private static final int VERSION = 1;

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();

    private BaselineText() {}

    private record Document(String format, int version, Baseline baseline) {}

    /** The text, with a line feed at its end. */
    public static String write(Baseline baseline) {
        return MAPPER.writeValueAsString(new Document(FORMAT, VERSION, baseline)) + "\n";
    }

    /**
     * Reads what was written.
     *
     * @param file that it comes from, for errors
     * @throws PgwrightException USAGE if it is no baseline
     */
    public static Baseline read(String file, String text) {
        try {
            JsonNode document = MAPPER.readTree(text);
            int version = checkedVersion(file, document);
            if (version > VERSION) {
                throw unusable(
                        file,
                        "is of version %d, this pgwright reads up to %d"
                                .formatted(version, VERSION),
                        "use the pgwright that wrote it, or a newer one",
                        null);
            }
            return MAPPER.treeToValue(document.get("baseline"), Baseline.class);
        } catch (JacksonException failure) {
            throw unusable(file, "is damaged", "write it again with --write-baseline", failure);
        }
    }

    private static int checkedVersion(String file, JsonNode document) {
        boolean isOurs =
                document.isObject()
                        && FORMAT.equals(document.path("format").asString(""))
                        && document.path("baseline").isObject();
        int version = document.path("version").asInt(0);
        if (!isOurs || version < 1) {
            throw unusable(
                    file,
                    "is neither a baseline nor a snapshot",
                    "name a file of pgwright check --write-baseline or of pgwright snapshot",
                    null);
        }
        return version;
    }

    private static PgwrightException unusable(
            String file, String what, String remedy, @Nullable Throwable cause) {
        return new PgwrightException(
                ErrorCode.USAGE, "the baseline " + file + " " + what, remedy, cause);
    }
}
