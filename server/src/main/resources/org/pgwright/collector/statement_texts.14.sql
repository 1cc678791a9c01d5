SELECT /* pgwright:collector.statement_texts */
       s.dbid::bigint AS database_oid,
       s.userid::bigint AS role_oid,
       s.queryid AS query_id,
       pg_get_userbyid(s.userid)::text AS role_name,
       left(s.query, 100000) AS query_text
  FROM {schema}.pg_stat_statements(true) s
 WHERE s.queryid = ANY (?::bigint[])
   AND s.query IS NOT NULL
