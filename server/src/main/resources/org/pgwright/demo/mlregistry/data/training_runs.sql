-- In the order of time over a year, as an application appends them; 72 % succeed, a quarter has no accuracy.
INSERT INTO training_runs (run_id, version_id, model_name, experiment_name, status, accuracy,
                           started_at, created_at, hyperparameters, metrics)
SELECT md5('run' || r)::uuid,
       md5('version' || 1 + floor(power(random(), 2) * current_setting('mlregistry.versions')::int)::int)::uuid,
       'model-' || 1 + floor(power(random(), 2) * current_setting('mlregistry.models')::int)::int,
       'exp-' || floor(power(random(), 1.5) * 500)::int,
       CASE WHEN random() < 0.72 THEN 'succeeded'
            WHEN random() < 0.6 THEN 'failed'
            WHEN random() < 0.7 THEN 'cancelled'
            WHEN random() < 0.5 THEN 'running'
            ELSE 'queued' END,
       CASE WHEN random() < 0.75 THEN round((0.5 + random() * 0.5)::numeric, 4) END,
       created_at - interval '2 minutes',
       created_at,
       jsonb_build_object(
           'lr', round((random() / 10)::numeric, 4),
           'batch', 8 * (1 + r % 32),
           'optimizer', (ARRAY['adam', 'sgd', 'lamb'])[1 + r % 3],
           'seed', r % 100000),
       jsonb_build_object(
           'loss', round((random() * 3)::numeric, 4),
           'epoch', r % 90,
           'f1', round(random()::numeric, 4))
FROM (SELECT r,
             timestamptz '2026-06-01 00:00:00+00'
                 - (runs - r)::float8 / runs * interval '365 days' AS created_at
      FROM (SELECT current_setting('mlregistry.runs')::int AS runs) AS size,
           generate_series(1, runs) r) AS times;
