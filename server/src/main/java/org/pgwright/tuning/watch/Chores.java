package org.pgwright.tuning.watch;

import org.pgwright.error.Defect;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.Jobs;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Does work on the repository, writes down how it went, and tells people when it begins to fail and
 * when it works again. One that fails does not stop the others, unless the repository is away.
 */
final class Chores {
    private final Jobs jobs;
    private final Consumer<String> messages;
    private final Set<String> failing = new HashSet<>();

    Chores(Jobs jobs, Consumer<String> messages) {
        this.jobs = jobs;
        this.messages = messages;
    }

    /** Work that is done or fails. */
    void perform(String name, Runnable work) {
        perform(
                name,
                () -> {
                    work.run();
                    return Optional.empty();
                });
    }

    /**
     * Does it.
     *
     * @param work what it could not do, for people
     * @throws PgwrightException CONNECTION_FAILED if the repository is away
     */
    void perform(String name, Supplier<Optional<String>> work) {
        try {
            jobs.run(name, work);
            worksAgain(name);
        } catch (PgwrightException failure) {
            if (failure.code() == ErrorCode.CONNECTION_FAILED) {
                throw failure;
            }
            tell(name, String.valueOf(failure.getMessage()));
        } catch (RuntimeException | StackOverflowError defect) {
            tell(name, Defect.shown(defect));
        }
    }

    /** Does work; whether the repository was there all the time, else that is told. */
    boolean reached(Runnable work) {
        try {
            work.run();
            worksAgain("upkeep");
            return true;
        } catch (PgwrightException away) {
            tell("upkeep", String.valueOf(away.getMessage()));
            return false;
        }
    }

    private void tell(String name, String failure) {
        if (failing.add(name)) {
            messages.accept("%s: %s".formatted(name, failure));
        }
    }

    private void worksAgain(String name) {
        if (failing.remove(name)) {
            messages.accept(name + " works again");
        }
    }
}
