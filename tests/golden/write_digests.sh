#!/bin/sh
# Writes tests/golden/digests.txt anew from the built command: after a scenario was added, or an event of a run changed on
# purpose (say why in the commit). usage: write_digests.sh build/release/bin/orrery
set -eu
cd "$(dirname "$(readlink -f "$0")")/../.."
orrery=$1
names=$("$orrery" list --json | python3 -c 'import json, sys; print(*[each["name"] for each in json.load(sys.stdin)])')
for name in $names; do
    status=0
    digest=$("$orrery" run "$name" --seed 42 --digest 2>/dev/null) || status=$?
    [ -n "$digest" ] || { echo "$name: no digest, exit status $status" >&2; exit 1; }
    printf '%s %s\n' "$name" "$digest"
done | sort >tests/golden/digests.txt.part
mv tests/golden/digests.txt.part tests/golden/digests.txt
echo "$(wc -l <tests/golden/digests.txt) digests"
