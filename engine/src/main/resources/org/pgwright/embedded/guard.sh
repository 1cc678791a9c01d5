# Runs a server for an owner that holds the other end of our standard input and never writes to it.
# When the owner closes it, on purpose or by dying, the server is stopped and its run folder removed.
# Tells the owner "server PID" and, when it has ended, "ended EXITCODE" on standard output.
#
# usage: guard SIGNAL TENTHS MEMORY LOG FOLDER OWNER LOCK COMMAND...
#   SIGNAL  stops the server; after TENTHS of a second SIGKILL does
#   MEMORY  limits the address space, in kB; empty for no limit
#   LOG     takes the server's messages
#   FOLDER OWNER LOCK  are removed at the end
signal=$1 tenths=$2 memory=$3 log=$4 folder=$5 owner=$6 lock=$7
shift 7

# A Ctrl-C is for our owner; we end when it does.
trap '' HUP INT QUIT TERM PIPE
ulimit -c 0
umask 077
exec 3<&0 </dev/null

(
    [ -z "$memory" ] || ulimit -v "$memory"
    exec "$@" 3<&- >>"$log" 2>&1
) &
server=$!
printf 'server %s\n' "$server"

(
    exec >/dev/null
    read -r nothing <&3
    # Again and again, because a server that is just starting does not listen yet.
    while [ "$tenths" -gt 0 ] && kill -s "$signal" "$server"; do
        sleep 0.1
        tenths=$((tenths - 1))
    done
    kill -s KILL "$server"
) &
watcher=$!

wait "$server"
printf 'ended %s\n' "$?"
kill -s KILL "$watcher"
read -r nothing <&3
rm -rf -- "$folder" "$owner" "$lock"
