# Read by the scripts beside it, in the folder of the root pom: finds a JDK 25 or newer (JAVA_HOME) and builds everything.

# As the launcher looks for it; the launcher then takes the same.
home=
for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /usr/java/* /opt/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/*; do
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$candidate/release" 2>/dev/null)
    if [ "${version:-0}" -ge 25 ] && [ -x "$candidate/bin/java" ]; then
        home=$candidate
        break
    fi
done
if [ -z "$home" ]; then
    echo "benchmarks: needs a JDK 25 or newer; set JAVA_HOME to one" >&2
    exit 2
fi
export JAVA_HOME="$home"

log=benchmarks/target/build.log
mkdir -p benchmarks/target
echo "benchmarks: building (about a minute)" >&2
if ! mvn -B -ntp -DskipTests -Dspotless.check.skip=true -pl benchmarks -am package >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    echo "benchmarks: the build failed; all of its messages are in $log" >&2
    exit 2
fi
# What was just built is newer than its sources, so the launcher need not build again.
touch cli/target/portage.jar
