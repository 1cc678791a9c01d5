package org.pgwright.snapshot;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import org.pgwright.catalog.TypeDefinition;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How snapshots are written as JSON: records by their components, nulls left out. */
final class SnapshotJson {
    private SnapshotJson() {}

    static JsonMapper mapper() {
        return JsonMapper.builder()
                .addMixIn(TypeDefinition.class, TypeDefinitionKinds.class)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .changeDefaultPropertyInclusion(
                        inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
                .changeDefaultVisibility(
                        visible -> visible.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
                .build();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = TypeDefinition.Enumeration.class, name = "enumeration"),
        @JsonSubTypes.Type(value = TypeDefinition.Domain.class, name = "domain"),
        @JsonSubTypes.Type(value = TypeDefinition.Composite.class, name = "composite"),
        @JsonSubTypes.Type(value = TypeDefinition.Range.class, name = "range")
    })
    private interface TypeDefinitionKinds {}
}
