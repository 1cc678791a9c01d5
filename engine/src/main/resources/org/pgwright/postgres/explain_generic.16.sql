EXPLAIN /* pgwright:postgres.explain_generic */ (GENERIC_PLAN, FORMAT JSON) {statement}
