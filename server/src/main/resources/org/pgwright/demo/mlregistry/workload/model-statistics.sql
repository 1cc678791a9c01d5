-- weight 1
SELECT m.model_name,
       count(DISTINCT v.version_id) AS versions,
       count(DISTINCT d.deployment_id) AS deployments,
       max(t.accuracy) AS best_accuracy
FROM models m
LEFT JOIN model_versions v ON v.model_id = m.model_id
LEFT JOIN training_runs t ON t.version_id = v.version_id
LEFT JOIN deployments d ON d.version_id = v.version_id
WHERE m.is_active AND m.team = 'team-7'
GROUP BY m.model_id, m.model_name
ORDER BY deployments DESC
