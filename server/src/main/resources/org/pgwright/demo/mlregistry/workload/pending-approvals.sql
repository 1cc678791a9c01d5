-- weight 4
SELECT a.approval_id, a.approver, v.semver
FROM approvals a
JOIN model_versions v ON v.version_id = a.version_id
WHERE a.version_id = md5('version23')::uuid AND a.status = 'approved'
ORDER BY a.approved_at DESC
