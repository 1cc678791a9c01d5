-- One model every nine hours; nine of ten are still in use; 40 teams.
INSERT INTO models (model_id, model_name, team, is_active, created_at)
SELECT md5('model' || m)::uuid,
       'model-' || m,
       'team-' || m % 40,
       m % 10 <> 0,
       timestamptz '2026-06-01 00:00:00+00' - m * interval '9 hours'
FROM generate_series(1, current_setting('mlregistry.models')::int) m;
