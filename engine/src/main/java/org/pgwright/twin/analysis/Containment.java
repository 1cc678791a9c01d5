package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Map;

/** Makes what a value of a document, list or range contains. */
final class Containment {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Containment() {}

    /** One key and its value of a JSON object, or one element of a JSON list. */
    static @Nullable String part(String document) {
        JsonNode node = read(document);
        if (node == null) {
            return null;
        }
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            if (property.getValue().isValueNode()) {
                return MAPPER.createObjectNode()
                        .set(property.getKey(), property.getValue())
                        .toString();
            }
        }
        if (node.isArray() && !node.isEmpty()) {
            return MAPPER.createArrayNode().add(node.get(0)).toString();
        }
        return node.toString();
    }

    /** The first key of a JSON object. */
    static @Nullable String key(String document) {
        JsonNode node = read(document);
        return node == null || node.properties().isEmpty()
                ? null
                : node.properties().iterator().next().getKey();
    }

    /** The first key of a JSON object, as a list. */
    static @Nullable String keys(String document) {
        String key = key(document);
        return key == null ? null : ArrayLiteral.of(List.of(key));
    }

    /** A path expression that asks for the first key of a JSON object. */
    static @Nullable String path(String document) {
        String key = key(document);
        return key == null ? null : "exists($." + MAPPER.valueToTree(key) + ")";
    }

    private static @Nullable JsonNode read(String document) {
        try {
            return MAPPER.readTree(document);
        } catch (JacksonException unreadable) {
            return null;
        }
    }

    /** The lower bound of a range, or its upper one, as one of its elements. */
    static @Nullable String element(String range) {
        if (range.length() < 3) {
            return null;
        }
        String inner = range.substring(1, range.length() - 1);
        List<@Nullable String> bounds;
        try {
            bounds = ArrayLiteral.elements("{" + inner.replaceAll("^,|,$", "") + "}");
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
        return bounds.isEmpty() ? null : bounds.getFirst();
    }
}
