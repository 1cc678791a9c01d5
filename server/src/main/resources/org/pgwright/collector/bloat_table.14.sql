SELECT /* pgwright:collector.bloat_table */
       m.table_len AS bytes,
       m.approx_tuple_count::bigint AS row_count,
       m.dead_tuple_count AS dead_rows,
       m.dead_tuple_len AS dead_bytes,
       m.approx_free_space AS free_bytes,
       m.scanned_percent
  FROM {schema}.pgstattuple_approx(?::bigint::oid::regclass) AS m
