-- weight 12
SELECT v.version_id, v.semver, v.registered_at
FROM model_versions v
WHERE v.model_id = md5('model7')::uuid
ORDER BY v.registered_at DESC
LIMIT 20
