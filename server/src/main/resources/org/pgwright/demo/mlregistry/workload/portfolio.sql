-- weight 1
SELECT m.model_name,
       count(DISTINCT d.deployment_id) AS deployments,
       count(DISTINCT d.deployment_id) FILTER (WHERE d.status = 'active') AS active,
       max(d.deployed_at) AS last_deployed,
       avg(t.accuracy) FILTER (WHERE t.status = 'succeeded') AS accuracy,
       count(DISTINCT t.run_id) AS runs
FROM models m
LEFT JOIN model_versions v ON v.model_id = m.model_id
LEFT JOIN deployments d ON d.version_id = v.version_id
LEFT JOIN training_runs t ON t.version_id = v.version_id
WHERE m.created_at > timestamptz '2026-06-01 00:00:00+00' - interval '4 days'
GROUP BY m.model_id, m.model_name
HAVING count(DISTINCT d.deployment_id) > 0
ORDER BY deployments DESC
