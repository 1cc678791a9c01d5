EXPLAIN /* pgwright:hypopg.explain_verbose */ (VERBOSE, FORMAT JSON) {statement}
