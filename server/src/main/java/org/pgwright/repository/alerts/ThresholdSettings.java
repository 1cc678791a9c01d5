package org.pgwright.repository.alerts;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * How a threshold is applied (column {@code alert_configuration}). What is missing there, or makes
 * no sense, is as by default.
 *
 * @param lasting how long a value has to be beyond the threshold ({@code for})
 * @param marginPercent by how much of the threshold it has to be back
 * @param unknownAfter for how long a value may be missing until its alert ends
 * @param queryWarning for single queries; null for the default
 * @param queryCritical for single queries; null for the default
 * @param diskBytes how large the disk is; null where nobody said
 */
public record ThresholdSettings(
        Duration lasting,
        double marginPercent,
        Duration unknownAfter,
        @Nullable Double queryWarning,
        @Nullable Double queryCritical,
        @Nullable Long diskBytes) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String FOR = "for";
    private static final String MARGIN = "margin_percent";
    private static final String UNKNOWN = "unknown_after";
    private static final String QUERY_WARNING = "query_warning";
    private static final String QUERY_CRITICAL = "query_critical";
    private static final String DISK = "disk_bytes";
    private static final double WHOLE = 100;

    /** At once, 5 %, 15 minutes. */
    public static final ThresholdSettings DEFAULT =
            new ThresholdSettings(Duration.ZERO, 5, Duration.ofMinutes(15), null, null, null);

    public ThresholdSettings {
        if (lasting.isNegative() || unknownAfter.isNegative()) {
            throw new IllegalArgumentException("a duration is not negative");
        }
        if (!(marginPercent >= 0 && marginPercent <= WHOLE)) {
            throw new IllegalArgumentException("a margin is 0 to 100 %");
        }
    }

    /** The same with another duration. */
    public ThresholdSettings lasting(Duration other) {
        return new ThresholdSettings(
                other, marginPercent, unknownAfter, queryWarning, queryCritical, diskBytes);
    }

    /** The same with a disk of that size. */
    public ThresholdSettings diskBytes(long bytes) {
        return new ThresholdSettings(
                lasting, marginPercent, unknownAfter, queryWarning, queryCritical, bytes);
    }

    static ThresholdSettings parse(@Nullable String json) {
        if (json == null) {
            return DEFAULT;
        }
        JsonNode node = JSON.readTree(json);
        Double margin = number(node.path(MARGIN));
        Double disk = number(node.path(DISK));
        return new ThresholdSettings(
                duration(node.path(FOR), DEFAULT.lasting),
                margin == null || margin < 0 || margin > WHOLE ? DEFAULT.marginPercent : margin,
                duration(node.path(UNKNOWN), DEFAULT.unknownAfter),
                number(node.path(QUERY_WARNING)),
                number(node.path(QUERY_CRITICAL)),
                disk == null || disk <= 0 ? null : Long.valueOf(disk.longValue()));
    }

    private static @Nullable Double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : null;
    }

    private static Duration duration(JsonNode node, Duration otherwise) {
        try {
            Duration read = Duration.parse(node.asString(""));
            return read.isNegative() ? otherwise : read;
        } catch (DateTimeParseException none) {
            return otherwise;
        }
    }

    String json() {
        ObjectNode node = JSON.createObjectNode();
        node.put(FOR, lasting.toString());
        if (marginPercent != DEFAULT.marginPercent) {
            node.put(MARGIN, marginPercent);
        }
        if (!unknownAfter.equals(DEFAULT.unknownAfter)) {
            node.put(UNKNOWN, unknownAfter.toString());
        }
        if (queryWarning != null) {
            node.put(QUERY_WARNING, queryWarning);
        }
        if (queryCritical != null) {
            node.put(QUERY_CRITICAL, queryCritical);
        }
        if (diskBytes != null) {
            node.put(DISK, diskBytes);
        }
        return JSON.writeValueAsString(node);
    }
}
