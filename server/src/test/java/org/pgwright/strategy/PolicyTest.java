package org.pgwright.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pgwright.catalog.QualifiedName;

import java.time.Instant;
import java.util.List;
import java.util.Set;

final class PolicyTest {
    private static final QualifiedName ORDERS = new QualifiedName("shop", "orders");
    private static final Prediction SMALL = new Prediction(1000, 5, 1, 4, List.of());
    private static final Instant NIGHT = Instant.parse("2026-11-27T03:00:00Z");
    private static final Instant DAY = Instant.parse("2026-11-27T12:00:00Z");

    @Test
    void approvesNothingByItselfWhereNobodySaidSo() {
        assertThat(Policy.NONE.refusal(Action.CREATE, ORDERS, SMALL)).isPresent();
    }

    @Test
    void approvesWhatIsWithinItsLimits() {
        assertThat(
                        approving(1000L, 4.0, List.of(), List.of())
                                .refusal(Action.CREATE, ORDERS, SMALL))
                .isEmpty();
        assertThat(
                        approving(999L, null, List.of(), List.of())
                                .refusal(Action.CREATE, ORDERS, SMALL))
                .contains("it is larger than the policy allows");
        assertThat(approving(null, 3.9, List.of(), List.of()).refusal(Action.CREATE, ORDERS, SMALL))
                .contains("it makes writes dearer than the policy allows");
    }

    @Test
    void approvesOnlyTheActionsThatItNames() {
        Policy policy = approving(null, null, List.of(), List.of());

        assertThat(policy.refusal(Action.DROP, ORDERS, SMALL))
                .contains("the policy leaves it to people");
    }

    @Test
    void leavesTablesOut() {
        assertThat(
                        approving(null, null, List.of("ord*"), List.of())
                                .refusal(Action.CREATE, ORDERS, SMALL))
                .isEmpty();
        assertThat(
                        approving(null, null, List.of("shop.order?"), List.of())
                                .refusal(Action.CREATE, ORDERS, SMALL))
                .isEmpty();
        assertThat(
                        approving(null, null, List.of("other.*"), List.of())
                                .refusal(Action.CREATE, ORDERS, SMALL))
                .isPresent();
        assertThat(
                        approving(null, null, List.of(), List.of("*"))
                                .refusal(Action.CREATE, ORDERS, SMALL))
                .isPresent();
        assertThat(
                        approving(null, null, List.of("o\\E.*"), List.of())
                                .refusal(Action.CREATE, ORDERS, SMALL))
                .isPresent();
    }

    @Test
    void isOpenInItsWindows() {
        Policy nightly = within("02:00-05:00", "Sat 10:00-11:00");

        assertThat(nightly.isOpen(NIGHT)).isTrue();
        assertThat(nightly.end(NIGHT)).contains(Instant.parse("2026-11-27T05:00:00Z"));
        assertThat(nightly.isOpen(DAY)).isFalse();
        assertThat(nightly.next(DAY)).contains(Instant.parse("2026-11-28T02:00:00Z"));
    }

    @Test
    void isAlwaysOpenWithoutWindows() {
        assertThat(Policy.NONE.isOpen(DAY)).isTrue();
        assertThat(Policy.NONE.end(DAY)).isEmpty();
        assertThat(Policy.NONE.next(DAY)).isEmpty();
    }

    private static Policy approving(
            @Nullable Long bytes,
            @Nullable Double overhead,
            List<String> include,
            List<String> exclude) {
        return new Policy(
                List.of(),
                new Policy.Unattended(Set.of(Action.CREATE), false, false),
                new Policy.Limits(bytes, overhead, include, exclude),
                Policy.NONE.watch(),
                Policy.NONE.unused());
    }

    private static Policy within(String... windows) {
        return new Policy(
                List.of(windows).stream().map(MaintenanceWindow::parse).toList(),
                Policy.Unattended.NOTHING,
                Policy.NONE.limits(),
                Policy.NONE.watch(),
                Policy.NONE.unused());
    }
}
