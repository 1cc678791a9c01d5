SELECT /* pgwright:snapshot.statements */
       s.queryid AS query_id,
       pg_get_userbyid(s.userid)::text AS role,
       s.query AS text,
       s.calls,
       s.total_exec_time AS total_millis,
       s.rows
  FROM {schema}.pg_stat_statements s
 WHERE s.dbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
 ORDER BY s.total_exec_time DESC, s.queryid, s.userid
