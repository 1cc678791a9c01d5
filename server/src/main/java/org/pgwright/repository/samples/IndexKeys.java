package org.pgwright.repository.samples;

import org.pgwright.observation.IndexReading;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The keys of an index as the repository has them. */
final class IndexKeys {
    private static final JsonMapper MAPPER = new JsonMapper();

    private IndexKeys() {}

    static String json(IndexReading index) {
        ArrayNode keys = MAPPER.createArrayNode();
        for (IndexReading.Key key : index.keys()) {
            ObjectNode node = keys.addObject();
            node.put(key.isExpression() ? "expression" : "column", key.text());
            if (!key.isIncluded()) {
                node.put("order", key.isDescending() ? "desc" : "asc");
                node.put("nulls", key.nullsFirst() ? "first" : "last");
            }
            node.put("included", key.isIncluded());
        }
        return MAPPER.writeValueAsString(keys);
    }
}
