SELECT /* pgwright:collector.log_bytes */
       pg_read_binary_file(d.setting || '/' || r.name, r.begins_at, r.length, true) AS bytes
  FROM pg_settings d
 CROSS JOIN unnest(?::text[], ?::bigint[], ?::bigint[])
            WITH ORDINALITY AS r (name, begins_at, length, number)
 WHERE d.name = 'log_directory'
 ORDER BY r.number
