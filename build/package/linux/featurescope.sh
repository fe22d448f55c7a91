#!/bin/sh
# Starts Featurescope: a command without a window, otherwise the window.
# The rule is that of electron/main/command-words.ts: a first word of small letters alone is a command, all else are files.
# Where no locale is set, Chromium takes file names that are not ASCII for damaged ones.
[ -n "${LC_ALL:-}${LC_CTYPE:-}${LANG:-}" ] || export LC_CTYPE=C.UTF-8

here=$(dirname "$(readlink -f "$0")")
program="$here/featurescope-bin"

fail() {
  printf 'error %s: %s\n' "$1" "$2" >&2
  exit 1
}

# Names the libraries that this system lacks, as the loader finds them: $1 is one that the program opens only later.
# A Debian package has brought them all.
require_libraries() {
  [ "$here" != /usr/lib/featurescope ] || return 0
  missing=
  newline='
'
  trace=$(LD_PRELOAD="$1" LD_TRACE_LOADED_OBJECTS=1 "$program" 2>&1)
  while [ -n "$trace" ]; do
    line=${trace%%"$newline"*}
    trace=${trace#"$line"}
    trace=${trace#"$newline"}
    case "$line" in
      *' => not found') name=${line%% =>*} ;;
      *'cannot be preloaded'*) name=$1 ;;
      *'version `'*"' not found"*) name=${line#*\`} name=${name%%\'*} ;;
      *) continue ;;
    esac
    name=${name##*[[:space:]]}
    case ", $missing," in *", $name,"*) ;; *) missing="${missing:+$missing, }$name" ;; esac
  done
  [ -z "$missing" ] || fail install/missing-library "starting Featurescope: this system lacks $missing; install the packages that hold them. On Debian and Ubuntu, the .deb package of Featurescope brings them."
}

# Without a home in the environment, Chromium takes the folder for temporary files for one.
[ -n "${HOME-}" ] || eval "export HOME=~$(id -un)"

# Temporary files go to the first folder that takes them.
temporary=
for folder in "${TMPDIR:-/tmp}" /tmp /var/tmp "${XDG_RUNTIME_DIR-}" /dev/shm; do
  if [ -d "$folder" ] && [ -w "$folder" ] && [ -x "$folder" ]; then
    temporary=$folder
    break
  fi
done
[ "${temporary:-none}" = "${TMPDIR:-/tmp}" ] || export TMPDIR="${temporary:-/tmp}"

case "${1-}" in
  -h | --help | -V | --version) command=yes ;;
  '' | *[!a-z]*) command=no ;;
  *) command=yes ;;
esac

if [ "$command" = yes ]; then
  require_libraries ''
  # A command shows no page, so there is nothing to lock in; the sandbox would refuse root and some containers.
  exec "$program" --no-sandbox --no-zygote --log-level=3 -- "$@"
fi

if [ -z "$temporary" ]; then
  fail window/no-temporary-folder 'opening the window: there is no folder for temporary files that can be written to; name one in the environment variable TMPDIR.'
fi

forced=no
headless=
only_files=no
for word in "$@"; do
  shift
  case "$only_files$word" in
    no--no-sandbox) forced=yes ;;
    no--ozone-platform=headless | no--headless*) headless=yes ;;
    no--) only_files=yes && continue ;;
    no-* | no | yes) ;;
    nofile://*) ;;
    *)
      # Whole, so that a name with a dash in front is no option any more.
      case "$word" in /*) ;; *) word=$PWD/$word ;; esac
      ;;
  esac
  set -- "$@" "$word"
done

if [ -z "${DISPLAY-}${WAYLAND_DISPLAY-}${headless-}" ]; then
  fail window/no-display 'opening the window: there is no display here; use a command instead, for example "featurescope export photo.jpg --out results" ("featurescope --help" lists them).'
fi

if [ "$forced" = no ]; then
  if [ "$(id -u)" = 0 ]; then
    fail window/root 'opening the window: it is not opened for root, because its sandbox works for ordinary users only; start it as an ordinary user, or use a command ("featurescope --help" lists them).'
  fi
  helper="$here/chrome-sandbox"
  setting() { cat "/proc/sys/$1" 2>/dev/null; }
  # The last is how a container or a root made with chroot is told.
  if [ "$(setting kernel/apparmor_restrict_unprivileged_userns)" = 1 ] ||
    [ "$(setting kernel/unprivileged_userns_clone)" = 0 ] ||
    [ "$(setting user/max_user_namespaces)" = 0 ] ||
    { command -v unshare >/dev/null && ! unshare --user true 2>/dev/null; }; then
    if [ ! -u "$helper" ] || [ "$(stat -c %u "$helper")" != 0 ]; then
      fail window/sandbox "opening the window: this system does not allow its sandbox until its helper belongs to root; run once: sudo chown root:root '$helper' && sudo chmod 4755 '$helper'"
    fi
  fi
fi

require_libraries libX11-xcb.so.1

# Electron looks for an X server unless it is told otherwise.
if [ -z "${DISPLAY-}${headless-}" ]; then
  set -- --ozone-platform=wayland "$@"
fi

# Nothing of Chromium's own chatter on the terminal.
exec "$program" --log-level=3 "$@"
