-- weight 6
SELECT run_id, accuracy, created_at
FROM training_runs
WHERE model_name = 'model-12' AND status = 'succeeded'
ORDER BY created_at DESC
LIMIT 25
