#!/usr/bin/env bash
# 10,000 broken messages at 500 a second over UDP, TCP, TLS and WebSocket, to a server of its own, and what is left after
# them: nothing. Once with the seed of the build, so that a failure can be repeated, and MUTATION_SEED makes other ones.
# shellcheck source=../lib.sh
. "$(dirname -- "$0")/../lib.sh"

what "mutations"
(cd "$repo" && exec timeout 300 ./mvnw -B -ntp -pl container-config/container -am test -Dtest=MutationTest \
    -Dmutations=10000 -Dseed="${MUTATION_SEED:-4475}" -Dsurefire.failIfNoSpecifiedTests=false) >"$work/mutations.log" 2>&1 </dev/null
verdict $? "10,000 mutations leave no session, thread, transaction or heap behind, and a quiet log" \
    "$(sed -n 's/.*\[ERROR\] *//p' "$work/mutations.log" | grep -v '^$' | head -n 1)"
grep -q '^mutations: 10000 with seed' "$work/mutations.log"; verdict $? "$(sed -n 's/^\(mutations: .*\)/\1/p' "$work/mutations.log" | head -n 1)"
