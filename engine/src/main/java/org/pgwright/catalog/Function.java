package org.pgwright.catalog;

/**
 * A function made by the user, outside extensions.
 *
 * @param identityArguments as {@code pg_get_function_identity_arguments} writes them
 * @param kind {@code f} function, {@code p} procedure, {@code a} aggregate, {@code w} window
 * @param language such as {@code sql}, {@code plpgsql}
 * @param trustedLanguage whether the language is one that any user may write in
 * @param returnType as {@code format_type} writes it, with {@code SETOF} where it returns a set
 * @param volatility {@code i} immutable, {@code s} stable, {@code v} volatile
 * @param definition {@code pg_get_functiondef}; empty for aggregates, which have none
 */
public record Function(
        QualifiedName name,
        String identityArguments,
        String kind,
        String language,
        boolean trustedLanguage,
        String returnType,
        String volatility,
        String definition) {}
