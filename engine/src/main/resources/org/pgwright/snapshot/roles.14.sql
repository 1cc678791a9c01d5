SELECT /* pgwright:snapshot.roles */
       r.rolname::text AS name,
       r.rolsuper AS superuser,
       r.rolbypassrls AS bypasses_row_security,
       ARRAY(SELECT g.rolname::text
               FROM pg_auth_members m
               JOIN pg_roles g ON g.oid = m.roleid
              WHERE m.member = r.oid
              ORDER BY g.rolname COLLATE "C") AS member_of
  FROM pg_roles r
 ORDER BY r.rolname COLLATE "C"
