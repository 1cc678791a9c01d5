package org.pgwright.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.ResultSet;

/** Names are folded as the server folds them. */
class NamesOnServersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ABC",
                "a$1",
                "_",
                "ÄÖÜabcÄ",
                "Straße\u00a0X",
                "\ud83d\ude00Smile",
                "User",
                "\"Quoted \"\" Name\"",
                "\"User\"",
                "U&\"d\\0061t\\+01F600\\\\\"",
                "U&\"\\D83D\\DE00\"",
                "u&\"d!0061t\\0061\" UESCAPE '!'",
                "AVeryLongNameThatGoesOnAndOnUntilItIsLongerThanTheServerWouldKeepIt",
                "ééééééééééééééééééééééééééééééééééééé",
                "\"€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€\""
            })
    void asTheServerFoldsThem(String written) throws Exception {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST);
                var connection = database.connect();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1 AS " + written)) {
            assertThat(StatementText.mentionedNames("SELECT 1 FROM t." + written))
                    .contains("t", row.getMetaData().getColumnLabel(1));
        }
    }
}
