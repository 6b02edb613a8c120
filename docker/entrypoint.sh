#!/usr/bin/env bash
# serve (default)  install whatever of the five addons is missing, then run Odoo
# init             install only
# upgrade          update the five addons, then stop
# -…               run Odoo with these options
# anything else    run that command
#
# Needs PGHOST, PGPORT, PGUSER, PGDATABASE, ODOO_RC, PGPASSFILE and, as paths of
# files, DB_PASSWORD_FILE, MASTER_PASSWORD_FILE and ADMIN_PASSWORD_FILE. No password
# is ever an argument or an environment variable.
set -Eeuo pipefail
shopt -s inherit_errexit
umask 077

MODULES=md_hw_proxy,md_inventory_core,md_pos_ext,md_ecommerce_sync,md_reports
PASSWORD_MARK=md_docker.admin_password_set
CONF=${MD_CONF:-/etc/odoo/odoo.conf}
DB_WAIT=${MD_DB_WAIT:-120}

die() {
    printf 'entrypoint: %s\n' "$1" >&2
    exit 1
}

# read_secret NAME: the content of the file that the variable NAME names.
read_secret() {
    local path=${!1:-} value
    [[ -n $path && -r $path ]] || die "$1 names no readable file"
    value=$(<"$path")
    [[ -n $value ]] || die "the file of $1 is empty"
    printf '%s' "$value"
}

write_configuration() {
    local master password
    master=$(read_secret MASTER_PASSWORD_FILE)
    password=$(read_secret DB_PASSWORD_FILE)
    password=${password//\\/\\\\}
    mkdir -p "$(dirname "$ODOO_RC")" "$(dirname "$PGPASSFILE")"
    { cat "$CONF" && printf '\nadmin_passwd = %s\n' "$master"; } >"$ODOO_RC"
    printf '*:*:*:%s:%s\n' "$PGUSER" "${password//:/\\:}" >"$PGPASSFILE"
}

# Counts of requests begin with the server: files of processes before it are gone.
empty_metrics() {
    [[ -n ${PROMETHEUS_MULTIPROC_DIR:-} ]] || return 0
    rm -rf "$PROMETHEUS_MULTIPROC_DIR"
    mkdir -p "$PROMETHEUS_MULTIPROC_DIR"
}

sql() {
    psql -XAtqw -v ON_ERROR_STOP=1 -c "$1"
}

wait_for_database() {
    local deadline=$((SECONDS + DB_WAIT)) error
    until error=$(sql 'SELECT 1' 2>&1 >/dev/null); do
        ((SECONDS < deadline)) || die "no database after $DB_WAIT s: $error"
        sleep 1
    done
}

# done_steps: the installed addons and the password mark, one a line.
done_steps() {
    local ready
    ready=$(sql "SELECT to_regclass('public.ir_module_module') IS NOT NULL
        AND to_regclass('public.ir_config_parameter') IS NOT NULL")
    [[ $ready == t ]] || return 0
    sql "SELECT name FROM ir_module_module WHERE state = 'installed'
        UNION ALL
        SELECT key FROM ir_config_parameter WHERE key = '$PASSWORD_MARK'"
}

# missing_modules STEPS: comma-separated addons that are not in STEPS.
missing_modules() {
    local module missing=
    for module in ${MODULES//,/ }; do
        grep -qxF "$module" <<<"$1" || missing+=${missing:+,}$module
    done
    printf '%s' "$missing"
}

run_once() {
    odoo --workers=0 --max-cron-threads=0 --no-http --stop-after-init "$@"
}

# Odoo gives a new database the login admin / admin: replace it before anyone can
# reach the server. The mark is committed together with the password.
set_admin_password() {
    read_secret ADMIN_PASSWORD_FILE >/dev/null
    odoo shell --workers=0 --max-cron-threads=0 --no-http <<PYTHON
import os
from pathlib import Path

path = Path(os.environ["ADMIN_PASSWORD_FILE"])
env.ref("base.user_admin").password = path.read_text(encoding="utf-8").strip()
env["ir.config_parameter"].set_param("$PASSWORD_MARK", "1")
env.cr.commit()
PYTHON
}

# Safe to repeat: a start that was killed half-way is finished by the next one.
initialise() {
    local steps missing
    wait_for_database
    steps=$(done_steps)
    missing=$(missing_modules "$steps")
    if [[ -n $missing ]]; then
        run_once --init="$missing" --without-demo=True
    fi
    if ! grep -qxF "$PASSWORD_MARK" <<<"$steps"; then
        set_admin_password
    fi
    # Odoo only warns about a module that it cannot find.
    steps=$(done_steps)
    missing=$(missing_modules "$steps")
    [[ -z $missing ]] || die "not installed: $missing"
    grep -qxF "$PASSWORD_MARK" <<<"$steps" || die "the admin password was not set"
}

main() {
    local command=${1:-serve}
    case $command in
        serve | init | upgrade | odoo | -*) write_configuration ;;
    esac
    case $command in
        serve)
            initialise
            empty_metrics
            exec odoo
            ;;
        init)
            initialise
            ;;
        upgrade)
            wait_for_database
            run_once --update="$MODULES"
            initialise
            ;;
        -*)
            wait_for_database
            empty_metrics
            exec odoo "$@"
            ;;
        *)
            exec "$@"
            ;;
    esac
}

main "$@"
