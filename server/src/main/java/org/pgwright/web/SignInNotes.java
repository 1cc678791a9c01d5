package org.pgwright.web;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.Work;
import org.pgwright.repository.account.AuditEntry;
import org.pgwright.repository.account.AuditLog;
import org.pgwright.repository.account.User;

/** Writes down who signed in, or was refused. */
final class SignInNotes {
    private static final int LONGEST_NAME = 100;

    private final WebNeeds needs;
    private final AuditLog audit = new AuditLog();

    SignInNotes(WebNeeds needs) {
        this.needs = needs;
    }

    /**
     * Adds an entry to the audit.
     *
     * @param name as it was given
     * @param user null for nobody that we know
     */
    void note(HttpServletRequest request, String name, @Nullable User user, String outcome) {
        AuditEntry entry =
                new AuditEntry(
                        needs.ids().next(),
                        needs.clock().instant(),
                        new AuditEntry.Who(
                                user == null ? null : user.id(),
                                name.length() <= LONGEST_NAME
                                        ? name
                                        : name.substring(0, LONGEST_NAME),
                                null,
                                request.getRemoteAddr()),
                        request.getMethod() + " " + request.getRequestURI(),
                        "",
                        outcome);
        needs.repository()
                .inTransaction(
                        Work.WRITE,
                        jdbc -> {
                            audit.add(jdbc, entry);
                            return null;
                        });
    }
}
