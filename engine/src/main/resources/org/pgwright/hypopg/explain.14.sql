EXPLAIN /* pgwright:hypopg.explain */ (FORMAT JSON) {statement}
