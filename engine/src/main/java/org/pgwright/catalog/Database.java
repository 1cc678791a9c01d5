package org.pgwright.catalog;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * The monitored database.
 *
 * @param encoding such as {@code UTF8}
 * @param localeProvider {@code libc}, {@code icu} or {@code builtin} (from 17)
 * @param collate {@code LC_COLLATE}
 * @param characterType {@code LC_CTYPE}
 * @param locale the provider's locale where the provider is not libc
 * @param icuRules the ICU rules added to the locale, from 16
 * @param counted for how long the server has counted what is used when it was read; null where that
 *     is not known
 */
public record Database(
        long oid,
        String name,
        String owner,
        Bytes size,
        String encoding,
        String localeProvider,
        String collate,
        String characterType,
        @Nullable String locale,
        @Nullable String icuRules,
        @Nullable Duration counted) {}
