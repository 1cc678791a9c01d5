SELECT /* pgwright:collector.relations_look */
       (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS taken_at_micros,
       (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint AS started_at_micros,
       (extract(epoch FROM pg_stat_get_db_stat_reset_time(d.oid)) * 1000000)::bigint
         AS reset_at_micros,
       d.oid::bigint AS database_oid
  FROM pg_database d
 WHERE d.datname = current_database()
