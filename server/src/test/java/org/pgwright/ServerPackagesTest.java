package org.pgwright;

import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The rules of docs/architecture.md on what the packages of the server may use. */
@AnalyzeClasses(
        packages = "org.pgwright",
        importOptions = {
            ImportOption.DoNotIncludeTests.class,
            ServerPackagesTest.WithoutTestJars.class
        })
final class ServerPackagesTest {
    private static final Set<String> EVERYWHERE = Set.of("error", "catalog");

    /** The engine's test servers come as a jar. */
    static final class WithoutTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    /** Those of the engine, which has its own test. */
    private static final Set<String> ENGINE =
            Set.of(
                    "error",
                    "catalog",
                    "files",
                    "workload",
                    "planner",
                    "advisor",
                    "findings",
                    "sizes",
                    "ddl",
                    "postgres",
                    "embedded",
                    "snapshot",
                    "twin",
                    "hypopg");

    /** The server's packages that the tuning cycle puts to work. */
    private static final Set<String> KNOWING =
            Set.of(
                    "observation",
                    "collector",
                    "strategy",
                    "proof",
                    "maintenance",
                    "rehearsal",
                    "repository",
                    "change",
                    "doctor",
                    "sessions",
                    "log",
                    "gate",
                    "alerting",
                    "report");

    /** What a package of the server may use beside {@link #EVERYWHERE} and itself. */
    private static final Map<String, Set<String>> MAY_USE =
            Map.ofEntries(
                    entry("observation", Set.of("workload", "planner", "findings", "sizes")),
                    entry(
                            "collector",
                            Set.of(
                                    "observation",
                                    "log",
                                    "workload",
                                    "planner",
                                    "postgres",
                                    "snapshot",
                                    "findings",
                                    "sizes")),
                    entry("strategy", Set.of("workload", "ddl")),
                    entry("proof", Set.of("strategy", "workload")),
                    entry("maintenance", Set.of("workload", "findings", "advisor")),
                    entry("rehearsal", Set.of("strategy", "planner")),
                    entry("change", Set.of("ddl", "postgres", "strategy", "repository")),
                    entry("doctor", Set.of("postgres")),
                    entry("sessions", Set.of("observation", "postgres", "workload")),
                    entry("gate", Set.of("workload", "findings", "ddl")),
                    entry("log", Set.of("observation", "workload", "planner", "postgres")),
                    entry(
                            "repository",
                            Set.of(
                                    "observation",
                                    "strategy",
                                    "proof",
                                    "maintenance",
                                    "files",
                                    "workload",
                                    "planner",
                                    "advisor",
                                    "findings",
                                    "sizes",
                                    "postgres",
                                    "embedded")),
                    entry(
                            "report",
                            Set.of(
                                    "observation",
                                    "strategy",
                                    "proof",
                                    "maintenance",
                                    "rehearsal",
                                    "ddl",
                                    "repository",
                                    "doctor",
                                    "sessions",
                                    "log",
                                    "gate",
                                    "alerting",
                                    "workload",
                                    "planner",
                                    "advisor",
                                    "findings",
                                    "sizes",
                                    "snapshot")),
                    entry("account", Set.of("postgres", "repository")),
                    entry(
                            "alerting",
                            Set.of("observation", "repository", "workload", "postgres", "files")),
                    entry("exporter", Set.of("observation", "repository")),
                    entry("tuning", and(ENGINE, KNOWING)),
                    entry("demo", and(ENGINE, KNOWING, "tuning")),
                    entry("remote", Set.of("postgres", "report")),
                    entry("cli", and(ENGINE, KNOWING, "tuning", "demo", "exporter", "remote")),
                    entry("web", and(ENGINE, KNOWING, "account", "tuning", "exporter")),
                    entry(
                            "app",
                            and(
                                    ENGINE,
                                    KNOWING,
                                    "account",
                                    "exporter",
                                    "tuning",
                                    "demo",
                                    "cli",
                                    "remote",
                                    "web")));

    @ArchTest
    static final ArchRule PACKAGES_USE_ONLY_WHAT_THEY_MAY =
            ArchRuleDefinition.classes().should(useOnlyWhatTheirPackageMay());

    @ArchTest
    static final ArchRule NO_CYCLES =
            SlicesRuleDefinition.slices().matching("org.pgwright.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CYCLES_WITHIN_TUNING =
            SlicesRuleDefinition.slices()
                    .matching("org.pgwright.tuning.(*)..")
                    .should()
                    .beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_COMMAND_LINE_DECIDES_NOTHING =
            ArchRuleDefinition.noClasses()
                    .that()
                    .resideInAnyPackage("org.pgwright.cli..", "org.pgwright.report..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.sql..", "org.postgresql..");

    @ArchTest
    static final ArchRule ONLY_WEB_AND_APP_KNOW_THE_WEB_SERVER =
            ArchRuleDefinition.noClasses()
                    .that()
                    .resideOutsideOfPackages("org.pgwright.web..", "org.pgwright.app..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.springframework.boot..",
                            "org.springframework.web..",
                            "org.springframework.security.web..",
                            "jakarta.servlet..");

    @ArchTest
    static final ArchRule THE_GATE_IS_PURE =
            ArchRuleDefinition.noClasses()
                    .that()
                    .resideInAPackage("org.pgwright.gate..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.sql..", "java.net..", "java.nio.file..", "org.postgresql..");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS =
            ArchRuleDefinition.noClasses()
                    .that()
                    .resideOutsideOfPackage("org.pgwright.cli..")
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err");

    @ArchTest
    static final ArchRule THE_ENVIRONMENT_ENTERS_IN_APP =
            ArchRuleDefinition.noClasses()
                    .that()
                    .resideInAnyPackage(
                            "org.pgwright.alerting..",
                            "org.pgwright.change..",
                            "org.pgwright.gate..",
                            "org.pgwright.log..",
                            "org.pgwright.report..",
                            "org.pgwright.repository..",
                            "org.pgwright.tuning..",
                            "org.pgwright.demo..",
                            "org.pgwright.cli..")
                    .should()
                    .callMethod(System.class, "getenv")
                    .orShould()
                    .callMethod(System.class, "getenv", String.class)
                    .orShould()
                    .callMethod(System.class, "getProperty", String.class);

    private static Set<String> and(Set<String> packages, Set<String> others, String... more) {
        Set<String> all = new HashSet<>(packages);
        all.addAll(others);
        all.addAll(Set.of(more));
        return Set.copyOf(all);
    }

    private static ArchCondition<JavaClass> useOnlyWhatTheirPackageMay() {
        return new ArchCondition<>("use only what docs/architecture.md lets their package use") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String own = packageOf(type);
                if (ENGINE.contains(own)) {
                    return;
                }
                Set<String> allowed = MAY_USE.get(own);
                if (allowed == null) {
                    events.add(
                            SimpleConditionEvent.violated(
                                    type, type.getName() + " is in an undeclared package"));
                    return;
                }
                type.getDirectDependenciesFromSelf().stream()
                        .filter(use -> isForbidden(own, allowed, use.getTargetClass()))
                        .forEach(
                                use ->
                                        events.add(
                                                SimpleConditionEvent.violated(
                                                        type, use.getDescription())));
            }
        };
    }

    private static boolean isForbidden(String own, Set<String> allowed, JavaClass target) {
        if (!target.getPackageName().startsWith("org.pgwright")) {
            return false;
        }
        String used = packageOf(target);
        return !used.equals(own) && !EVERYWHERE.contains(used) && !allowed.contains(used);
    }

    private static String packageOf(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.");
        return parts.length > 2 ? parts[2] : "";
    }
}
