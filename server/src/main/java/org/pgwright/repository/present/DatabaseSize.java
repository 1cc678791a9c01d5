package org.pgwright.repository.present;

import org.jspecify.annotations.Nullable;

/**
 * How large a database is.
 *
 * @param bytes null where the role may not know
 * @param frozenTransactionAge of its oldest row that is not frozen
 */
public record DatabaseSize(String database, @Nullable Long bytes, long frozenTransactionAge) {}
