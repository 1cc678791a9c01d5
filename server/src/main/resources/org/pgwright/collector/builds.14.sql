SELECT /* pgwright:collector.builds */
       p.pid,
       coalesce(p.datname::text, '') AS database_name,
       p.command,
       p.relid::bigint AS relation_oid,
       p.index_relid::bigint AS index_oid,
       p.phase,
       p.blocks_done,
       p.blocks_total,
       p.tuples_done AS rows_done,
       p.tuples_total AS rows_total
  FROM pg_stat_progress_create_index p
