-- weight 10
SELECT run_id, status, accuracy, created_at
FROM training_runs
WHERE version_id = md5('version11')::uuid
ORDER BY created_at DESC
