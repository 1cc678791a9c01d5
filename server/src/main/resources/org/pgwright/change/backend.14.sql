SELECT /* pgwright:change.backend */ pg_backend_pid() AS pid,
       (SELECT (extract(epoch FROM a.backend_start) * 1000000)::bigint
          FROM pg_stat_activity a WHERE a.pid = pg_backend_pid()) AS started_at_micros
