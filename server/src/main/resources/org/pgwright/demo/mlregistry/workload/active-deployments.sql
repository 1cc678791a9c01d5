-- weight 20
SELECT m.model_name, v.semver, d.status, d.replicas, d.deployed_at
FROM deployments d
JOIN model_versions v ON v.version_id = d.version_id
JOIN models m ON m.model_id = v.model_id
WHERE d.environment_id = 1 AND d.status = 'active'
ORDER BY d.deployed_at DESC
LIMIT 100
