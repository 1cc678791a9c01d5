EXPLAIN /* pgwright:postgres.explain_verbose */ (VERBOSE, FORMAT JSON) {statement}
