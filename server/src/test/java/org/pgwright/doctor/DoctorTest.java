package org.pgwright.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgwright.doctor.Diagnosis.Severity;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.TargetReader;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.util.List;

final class DoctorTest {
    static List<Integer> majors() {
        return TestServers.MAJORS;
    }

    @ParameterizedTest
    @MethodSource("majors")
    void missesNothingThatItsOwnStatementsHaveMended(int major) {
        try (TestDatabase database = TestServers.freshDatabase(major)) {
            String role = "ward_" + major;
            database.execute(
                    "CREATE TABLE bed (id int)",
                    "INSERT INTO bed VALUES (1)",
                    "CREATE ROLE " + role + " LOGIN PASSWORD 'p'");
            try {
                Checkup before = examine(database, role);
                before.diagnoses().stream()
                        .filter(diagnosis -> diagnosis.severity() != Severity.USEFUL)
                        .flatMap(diagnosis -> diagnosis.remedy().stream())
                        .forEach(database::execute);
                Checkup after = examine(database, role);

                assertThat(subjects(before))
                        .contains("pg_stat_statements", "role pg_monitor", "role pg_read_all_data");
                assertThat(before.hosting()).isEqualTo(Hosting.SELF_MANAGED);
                assertThat(after.diagnoses())
                        .allMatch(diagnosis -> diagnosis.severity() == Severity.USEFUL);
            } finally {
                database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
            }
        }
    }

    @Test
    void preloadsBesideWhatIsLoaded() {
        Checkup checkup = Doctor.checkup(facts(Hosting.SELF_MANAGED, "pg_cron"));

        assertThat(remedy(checkup, "pg_stat_statements"))
                .containsExactly(
                        "ALTER SYSTEM SET shared_preload_libraries = 'pg_cron',"
                                + " 'pg_stat_statements';",
                        "then restart the server",
                        "CREATE EXTENSION pg_stat_statements;");
        assertThat(remedy(checkup, "auto_explain"))
                .first()
                .asString()
                .contains("'pg_cron', 'pg_stat_statements', 'auto_explain'");
    }

    @Test
    void warnsOfLibrariesThatItCannotSee() {
        Checkup checkup = Doctor.checkup(facts(Hosting.SELF_MANAGED, null));

        assertThat(remedy(checkup, "pg_stat_statements"))
                .first()
                .asString()
                .contains("SHOW shared_preload_libraries");
    }

    @ParameterizedTest
    @EnumSource(
            value = Hosting.class,
            names = {"RDS", "CLOUD_SQL", "AZURE"})
    void changesNoSettingOfAHostedServerBySql(Hosting hosting) {
        Checkup checkup = Doctor.checkup(facts(hosting, ""));

        assertThat(checkup.diagnoses())
                .flatExtracting(Diagnosis::remedy)
                .noneMatch(step -> step.contains("ALTER SYSTEM"))
                .contains("CREATE EXTENSION pg_stat_statements;")
                .anyMatch(step -> step.matches("(aws|gcloud|az) .*track_io_timing.*on.*"));
    }

    @Test
    void namesTheWorstFirst() {
        assertThat(Doctor.checkup(facts(Hosting.SELF_MANAGED, "")).diagnoses())
                .extracting(Diagnosis::severity)
                .isSorted();
    }

    private static Facts facts(Hosting hosting, @Nullable String preloaded) {
        return new Facts(
                "17.5",
                "pgwright",
                "shop",
                false,
                8192,
                hosting,
                new Facts.Rights(false, false, false),
                preloaded,
                new Facts.Statements(false, true, false),
                false,
                false,
                true,
                -1,
                12,
                0,
                0);
    }

    private static Checkup examine(TestDatabase database, String role) {
        ConnectionSettings settings =
                ConnectionSettings.to(database.host(), database.port(), role, database.name(), "p");
        try (TargetReader reader = TargetReader.open(settings)) {
            return Doctor.examine(reader);
        }
    }

    private static List<String> subjects(Checkup checkup) {
        return checkup.diagnoses().stream().map(Diagnosis::subject).toList();
    }

    private static List<String> remedy(Checkup checkup, String subject) {
        return checkup.diagnoses().stream()
                .filter(diagnosis -> diagnosis.subject().equals(subject))
                .findFirst()
                .orElseThrow()
                .remedy();
    }
}
