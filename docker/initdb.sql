-- Runs as the superuser on an empty data directory, and before a restore: Odoo's role
-- owns its one database and nothing else (no superuser, no CREATEDB).
\set password `cat /run/secrets/odoo_db_password`
SELECT 'CREATE ROLE odoo' WHERE to_regrole('odoo') IS NULL \gexec
ALTER ROLE odoo LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE retail OWNER odoo TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C';
REVOKE CONNECT, TEMPORARY ON DATABASE retail FROM PUBLIC;
\connect retail
CREATE EXTENSION pg_trgm;
CREATE EXTENSION unaccent;
-- As Odoo does for a database it creates itself: needed for indexes on unaccent(). A
-- dump does not carry it, so pg_restore must find the extension already there.
ALTER FUNCTION public.unaccent(text) IMMUTABLE;
