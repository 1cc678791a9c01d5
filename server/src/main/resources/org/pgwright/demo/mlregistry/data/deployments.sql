-- A quarter goes to production; one in twenty is live.
INSERT INTO deployments (deployment_id, version_id, environment_id, status, replicas, deployed_at, deployed_by)
SELECT md5('deployment' || d)::uuid,
       md5('version' || 1 + floor(random() * current_setting('mlregistry.versions')::int)::int)::uuid,
       CASE WHEN random() < 0.25 THEN 1
            WHEN random() < 0.5 THEN 2
            ELSE 3 END,
       CASE WHEN random() < 0.05 THEN 'active'
            WHEN random() < 0.8 THEN 'superseded'
            WHEN random() < 0.5 THEN 'failed'
            WHEN random() < 0.8 THEN 'rolled_back'
            ELSE 'pending' END,
       1 + d % 12,
       timestamptz '2026-06-01 00:00:00+00' - random() * interval '365 days',
       'user-' || floor(random() * 300)::int
FROM generate_series(1, current_setting('mlregistry.deployments')::int) d;
