# Sourced by ./mvnw and ./quoin. Sets and exports JAVA_HOME to a JDK 25, or returns 1 after
# saying in one sentence what to do. Looks at JAVA_HOME, PATH, then the usual folders.
# POSIX sh; needs globbing, so source it before `set -f`.

# Maven's wrapper wants HOME, which an empty environment lacks.
if [ -z "${HOME-}" ]; then
  HOME=$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f6)
  export HOME
fi

quoin_is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r quoin_line || [ -n "$quoin_line" ]; do
    case "$quoin_line" in
    JAVA_VERSION=\"25\"* | JAVA_VERSION=\"25[.+-]*) return 0 ;;
    esac
  done <"$1/release"
  return 1
}

quoin_use_jdk_25() {
  quoin_is_jdk_25 "$1" || return 1
  JAVA_HOME=$1
  export JAVA_HOME
}

# The home of the javac on PATH, its symbolic links followed.
quoin_jdk_on_path() {
  quoin_javac=$(command -v javac) || return 1
  quoin_javac=$(readlink -f "$quoin_javac" 2>/dev/null) || return 1
  printf '%s\n' "${quoin_javac%/bin/javac}"
}

quoin_find_jdk() {
  [ -z "${JAVA_HOME-}" ] || ! quoin_use_jdk_25 "$JAVA_HOME" || return 0
  quoin_home=$(quoin_jdk_on_path) && quoin_use_jdk_25 "$quoin_home" && return 0
  for quoin_home in \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* /usr/local/openjdk-25 \
    "${SDKMAN_DIR:-${HOME-}/.sdkman}"/candidates/java/* \
    "${HOME-}"/.jdks/* "${HOME-}"/.asdf/installs/java/* "${HOME-}"/.local/share/mise/installs/java/* \
    /opt/homebrew/opt/openjdk@25 /usr/local/opt/openjdk@25 /home/linuxbrew/.linuxbrew/opt/openjdk@25 \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    quoin_use_jdk_25 "$quoin_home" && return 0
  done
  if [ -x /usr/libexec/java_home ]; then
    quoin_home=$(/usr/libexec/java_home -v 25 2>/dev/null) && quoin_use_jdk_25 "$quoin_home" && return 0
  fi
  echo "quoin needs a JDK 25 and found none: install one (for example Temurin 25) and let JAVA_HOME point to it." >&2
  return 1
}

quoin_find_jdk
