EXPLAIN /* pgwright:rehearsal.explain_analyze */ (ANALYZE, BUFFERS, FORMAT JSON) {statement}
