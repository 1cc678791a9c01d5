package org.pgwright;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
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

/** The rules of docs/architecture.md on what may use what. */
@AnalyzeClasses(packages = "org.pgwright", importOptions = ImportOption.DoNotIncludeTests.class)
final class EnginePackagesTest {
    private static final Set<String> EVERYWHERE = Set.of("error", "catalog");

    /** What a package may use beside {@link #EVERYWHERE} and itself. */
    private static final Map<String, Set<String>> MAY_USE =
            Map.ofEntries(
                    Map.entry("error", Set.of()),
                    Map.entry("catalog", Set.of()),
                    Map.entry("files", Set.of()),
                    Map.entry("workload", Set.of()),
                    Map.entry("planner", Set.of("workload")),
                    Map.entry("advisor", Set.of("workload", "planner", "findings")),
                    Map.entry("findings", Set.of("workload", "planner")),
                    Map.entry("sizes", Set.of()),
                    Map.entry("ddl", Set.of("workload")),
                    Map.entry("postgres", Set.of("workload", "planner")),
                    Map.entry("embedded", Set.of("postgres")),
                    Map.entry("snapshot", Set.of("files", "workload", "planner", "postgres")),
                    Map.entry(
                            "twin",
                            Set.of(
                                    "workload",
                                    "planner",
                                    "postgres",
                                    "embedded",
                                    "snapshot",
                                    "sizes")),
                    Map.entry(
                            "hypopg",
                            Set.of("workload", "planner", "postgres", "embedded", "snapshot")));

    @ArchTest
    static final ArchRule PACKAGES_USE_ONLY_WHAT_THEY_MAY =
            ArchRuleDefinition.classes().should(useOnlyWhatTheirPackageMay());

    @ArchTest
    static final ArchRule NO_CYCLES =
            SlicesRuleDefinition.slices().matching("org.pgwright.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PURE_PACKAGES_DO_NOT_TOUCH_THE_WORLD =
            ArchRuleDefinition.noClasses()
                    .that()
                    .resideInAnyPackage(
                            "org.pgwright.catalog..",
                            "org.pgwright.workload..",
                            "org.pgwright.planner..",
                            "org.pgwright.advisor..",
                            "org.pgwright.findings..",
                            "org.pgwright.sizes..",
                            "org.pgwright.ddl..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.sql..", "java.net..", "org.postgresql..");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS =
            ArchRuleDefinition.noClasses()
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err");

    private static ArchCondition<JavaClass> useOnlyWhatTheirPackageMay() {
        return new ArchCondition<>("use only what docs/architecture.md lets their package use") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String own = packageOf(type);
                Set<String> allowed = MAY_USE.get(own);
                if (allowed == null) {
                    events.add(
                            SimpleConditionEvent.violated(
                                    type, type.getName() + " is in an undeclared package"));
                    return;
                }
                Set<String> usable = new HashSet<>(allowed);
                usable.addAll(EVERYWHERE);
                usable.add(own);
                type.getDirectDependenciesFromSelf().stream()
                        .filter(
                                use ->
                                        use.getTargetClass()
                                                .getPackageName()
                                                .startsWith("org.pgwright"))
                        .filter(use -> !usable.contains(packageOf(use.getTargetClass())))
                        .forEach(
                                use ->
                                        events.add(
                                                SimpleConditionEvent.violated(
                                                        type, use.getDescription())));
            }
        };
    }

    private static String packageOf(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.");
        return parts.length > 2 ? parts[2] : "";
    }
}
