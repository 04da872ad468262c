#!/bin/sh
# archive.sh BUILD SCRIPT JAVA VERSION: makes class-data archives in BUILD/cds-VERSION for the jars
# in BUILD/lib, so that a start need not read and check thousands of classes anew. Each is learnt from
# a short run of what it is for. Without them all works the same, only later: nothing here fails a
# build.
set -u

build=$1
script=$2
java=$3
version=$4
lib=$build/lib
work=$build/cds.new
mkdir "$work" || exit 0
trap 'rm -rf "$work"' EXIT

# learn NAME ARGUMENT...: becomes a run of tapewire that keeps what it loaded.
learn() {
  name=$1
  shift
  TAPEWIRE_LIB=$lib exec timeout 60 "$java" -Xms16m -Xmx256m -XX:+UseSerialGC \
    -XX:TieredStopAtLevel=1 -Djava.awt.headless=true -Dslf4j.internal.verbosity=ERROR \
    -Dchronicle.announcer.disable=true -Dtapewire.script="$script" -Dtapewire.lib="$lib" \
    -XX:ArchiveClassesAtExit="$work/$name.jsa" -jar "$lib/tapewire.jar" "$@" 2>/dev/null
}

silence() {
  head -c 200000 /dev/zero
}

tapes=$work/tapes
: >"$work/listening"
learn receive receive --listen 127.0.0.1:0 --out "$work/received" >"$work/listening" &
receiver=$!
silence | (learn capture capture --tapes "$tapes" --source - --session a) >/dev/null
tries=0
until read -r _ uri <"$work/listening" || [ "$tries" -ge 100 ]; do
  tries=$((tries + 1))
  sleep 0.1
done
(learn send send --tapes "$tapes" --session a --to "${uri:-ws://127.0.0.1:1}") >/dev/null
kill "$receiver" 2>/dev/null
wait "$receiver" 2>/dev/null
silence | (learn run run --tapes "$tapes" --source - --session b) >/dev/null
(learn other sessions --tapes "$tapes") >/dev/null
rm -rf "$tapes" "$work/received" "$work/listening"
mv "$work" "$build/cds-$version"
exit 0
