package org.pgwright.hypopg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.TargetReader;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

final class HypoPgMissingTest {
    @Test
    void isReportedWithTheRemedy() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST);
                TargetReader reader =
                        TargetReader.open(
                                ConnectionSettings.to(
                                        database.host(),
                                        database.port(),
                                        database.user(),
                                        database.name(),
                                        database.password()))) {
            assertThatThrownBy(() -> HypoPgPlanner.on(reader))
                    .isInstanceOfSatisfying(
                            PgwrightException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.USAGE))
                    .hasMessageContaining("CREATE EXTENSION hypopg");
        }
    }
}
