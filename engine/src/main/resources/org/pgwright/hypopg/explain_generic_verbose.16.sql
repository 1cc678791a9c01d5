EXPLAIN /* pgwright:hypopg.explain_generic_verbose */ (GENERIC_PLAN, VERBOSE, FORMAT JSON) {statement}
