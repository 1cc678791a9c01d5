SELECT /* pgwright:snapshot.system_identifier */
       system_identifier::text AS identifier
  FROM pg_control_system()
