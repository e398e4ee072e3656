-- On the primary, as postgres, beside the role and database of docs/deploy.md. Then: \password of each.
CREATE ROLE iomtracker_replicator LOGIN REPLICATION;
-- The role of DATABASE_REPLICA_URL: it can't write, on whatever server it finds itself.
CREATE ROLE iomtracker_reader LOGIN IN ROLE pg_read_all_data;
ALTER ROLE iomtracker_reader SET default_transaction_read_only = on;
