-- weight 14
SELECT m.model_name, v.semver, d.environment_id, d.status, d.deployed_at, d.deployed_by
FROM deployments d
JOIN model_versions v ON v.version_id = d.version_id
JOIN models m ON m.model_id = v.model_id
WHERE d.deployed_at > timestamptz '2026-06-01 00:00:00+00' - interval '30 days'
ORDER BY d.deployed_at DESC
LIMIT 50
