SELECT /* pgwright:sessions.terminate */ pg_terminate_backend(a.pid) AS is_sent
  FROM pg_stat_activity a
 WHERE a.pid = ?
   AND (extract(epoch FROM a.backend_start) * 1000000)::bigint = ?
   AND a.backend_type = 'client backend'
   AND a.pid <> pg_backend_pid()
   AND a.application_name <> current_setting('application_name')
