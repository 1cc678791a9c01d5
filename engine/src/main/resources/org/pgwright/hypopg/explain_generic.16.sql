EXPLAIN /* pgwright:hypopg.explain_generic */ (GENERIC_PLAN, FORMAT JSON) {statement}
