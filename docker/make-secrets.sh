#!/usr/bin/env bash
# Makes what compose.yaml reads from docker/secrets: random passwords, a local CA and a
# server certificate. Keeps every file that already exists, so it may be run again.
#
#   docker/make-secrets.sh [name-or-ip …]     names the tills and browsers will use
#
# The folder is closed to other users of the host (0700). The files in it are readable
# (0444) because Docker mounts them as they are and the containers run as other users;
# the CA key is mounted nowhere and stays 0600.
set -Eeuo pipefail
shopt -s inherit_errexit
umask 077

dir=${MD_SECRETS_DIR:-$(cd "$(dirname "$0")" && pwd)/secrets}
mkdir -p "$dir"
chmod 700 "$dir"
cd "$dir"

password() {
    [[ -s $1 ]] && return
    openssl rand -hex 24 >"$1"
    chmod 444 "$1"
}

# subject_alt_names NAME…: the -addext form, IP addresses told apart from names.
subject_alt_names() {
    local name list=
    for name in "$@"; do
        if [[ $name =~ ^[0-9.]+$ || $name == *:* ]]; then
            list+=,IP:$name
        else
            list+=,DNS:$name
        fi
    done
    printf 'subjectAltName=%s' "${list#,}"
}

authority() {
    [[ -s ca.key && -s ca.crt ]] && return
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
        -days 3650 -subj "/CN=Micro Datasoft Inventory local CA" \
        -addext "basicConstraints=critical,CA:TRUE,pathlen:0" \
        -addext "keyUsage=critical,keyCertSign,cRLSign" \
        -keyout ca.key -out ca.crt 2>/dev/null
}

# 397 days: browsers refuse server certificates that live longer.
certificate() {
    [[ -s tls.key && -s tls.crt ]] && return
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
        -subj "/CN=$1" -addext "$(subject_alt_names "$@")" \
        -addext "extendedKeyUsage=serverAuth" -keyout tls.key -out tls.csr 2>/dev/null
    openssl x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -days 397 \
        -copy_extensions copy -set_serial "0x$(openssl rand -hex 16)" \
        -out tls.crt 2>/dev/null
    rm tls.csr
    cat ca.crt >>tls.crt
    chmod 444 tls.key tls.crt
}

[[ $# -gt 0 ]] || set -- localhost 127.0.0.1
password postgres_password
password odoo_db_password
password odoo_master_password
password odoo_admin_password
password odoo_metrics_token
if [[ ! -s tls.key || ! -s tls.crt ]]; then
    authority
fi
certificate "$@"
