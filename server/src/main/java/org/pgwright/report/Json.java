package org.pgwright.report;

import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes documents for programs: fields in the order of the record, two blanks deep. */
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();

    private Json() {}

    /** The document, with a line feed at its end. */
    public static String of(Object document) {
        return MAPPER.writeValueAsString(document) + "\n";
    }
}
