SELECT /* pgwright:snapshot.settings */
       s.name,
       s.reset_val AS value,
       s.unit,
       coalesce(
         (SELECT substr(c.entry, strpos(c.entry, '=') + 1)
            FROM pg_db_role_setting d
           CROSS JOIN unnest(d.setconfig) AS c (entry)
           WHERE d.setdatabase IN (0, (SELECT oid
                                         FROM pg_database
                                        WHERE datname = current_database()))
             AND d.setrole IN (0, (SELECT oid FROM pg_roles WHERE rolname = session_user))
             AND lower(split_part(c.entry, '=', 1)) = lower(s.name)
           ORDER BY d.setdatabase <> 0 AND d.setrole <> 0 DESC, d.setrole <> 0 DESC
           LIMIT 1),
         -- initdb sets both time zones alike, and no client sets this one
         CASE WHEN s.name = 'TimeZone' THEN current_setting('log_timezone') END) AS stored
  FROM pg_settings s
 WHERE s.reset_val IS NOT NULL
   AND s.name NOT LIKE '%\_command'
   AND s.name <> 'primary_conninfo'
   AND (s.vartype <> 'string' OR s.name NOT LIKE '%.%')
 ORDER BY s.name
