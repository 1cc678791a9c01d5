package org.pgwright.doctor;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Identifier;
import org.pgwright.doctor.Diagnosis.Severity;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Looks at what a server and a role lack for good advice; only reads, and mends nothing itself. */
public final class Doctor {
    private static final int TWIN_BLOCK_SIZE = 8192;
    private static final String SLOW = "1s";

    private final Facts facts;
    private final List<Diagnosis> diagnoses = new ArrayList<>();

    private Doctor(Facts facts) {
        this.facts = facts;
    }

    /**
     * Examines the database that the reader is connected to.
     *
     * @throws org.pgwright.error.PgwrightException if the server goes away
     */
    public static Checkup examine(TargetReader reader) {
        Facts facts;
        try (ReadTransaction transaction = reader.begin()) {
            facts = transaction.row("doctor.facts", Deadlines.CHECKUP, Facts::read);
        }
        return checkup(facts);
    }

    static Checkup checkup(Facts facts) {
        Doctor doctor = new Doctor(facts);
        doctor.statements();
        doctor.grants();
        doctor.statistics();
        doctor.settings();
        doctor.blockSize();
        List<Diagnosis> sorted =
                doctor.diagnoses.stream()
                        .sorted(Comparator.comparing(Diagnosis::severity))
                        .toList();
        return new Checkup(
                facts.version(), facts.hosting(), facts.database(), facts.role(), sorted);
    }

    private void statements() {
        Facts.Statements statements = facts.statements();
        List<String> remedy = new ArrayList<>();
        if (!statements.available() && !statements.installed()) {
            remedy.add("install PostgreSQL's contrib package on the server's machine");
        }
        if (!statements.loaded()) {
            remedy.addAll(facts.hosting().preload("pg_stat_statements", facts.preloaded()));
        }
        if (!statements.installed()) {
            remedy.addAll(facts.hosting().allow("pg_stat_statements"));
            remedy.add("CREATE EXTENSION pg_stat_statements;");
        }
        if (!remedy.isEmpty()) {
            add(
                    Severity.NEEDED,
                    "pg_stat_statements",
                    "the server does not say what it runs, so that advice needs --workload",
                    remedy);
        }
    }

    private void grants() {
        if (!facts.rights().monitor()) {
            add(
                    Severity.NEEDED,
                    "role pg_monitor",
                    "the texts of other roles' statements, some settings and sizes are hidden",
                    List.of(grant("pg_monitor")));
        }
        if (facts.hidden() > 0 && !facts.rights().readAllData()) {
            add(
                    Severity.BETTER,
                    "role pg_read_all_data",
                    String.format(
                            Locale.ROOT,
                            "the statistics of %,d tables are hidden: they are planned with"
                                    + " defaults, and their bloat is not known",
                            facts.hidden()),
                    List.of(grant("pg_read_all_data")));
        }
        if (facts.behindRowSecurity() > 0 && !facts.superuser()) {
            add(
                    Severity.BETTER,
                    "row security",
                    String.format(
                            Locale.ROOT,
                            "it hides the statistics of %,d tables: they are planned with defaults,"
                                    + " and their bloat is not known",
                            facts.behindRowSecurity()),
                    List.of("ALTER ROLE %s BYPASSRLS;".formatted(role())));
        }
        if (!facts.rights().readIdentifier()) {
            add(
                    Severity.USEFUL,
                    "pg_control_system()",
                    "reports do not say which server they are about",
                    List.of(
                            "GRANT EXECUTE ON FUNCTION pg_control_system() TO %s;"
                                    .formatted(role())));
        }
    }

    private void statistics() {
        if (facts.neverAnalyzed() > 0) {
            add(
                    Severity.BETTER,
                    "statistics",
                    String.format(
                            Locale.ROOT,
                            "%,d tables were never analyzed, so that the planner guesses",
                            facts.neverAnalyzed()),
                    List.of("ANALYZE;"));
        }
        if (!facts.autovacuum()) {
            List<String> remedy = new ArrayList<>(facts.hosting().set("track_counts", "on"));
            remedy.addAll(facts.hosting().set("autovacuum", "on"));
            add(
                    Severity.BETTER,
                    "autovacuum",
                    "statistics age, and tables and indexes bloat",
                    remedy);
        }
    }

    private void settings() {
        if (!facts.tracksIo()) {
            add(
                    Severity.USEFUL,
                    "track_io_timing",
                    "nobody can tell time spent reading from time spent computing",
                    facts.hosting().set("track_io_timing", "on"));
        }
        if (facts.slowQueryMillis() < 0) {
            add(
                    Severity.USEFUL,
                    "log_min_duration_statement",
                    "slow statements are not logged with the values that made them slow",
                    facts.hosting().set("log_min_duration_statement", SLOW));
        }
        if (!facts.autoExplainLoaded()) {
            add(
                    Severity.USEFUL,
                    "auto_explain",
                    "the plans of slow statements are not logged",
                    facts.hosting().preload("auto_explain", withStatements()));
        }
    }

    /** What the remedy for pg_stat_statements will have made of the setting. */
    private @Nullable String withStatements() {
        String loaded = facts.preloaded();
        if (loaded == null || facts.statements().loaded()) {
            return loaded;
        }
        return loaded.isEmpty() ? "pg_stat_statements" : loaded + ",pg_stat_statements";
    }

    private void blockSize() {
        if (facts.blockSize() != TWIN_BLOCK_SIZE) {
            add(
                    Severity.NEEDED,
                    "block size",
                    "blocks of %s bytes cannot be twinned".formatted(facts.blockSize()),
                    List.of("CREATE EXTENSION hypopg;", "then pgwright advise --what-if hypopg"));
        }
    }

    private void add(Severity severity, String subject, String effect, List<String> remedy) {
        diagnoses.add(new Diagnosis(severity, subject, effect, remedy));
    }

    private String grant(String group) {
        return "GRANT %s TO %s;".formatted(group, role());
    }

    private String role() {
        return Identifier.shown(facts.role());
    }
}
