# Finds a JDK 25 or newer, for the scripts beside it; they have a function fail that ends them.

# Sets version to the major of the Java installation in $1, 0 where there is none.
read_version() {
    version=0
    [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
    while IFS= read -r line; do
        case $line in
            JAVA_VERSION=*)
                version=${line#*=}
                version=${version#\"}
                version=${version%%[!0-9]*}
                ;;
        esac
    done < "$1/release"
    version=${version:-0}
}

# Sets java_home to $1 if that is new enough.
take() {
    read_version "$1"
    [ "$version" -ge 25 ] && java_home=$1
}

# Sets java_home to the installation that the java on the PATH belongs to, if that is new enough.
take_from_path() {
    java=$(command -v java) || return 1
    while [ -L "$java" ]; do
        target=$(readlink "$java") || return 1
        case $target in
            /*) java=$target ;;
            *) java=${java%/*}/$target ;;
        esac
    done
    take "${java%/bin/java}"
}

find_java() {
    java_home=
    if [ -n "${PGWRIGHT_JAVA_HOME:-}" ]; then
        take "$PGWRIGHT_JAVA_HOME" ||
            fail "PGWRIGHT_JAVA_HOME=$PGWRIGHT_JAVA_HOME is not a JDK 25 or newer" \
                "correct it, or unset it to have one looked for"
        return
    fi
    take "${JAVA_HOME:-}" && return
    take_from_path && return
    for candidate in \
        /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
        "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        take "$candidate" && return
    done
    if [ -x /usr/libexec/java_home ]; then
        take "$(/usr/libexec/java_home -v 25+ 2> /dev/null)" && return
    fi
    fail "no JDK 25 or newer found (in PGWRIGHT_JAVA_HOME, JAVA_HOME, the PATH, /usr/lib/jvm, ~/.sdkman)" \
        "install one, or set PGWRIGHT_JAVA_HOME to its folder"
}
