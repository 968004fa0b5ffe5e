-- Only PostgreSQL needs to be told how to ask its index (the same number there). Every migration has a file for either engine.
SELECT 1;
