package org.pgwright.hypopg;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;

/** For tests that need HypoPG, which only an installation of PostgreSQL on the machine can have. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WhereHypoPgIsInstalled.Condition.class)
@interface WhereHypoPgIsInstalled {
    /** Debian's PostgreSQL 15. */
    Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");

    /** Looks for the extension where Debian's package postgresql-15-hypopg puts it. */
    final class Condition implements ExecutionCondition {
        private static final Path EXTENSION =
                Path.of("/usr/share/postgresql/15/extension/hypopg.control");

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Files.exists(EXTENSION) && Files.isExecutable(PROGRAMS.resolve("postgres"))
                    ? ConditionEvaluationResult.enabled("HypoPG is installed")
                    : ConditionEvaluationResult.disabled(
                            "HypoPG comes with none of the shipped binaries; these tests run where"
                                    + " the packages postgresql-15 and postgresql-15-hypopg are"
                                    + " installed");
        }
    }
}
