EXPLAIN /* pgwright:postgres.explain */ (FORMAT JSON) {statement}
