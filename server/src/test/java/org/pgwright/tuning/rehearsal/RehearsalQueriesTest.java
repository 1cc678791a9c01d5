package org.pgwright.tuning.rehearsal;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.pgwright.postgres.Query;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;

final class RehearsalQueriesTest {
    @ParameterizedTest
    @FieldSource("org.pgwright.testing.TestServers#MAJORS")
    void everyQueryCanBePrepared(int major) throws Exception {
        try (TestDatabase database = TestServers.freshDatabase(major);
                Connection connection = database.connect()) {
            for (String name :
                    List.of(
                            "begin",
                            "explain_analyze",
                            "index_parts",
                            "limits",
                            "setting",
                            "superuser")) {
                String sql =
                        Query.named("rehearsal." + name, major)
                                .withStatement("statement", "SELECT 1")
                                .sql();
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    assertThatCode(statement::getMetaData).as(name).doesNotThrowAnyException();
                }
            }
        }
    }
}
