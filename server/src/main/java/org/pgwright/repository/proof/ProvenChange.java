package org.pgwright.repository.proof;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.strategy.KnownStrategy;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A change whose effect is measured.
 *
 * @param began when its first statement began
 * @param settled when it was complete
 * @param watch how long it is watched
 * @param rollsBack whether it may be taken back without asking
 * @param judged what its final proof says; null while it has none
 */
public record ProvenChange(
        UUID id,
        KnownStrategy strategy,
        Instant began,
        Instant settled,
        Duration watch,
        boolean rollsBack,
        @Nullable String judged) {
    /** Whether it did harm, as nothing else stays watched after its final proof, and may go. */
    public boolean isToTakeBack() {
        return judged != null && rollsBack;
    }
}
