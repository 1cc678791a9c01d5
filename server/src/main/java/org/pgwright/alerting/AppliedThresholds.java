package org.pgwright.alerting;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.alerts.AlertKey;
import org.pgwright.repository.alerts.Metric;
import org.pgwright.repository.alerts.TableName;
import org.pgwright.repository.alerts.Threshold;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Finds the threshold of a subject: that of its table, else that of the whole database. */
final class AppliedThresholds {
    private final Map<Metric, Threshold> ofWhole = new EnumMap<>(Metric.class);
    private final Map<Metric, List<Threshold>> ofTables = new EnumMap<>(Metric.class);

    AppliedThresholds(Collection<Threshold> thresholds) {
        for (Threshold threshold : thresholds) {
            if (threshold.table() == null) {
                ofWhole.put(threshold.metric(), threshold);
            } else {
                ofTables.computeIfAbsent(threshold.metric(), metric -> new ArrayList<>())
                        .add(threshold);
            }
        }
    }

    /** Null where there is none, or it is switched off. */
    @Nullable Threshold to(AlertKey key) {
        Threshold found = find(key);
        return found != null && found.isEnabled() ? found : null;
    }

    private @Nullable Threshold find(AlertKey key) {
        for (Threshold threshold : ofTables.getOrDefault(key.metric(), List.of())) {
            TableName table = threshold.table();
            if (table != null && key.subject().isOf(table)) {
                return threshold;
            }
        }
        return key.metric().isOfWhole(key.subject().kind()) ? ofWhole.get(key.metric()) : null;
    }
}
