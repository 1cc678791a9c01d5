EXPLAIN /* pgwright:postgres.explain_generic_verbose */ (GENERIC_PLAN, VERBOSE, FORMAT JSON) {statement}
