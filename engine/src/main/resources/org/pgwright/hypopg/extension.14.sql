SELECT /* pgwright:hypopg.extension */
       namespace.nspname AS schema_name,
       extension.extversion AS version,
       EXISTS (SELECT
                 FROM pg_proc function
                WHERE function.pronamespace = namespace.oid
                  AND function.proname = 'hypopg_hide_index') AS hides
  FROM pg_extension extension
  JOIN pg_namespace namespace ON namespace.oid = extension.extnamespace
 WHERE extension.extname = 'hypopg'
