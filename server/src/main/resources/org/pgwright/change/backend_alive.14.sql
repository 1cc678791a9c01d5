SELECT /* pgwright:change.backend_alive */ count(*) AS alive
  FROM pg_stat_activity a
 WHERE a.pid = ?
   AND a.datname = current_database()
   AND abs(extract(epoch FROM a.backend_start) * 1000000 - ?) < 1
