package org.pgwright.alerting;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.alerts.TableName;
import org.pgwright.repository.alerts.Threshold;
import org.pgwright.repository.alerts.ThresholdSettings;

import java.time.Duration;
import java.util.UUID;

/**
 * What becomes of a threshold; what is null stays as it is. Values are in the unit of the metric.
 *
 * @param lasting how long a value has to be beyond it
 * @param marginPercent by how much of it a value has to be back
 * @param diskBytes how large the disk is, for the metric about that
 */
public record ThresholdChange(
        @Nullable Double warning,
        @Nullable Double critical,
        @Nullable Boolean isEnabled,
        @Nullable Duration lasting,
        @Nullable Double marginPercent,
        @Nullable Long diskBytes) {
    /**
     * The threshold after it.
     *
     * @param table of the new one
     * @throws PgwrightException USAGE if it makes no sense
     */
    Threshold of(Threshold before, UUID id, @Nullable TableName table) {
        ThresholdSettings settings = before.settings();
        try {
            return new Threshold(
                    id,
                    before.metric(),
                    table,
                    warning == null ? before.warning() : warning,
                    critical == null ? before.critical() : critical,
                    isEnabled == null ? before.isEnabled() : isEnabled,
                    new ThresholdSettings(
                            lasting == null ? settings.lasting() : lasting,
                            marginPercent == null ? settings.marginPercent() : marginPercent,
                            settings.unknownAfter(),
                            settings.queryWarning(),
                            settings.queryCritical(),
                            diskBytes == null ? settings.diskBytes() : diskBytes));
        } catch (IllegalArgumentException senseless) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    String.valueOf(senseless.getMessage()),
                    "see pgwright threshold list for what holds now",
                    senseless);
        }
    }
}
