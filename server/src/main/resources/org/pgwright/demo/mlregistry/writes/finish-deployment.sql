-- weight 40
UPDATE deployments
SET status = 'superseded'
WHERE deployment_id = (SELECT md5('deployment' || 1 + floor(random() * 1000)::int)::uuid)
