-- weight 30
SELECT run_id, model_name, status, accuracy, created_at
FROM training_runs
WHERE experiment_name = 'exp-17' AND created_at > timestamptz '2026-06-01 00:00:00+00' - interval '7 days'
ORDER BY accuracy DESC NULLS LAST
LIMIT 20
