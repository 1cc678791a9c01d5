SELECT /* pgwright:snapshot.database_size */
       pg_database_size(d.oid) AS bytes
  FROM pg_database d
 WHERE d.datname = current_database()
