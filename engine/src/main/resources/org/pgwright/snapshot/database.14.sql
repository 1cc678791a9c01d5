SELECT /* pgwright:snapshot.database */
       d.oid::bigint AS oid,
       d.datname::text AS name,
       pg_get_userbyid(d.datdba)::text AS owner,
       pg_encoding_to_char(d.encoding)::text AS encoding,
       'libc' AS provider,
       d.datcollate::text AS collate,
       d.datctype::text AS character_type,
       NULL AS locale,
       NULL AS icu_rules,
       extract(epoch FROM now() - greatest(pg_stat_get_db_stat_reset_time(d.oid),
                                           pg_stat_get_bgwriter_stat_reset_time()))::bigint
           AS counted_seconds
  FROM pg_database d
 WHERE d.datname = current_database()
