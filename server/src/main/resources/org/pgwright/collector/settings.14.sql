SELECT /* pgwright:collector.settings */
       s.name::text AS setting_name,
       s.setting AS setting_value,
       s.unit AS unit,
       s.source::text AS source
  FROM pg_settings s
 WHERE s.source NOT IN ('session', 'client')
