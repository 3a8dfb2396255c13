#!/usr/bin/env bash
# The archives on another JSR 289 server: P-, I- and S-CSCF and a sample on Open Liberty, from Maven Central.
# shellcheck source=../lib.sh
. "$(dirname -- "$0")/../lib.sh"

what "the archives on Open Liberty"
(cd "$repo" && exec ./mvnw -B -ntp -Pliberty -pl container-config/portability -am -DskipTests verify) >"$work/liberty.log" 2>&1
verdict $? "the CSCF archives and the samples run on Open Liberty" "see $work/liberty.log"
grep -q 'Tests run: [1-9][0-9]*, Failures: 0, Errors: 0, Skipped: 0.*CscfOnLibertyIT' "$work/liberty.log"; verdict $? "registrations and calls among them"
grep -q 'Tests run: [1-9][0-9]*, Failures: 0, Errors: 0, Skipped: 0.*SampleOnLibertyIT' "$work/liberty.log"; verdict $? "and the whole sample"
