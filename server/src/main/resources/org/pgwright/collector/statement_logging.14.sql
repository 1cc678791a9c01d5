SELECT /* pgwright:collector.statement_logging */
       '' AS database_name,
       '' AS role_name,
       coalesce(max(s.setting) FILTER (WHERE s.name = 'log_min_duration_statement'), '-1') AS minimum,
       coalesce(max(s.setting) FILTER (WHERE s.name = 'log_min_duration_sample'), '-1') AS sample_minimum,
       coalesce(max(s.setting) FILTER (WHERE s.name = 'log_statement_sample_rate'), '0') AS sample_rate
  FROM pg_catalog.pg_settings s
 WHERE s.name IN ('log_min_duration_statement', 'log_min_duration_sample', 'log_statement_sample_rate')
   AND s.source NOT IN ('database', 'user', 'database user', 'client', 'override', 'session')
 UNION ALL
SELECT coalesce(d.datname::text, ''),
       coalesce(r.rolname::text, ''),
       c.minimum,
       c.sample_minimum,
       c.sample_rate
  FROM pg_catalog.pg_db_role_setting s
  LEFT JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
  LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
 CROSS JOIN LATERAL (
       SELECT max(split_part(o, '=', 2)) FILTER (WHERE lower(split_part(o, '=', 1)) = 'log_min_duration_statement') AS minimum,
              max(split_part(o, '=', 2)) FILTER (WHERE lower(split_part(o, '=', 1)) = 'log_min_duration_sample') AS sample_minimum,
              max(split_part(o, '=', 2)) FILTER (WHERE lower(split_part(o, '=', 1)) = 'log_statement_sample_rate') AS sample_rate
         FROM unnest(s.setconfig) AS o) c
 WHERE num_nonnulls(c.minimum, c.sample_minimum, c.sample_rate) > 0
   AND (s.setdatabase = 0 OR d.oid IS NOT NULL)
   AND (s.setrole = 0 OR r.oid IS NOT NULL)
 ORDER BY 1, 2
 LIMIT 10000
