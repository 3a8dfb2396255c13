# Sourced by bench/run.
# shellcheck shell=bash
# What is shown, and what is kept in bench/RESULTS.md.

row() { printf '%-34s %s\n' "$1" "$2"; }
title() { printf '\n%-34s %s\n' "bench/run $*" "$(date -u +'%Y-%m-%d %H:%M UTC')"; }

# where it was measured, with the options the server ran with
machine_conditions() {
    printf '%s cores %s, Linux %s, JDK %s, %s' "$(nproc)" "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" \
        "$(uname -r | cut -d- -f1)" "$("$java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p')" "$(grep -v '^#' "$dist/conf/jvm.options" | tr '\n' ' ')"
}

# record TABLE VALUE...: one row more, in front of the line that ends the table
record() {
    local table=$1 row='|' value file=$bench/RESULTS.md
    shift
    [[ $record == yes ]] || return 0
    for value in "$(date -u +%Y-%m-%d)" "$@"; do row+=" $value |"; done
    grep -q "^<!-- end of $table -->" "$file" || die "bench/RESULTS.md has no line <!-- end of $table -->."
    row=$row table=$table awk '$0 == "<!-- end of " ENVIRON["table"] " -->" { print ENVIRON["row"] } { print }' "$file" >"$work/RESULTS.md"
    cp "$work/RESULTS.md" "$file"
    note "recorded in bench/RESULTS.md"
}
