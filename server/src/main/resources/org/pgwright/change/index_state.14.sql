SELECT /* pgwright:change.index_state */
       coalesce(i.indisvalid AND i.indisready, false) AS valid,
       coalesce(t.relname = ? AND t.relnamespace = c.relnamespace, false) AS on_table,
       EXISTS (SELECT FROM pg_stat_progress_create_index p
               WHERE p.index_relid = c.oid AND p.pid <> pg_backend_pid()) AS built_by_another,
       CASE WHEN c.relkind IN ('i', 'r', 'm') THEN pg_relation_size(c.oid) ELSE 0 END AS bytes
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_index i ON i.indexrelid = c.oid
LEFT JOIN pg_class t ON t.oid = i.indrelid
WHERE n.nspname = ? AND c.relname = ?
