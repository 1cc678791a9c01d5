SELECT /* pgwright:snapshot.roles */
       r.rolname::text AS name,
       r.rolsuper AS superuser,
       r.rolbypassrls AS bypasses_row_security,
       ARRAY(SELECT g.rolname::text
               FROM pg_auth_members m
               JOIN pg_roles g ON g.oid = m.roleid
              WHERE m.member = r.oid
              ORDER BY g.rolname COLLATE "C") AS member_of,
       ARRAY(SELECT c.entry
               FROM pg_db_role_setting d
              CROSS JOIN unnest(d.setconfig) AS c (entry)
              WHERE d.setrole = r.oid
                AND d.setdatabase IN (0, (SELECT oid
                                            FROM pg_database
                                           WHERE datname = current_database()))
                AND split_part(c.entry, '=', 1) NOT LIKE '%.%'
              ORDER BY d.setdatabase) AS settings
  FROM pg_roles r
 ORDER BY r.rolname COLLATE "C"
