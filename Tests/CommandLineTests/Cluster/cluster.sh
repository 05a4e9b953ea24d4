#!/bin/bash
# A Slurm cluster of one node on the loopback of this machine, for any user, while standard input is open:
#
#   cluster.sh FOLDER CPUS
#
# Writes `ready` when jobs can be submitted with SLURM_CONF=FOLDER/slurm.conf. All it writes is in FOLDER. When
# standard input ends, or a line comes, it cancels all jobs and ends everything that it started.
set -euo pipefail
folder=$1
cpus=$2
export SLURM_CONF=$folder/slurm.conf PATH=$PATH:/usr/sbin:/sbin
daemons=()

# Starts a daemon in the foreground, as a child that can be waited for.
start() {
  "$@" </dev/null >>"$folder/daemons.log" 2>&1 &
  daemons+=($!)
}

# A port of the loopback on which nobody listens; not $1.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    if [ "$port" != "${1:-}" ] && ! (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
}

# Waits up to $1 seconds for a command to succeed.
within() {
  local tries=$(($1 * 10))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $((tries -= 1)) -gt 0 ] || return 1
    sleep 0.1
  done
}

is_idle() { [ "$(sinfo -h -o %T)" = idle ]; }
is_empty() { [ -z "$(squeue -h)" ]; }

# Processes of the cluster's jobs: those that were given its configuration, but for this script and its daemons.
job_processes() {
  local environment process
  for environment in /proc/[0-9]*/environ; do
    process=${environment#/proc/}
    process=${process%/environ}
    case " $$ $BASHPID ${daemons[*]} " in *" $process "*) continue ;; esac
    if grep -qzxF "SLURM_CONF=$SLURM_CONF" "$environment" 2>/dev/null; then echo "$process"; fi
  done
}

stop() {
  trap - EXIT
  set +e
  scancel --user="$(id -un)" 2>/dev/null
  within 40 is_empty
  local process
  # slurmd, slurmctld, then munged, which they need to the end.
  for ((index = ${#daemons[@]} - 1; index >= 0; index--)); do
    kill -TERM "${daemons[index]}" 2>/dev/null
    within 10 is_gone "${daemons[index]}" || kill -KILL "${daemons[index]}" 2>/dev/null
    wait "${daemons[index]}" 2>/dev/null
  done
  for process in $(job_processes); do kill -KILL "$process" 2>/dev/null; done
  exit "${1:-0}"
}

is_gone() { ! kill -0 "$1" || [ "$(cut -d ' ' -f 3 "/proc/$1/stat")" = Z ]; }

fail() {
  echo "cluster: $1" >&2
  tail -n 40 "$folder/daemons.log" "$folder/munge/log" >&2 || true
  stop 1
}

trap 'stop 1' EXIT
trap 'exit 1' INT TERM HUP

mkdir -p "$folder/state" "$folder/spool" "$folder/munge"
chmod 755 "$folder/munge"
(umask 077 && head -c 1024 /dev/urandom >"$folder/munge/key")
host=$(hostname -s)
user=$(id -un)
control_port=$(free_port)
node_port=$(free_port "$control_port")
memory=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)

cat >"$SLURM_CONF" <<CONFIGURATION
ClusterName=strata
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$control_port
SlurmdPort=$node_port
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$folder/munge/socket
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
# No cgroups, and more CPUs than there may be.
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SlurmdParameters=config_overrides
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/builtin
MpiDefault=none
MailProg=/bin/true
NodeName=node NodeHostname=$host NodeAddr=127.0.0.1 CPUs=$cpus RealMemory=$memory
PartitionName=all Nodes=node Default=YES
CONFIGURATION

# Forced, since folders for temporary files may be closed to other users.
start munged --foreground --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" \
  --pid-file="$folder/munge/pid" --seed-file="$folder/munge/seed" --log-file="$folder/munge/log" --num-threads=2
within 30 munge --socket="$folder/munge/socket" --no-input || fail "munged does not answer"
start slurmctld -D -c
start slurmd -D -c
within 60 is_idle || fail "the node does not come up"
echo ready
read -r || true
stop
