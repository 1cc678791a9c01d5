package org.pgwright.repository.account;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * What somebody asked of the server.
 *
 * @param who how it was asked, and by whom
 * @param action what was asked, such as {@code POST /api/v1/tokens}
 * @param subject of what, without values; may be empty
 * @param outcome such as {@code done} or {@code refused}
 */
public record AuditEntry(
        UUID id, Instant at, Who who, String action, String subject, String outcome) {
    private static final int LONGEST_ACTION = 60;
    private static final int LONGEST = 300;

    public AuditEntry {
        action = cut(action, LONGEST_ACTION);
        subject = cut(subject, LONGEST);
        outcome = cut(outcome, LONGEST);
    }

    /**
     * Who asked.
     *
     * @param userId null for somebody who is not known
     * @param tokenName null for a person
     * @param address null where it is not known
     */
    public record Who(
            @Nullable UUID userId,
            String userName,
            @Nullable String tokenName,
            @Nullable String address) {}

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
