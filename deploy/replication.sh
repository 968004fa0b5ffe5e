#!/bin/sh
# Runs once, when the primary's container makes its database: the replica may connect with the platform's own password.
echo 'host replication fuyi all scram-sha-256' >> "$PGDATA/pg_hba.conf"
