#!/bin/sh
# build.sh HOME: builds the jars for HOME/tapewire, once however many ask for it at once.
#
# It builds a copy of the sources, so that a Maven build running in the tree is not disturbed, and
# each build gets a directory of its own, named by HOME/target/tapewire/current, so that processes
# running from an older one keep their jars.
set -u

home=$1
top=$home/target/tapewire
lock=$top/lock
held=
stage=

fail() {
  echo "tapewire: $1" >&2
  exit 1
}

leave() {
  [ -n "$stage" ] && rm -rf "$stage"
  [ -n "$held" ] && rm -rf "$lock"
}
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

fresh() {
  IFS= read -r build 2>/dev/null <"$top/current" || return 1
  [ -f "$top/$build/lib/tapewire.jar" ] || return 1
  [ -z "$(find "$home"/pom.xml "$home"/*/pom.xml "$home"/*/src/main \
    -newer "$top/$build/stamp" -print 2>/dev/null | head -n 1)" ]
}

# Takes the lock away from a holder that died; only one of those who see it may.
break_lock() {
  mv "$lock" "$lock.$$" 2>/dev/null || return 0
  moved=$(cat "$lock.$$/pid" 2>/dev/null)
  if [ "$moved" = "$1" ]; then
    rm -rf "$lock.$$"
  else
    mv "$lock.$$" "$lock" # It was already another's.
  fi
}

take_lock() {
  told=
  nameless=0
  until mkdir "$lock" 2>/dev/null; do
    [ -d "$lock" ] || [ -w "$top" ] || fail "can't write to $top"
    holder=$(cat "$lock/pid" 2>/dev/null)
    if [ -n "$holder" ]; then
      kill -0 "$holder" 2>/dev/null || { break_lock "$holder"; continue; }
    else
      # Its holder has not written its id yet, or died before it could.
      nameless=$((nameless + 1))
      [ "$nameless" -lt 5 ] || { break_lock ""; nameless=0; continue; }
    fi
    [ -n "$told" ] || echo "tapewire: waiting for another build (process ${holder:-unknown})" >&2
    told=1
    sleep 1
  done
  held=1
  echo $$ >"$lock/pid"
}

mkdir -p "$top" 2>/dev/null || fail "can't write to $top"
take_lock
fresh && exit 0

command -v mvn >/dev/null || fail "no mvn found; install Maven 3.6.3 or newer to build Tapewire"
if [ -n "${JAVA_HOME:-}" ]; then
  [ -x "$JAVA_HOME/bin/javac" ] || fail "JAVA_HOME=$JAVA_HOME has no bin/javac; a JDK is needed"
else
  command -v javac >/dev/null || fail "no javac found; install a JDK 17 to 25 or set JAVA_HOME"
fi
echo "tapewire: building, once (a minute; longer when Maven must download first) ..." >&2

name=build-$(date +%Y%m%d%H%M%S)-$$
stage=$top/stage-$$
mkdir -p "$stage/src" || fail "can't write to $top"
: >"$stage/stamp" # Before the copy: what changes while it is taken is stale.
cp "$home/pom.xml" "$stage/src/" || exit 1
for pom in "$home"/*/pom.xml; do
  module=$(basename "$(dirname "$pom")")
  mkdir -p "$stage/src/$module/src" || exit 1
  cp "$pom" "$stage/src/$module/" && cp -R "$home/$module/src/main" "$stage/src/$module/src/" \
    || fail "can't copy $home/$module to $stage"
done

# The checks are for those who change the sources.
if ! mvn -B -q -f "$stage/src/pom.xml" -P '!checks' -DskipTests -Dstyle.color=never package >"$top/build.log" 2>&1; then
  grep ERROR "$top/build.log" | head -n 5 >&2
  fail "the build failed; all of it is in $top/build.log"
fi
mv "$stage/src/launcher/target/lib" "$stage/lib" && rm -rf "$stage/src" && mv "$stage" "$top/$name" \
  && echo "$name" >"$top/current.$$" && mv -f "$top/current.$$" "$top/current" \
  || fail "can't write to $top"
stage=

# Builds of another day go, but never the one before: processes may still run from it.
find "$top" -maxdepth 1 -name 'build-*-*' -mtime +1 ! -name "$name" -exec rm -rf {} + 2>/dev/null
