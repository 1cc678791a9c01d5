SELECT /* pgwright:collector.log_files */
       f.name AS file_name,
       f.size,
       (extract(epoch FROM f.modification) * 1000000)::bigint AS modified_micros
  FROM pg_ls_logdir() f
 ORDER BY f.modification DESC, f.name DESC
 LIMIT 20000
