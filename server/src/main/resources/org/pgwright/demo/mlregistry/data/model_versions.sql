-- The square of an even distribution: the first models have most of the versions.
INSERT INTO model_versions (version_id, model_id, semver, registered_at, metadata_)
SELECT md5('version' || v)::uuid,
       md5('model' || 1 + floor(power(random(), 2) * current_setting('mlregistry.models')::int)::int)::uuid,
       (v % 9) || '.' || (v % 17) || '.' || (v % 29),
       timestamptz '2026-06-01 00:00:00+00' - random() * interval '540 days',
       jsonb_build_object(
           'framework', (ARRAY['pytorch', 'tensorflow', 'xgboost', 'sklearn'])[1 + v % 4],
           'python', '3.' || 9 + v % 5,
           'size_mb', v % 4000)
FROM generate_series(1, current_setting('mlregistry.versions')::int) v;
