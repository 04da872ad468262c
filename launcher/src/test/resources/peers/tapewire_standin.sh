#!/bin/sh
# `tapewire` as the examples of README and --help call it, with stand-ins for what they need of the
# world: a tone for the microphone, RECEIVER for every other machine, DEEPGRAM, HUME_EVI and VOSK for those.
instead() {
  case $1 in
    deepgram) echo "deepgram=$DEEPGRAM" ;;
    hume-evi) echo "hume-evi=$HUME_EVI" ;;
    vosk) echo "vosk=$VOSK" ;;
    *ws://* | *wss://*) echo "${1%%ws*}$RECEIVER/${1##*//}" ;;
    *) echo "$1" ;;
  esac
}

command=$1
shift
left=$#
option=
source=
while [ "$left" -gt 0 ]; do
  word=$1
  shift
  left=$((left - 1))
  case $option in
    --to) [ "$command" = replies ] || word=$(instead "$word") ;;
    --listen) word=127.0.0.1:0 ;;
    --source)
      source=yes
      case $word in mic | mic:*) word=tone ;; esac
      ;;
  esac
  option=$word
  set -- "$@" "$word"
done
case $command in
  run | capture) [ -n "$source" ] || set -- --source tone "$@" ;;
  receive) case "$*" in *--listen*) ;; *) set -- --listen 127.0.0.1:0 "$@" ;; esac ;;
esac
exec "$REAL" "$command" "$@"
