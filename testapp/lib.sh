# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What the scripts of bench, faults and compat have in common; they source it. AGENT and JAVA may name another agent
# jar and another java. What is missing is built. Everything runs from copies in $work, so that a build meanwhile
# takes nothing away.

testapp=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname -- "$testapp")
script=$(basename -- "$0")
java=${JAVA:-java}
built_agent=$root/agent/target/fast-telemetry-agent.jar
cache=${XDG_CACHE_HOME:-$HOME/.cache}/fast-telemetry
opentelemetry_version=2.33.1

work=$(mktemp -d)
cleanup() {
    local running
    running=$(jobs -pr)
    # shellcheck disable=SC2086
    [[ -z $running ]] || kill $running 2>/dev/null || true
    wait
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

prepare() { # [agent]: sets agent, programs (class path of what is measured) and tools; an empty agent is none
    agent=${1-${AGENT:-$built_agent}}
    local packages=io/fasttelemetry/testapp/tools
    if [[ ($agent == "$built_agent" && ! -f $agent) || ! -d $testapp/target/bench-classes ||
        ! -d $testapp/target/test-classes/$packages || ! -d $testapp/target/lib ]]; then
        echo "$script: building (mvn package -DskipTests), once" >&2
        (cd "$root" && mvn -B -q -Dstyle.color=never package -DskipTests) >&2
    fi
    if [[ -n $agent ]]; then
        [[ -f $agent ]] || { echo "$script: no agent at $agent" >&2; exit 2; }
        cp "$agent" "$work/agent.jar"
        agent=$work/agent.jar
    fi
    programs=$work/programs
    tools=$work/tools
    cp -r "$testapp/target/bench-classes" "$programs"
    mkdir -p "$tools/$packages"
    cp -r "$testapp/target/test-classes/$packages/." "$tools/$packages"
}

tool() { # name argument...
    java -cp "$tools" "io.fasttelemetry.testapp.tools.$1" "${@:2}"
}

fetch() { # group:artifact:version[:type[:classifier]]: from Maven Central, once; sets fetched
    local parts
    IFS=: read -ra parts <<<"$1"
    fetched=$cache/${parts[1]}-${parts[2]}${parts[4]:+-${parts[4]}}.${parts[3]:-jar}
    if [[ ! -f $fetched ]]; then
        mkdir -p "$cache"
        (cd "$cache" && mvn -B -q -Dstyle.color=never org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
            -Dartifact="$1" -DoutputDirectory="$cache" -Dmdep.useBaseVersion=true) >&2
    fi
}

start_receiver() { # option...: sets receiver (its pid) and port; it writes to $work/receiver
    : >"$work/receiver"
    java -Xmx512m -cp "$tools" io.fasttelemetry.testapp.tools.receiver.ReceiverMain "$@" >>"$work/receiver" &
    receiver=$!
    local i
    for ((i = 0; i < 100; i++)); do
        port=$(sed -n 's/^port=//p' "$work/receiver")
        [[ -z $port ]] || return 0
        sleep 0.1
    done
    echo "$script: the receiver did not start" >&2
    exit 2
}

stop() { # pid of what was started here
    kill "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}
