#!/usr/bin/env bash
# The subscriber store on MariaDB: its own server and data directory, the store's tests on it,
# and a whole system on it with a registration that outlives a restart.
# shellcheck source=../lib.sh
. "$(dirname -- "$0")/../lib.sh"
# shellcheck source=../../bench/lib/set-key.sh
. "$repo/bench/lib/set-key.sh"
need mariadbd mariadb mariadb-install-db sipp

port=13306
home=$work/home
data=$(mktemp -d)   # a short path: MariaDB's socket name is limited

end_all() {
    CALLIOPE_HOME=$home "$repo/ims" down >/dev/null 2>&1
    finish
}
trap 'end_all' EXIT

database() {
    mariadb-install-db --no-defaults --datadir="$data/db" --user="$(id -un)" --auth-root-authentication-method=normal \
        --skip-test-db >"$work/install.log" 2>&1 || return 1
    mariadbd --no-defaults --datadir="$data/db" --user="$(id -un)" --socket="$data/sock" --bind-address=127.0.0.1 --port="$port" \
        --innodb-buffer-pool-size=64M >"$work/mariadbd.log" 2>&1 &
    keep "$!"
    await 30 sql "SELECT 1"
}
sql() { mariadb --no-defaults --socket="$data/sock" -u root -N -B -e "$1"; }

register() {
    printf 'SEQUENTIAL\n127.16.201.1;alice;[authentication username=alice@%s password=alice]\n' "$DOMAIN" >"$work/alice.csv"
    (cd "$work" && exec timeout 20 sipp -sf "$repo/bench/sipp/register.xml" -inf alice.csv -i 127.16.201.1 -p 5080 -key domain "$DOMAIN" \
        -key port 5080 -key expires 600 -auth_uri "$DOMAIN" -max_socket 1000 -m 1 -nostdin -timeout 10 -timeout_error 127.0.0.1:17060 >"$1" 2>&1)
}

what "a MariaDB of our own"
database; verdict $? "MariaDB starts on port $port"
sql "CREATE DATABASE hss; CREATE DATABASE hss_test; CREATE DATABASE hss_test_other; CREATE USER 'hss'@'localhost' IDENTIFIED BY 'hss-password';
     GRANT ALL ON hss.* TO 'hss'@'localhost'; GRANT ALL ON hss_test.* TO 'hss'@'localhost';
     GRANT ALL ON hss_test_other.* TO 'hss'@'localhost';"
verdict $? "databases and user are made"

what "the store's tests on MariaDB"
(cd "$repo" && ./mvnw -B -ntp -pl hss-app -am test -Dtest='MariaDb*Test' -Dsurefire.failIfNoSpecifiedTests=false \
    -Dhss.test.mariadb="jdbc:mariadb://127.0.0.1:$port/hss_test" -Dhss.test.mariadb.user=hss -Dhss.test.mariadb.password=hss-password) >"$work/store-test.log" 2>&1
verdict $? "the MariaDb tests pass" "see $work/store-test.log"
grep -qE 'Tests run: [1-9][0-9]*, Failures: 0, Errors: 0, Skipped: 0' "$work/store-test.log"; verdict $? "and it did run"

what "a whole system on MariaDB"
dist=$repo/container-config/distribution/target/calliope-ims
mkdir -p "$home/conf"
cp "$dist"/conf/* "$home/conf/"
set_key "$home/conf/ims.properties" pcscf sip:127.0.0.1:17060
set_key "$home/conf/ims.properties" icscf sip:127.0.0.1:17062
set_key "$home/conf/ims.properties" scscf sip:127.0.0.1:17064
set_key "$home/conf/ims.properties" bgcf sip:127.0.0.1:17066
set_key "$home/conf/ims.properties" ecscf sip:127.0.0.1:17068
set_key "$home/conf/ims.properties" hss aaa://127.0.0.1:17868
set_key "$home/conf/server.properties" http-port 17080
set_key "$home/conf/hss.properties" database-url "jdbc:mariadb://127.0.0.1:$port/hss"
set_key "$home/conf/hss.properties" database-user hss
set_key "$home/conf/hss.properties" database-password hss-password
CALLIOPE_HOME=$home "$repo/ims" up >"$work/up.log" 2>&1
verdict $? "./ims up on MariaDB" "$(tail -n 1 "$work/up.log")"
register "$work/register-1.out"; verdict $? "alice registers"
[[ $(sql "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'hss'") -gt 3 ]]; verdict $? "the tables are in MariaDB"
[[ ! -e $home/data/hss.mv.db ]]; verdict $? "no embedded database was made beside it"
CALLIOPE_HOME=$home "$repo/ims" down >>"$work/up.log" 2>&1
CALLIOPE_HOME=$home "$repo/ims" up >>"$work/up.log" 2>&1
verdict $? "./ims down and up again"
curl -fsS "http://127.0.0.1:17080/api/status" >"$work/status.json" && grep -q '"subscribers" *: *3' "$work/status.json"
verdict $? "the three subscribers are still there, once each"
register "$work/register-2.out"; verdict $? "alice registers again"
CALLIOPE_HOME=$home "$repo/ims" down >>"$work/up.log" 2>&1
