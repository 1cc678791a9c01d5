package org.pgwright.twin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.planner.Configuration;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.util.List;
import java.util.Locale;

/** Under a locale that writes numbers in other digits, none of them reaches a server. */
final class ForeignLocaleTest {
    private static final String QUERY = "SELECT * FROM orders WHERE id = 5";

    private final Locale usual = Locale.getDefault();

    @BeforeEach
    void writeNumbersInOtherDigits() {
        Locale.setDefault(Locale.of("ar", "EG"));
        assertThat("%d".formatted(5)).isNotEqualTo("5");
    }

    @AfterEach
    void writeThemAsUsual() {
        Locale.setDefault(usual);
    }

    @Test
    void reachesServersAndPlansAsUnderAnyOther() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            database.execute("CREATE TABLE orders (id bigint PRIMARY KEY)", "ANALYZE orders");
            try (Twin twin = TwinFixture.twin(database, List.of(QUERY))) {
                double cost =
                        twin.plan(TwinFixture.plannable(QUERY), Configuration.EXISTING).totalCost();
                assertThat(cost).isEqualTo(TwinFixture.realPlan(database, twin, QUERY).totalCost());
            }
        }
    }
}
