#!/bin/sh
# Drives the real window under Xvfb: keys, mouse, resizing, pictures, and that an idle window draws nothing.
# Exit status 77: cannot be done here. Pictures of a failure are kept in $TMPDIR/orrery-window-failure.
set -u

gui=${ORRERY_GUI_BIN:?the window to test}
for tool in Xvfb xdotool; do
    command -v "$tool" >/dev/null 2>&1 || { echo "skipped: $tool is not installed"; exit 77; }
done
[ -x "$gui" ] || { echo "skipped: $gui was not built"; exit 77; }

work=$(mktemp -d)
kept=${TMPDIR:-/tmp}/orrery-window-failure
xvfb='' app='' failures=0
export LIBGL_ALWAYS_SOFTWARE=1 XDG_CONFIG_HOME="$work/config"
unset WAYLAND_DISPLAY

clean_up() {
    [ -z "$app" ] || kill "$app" 2>/dev/null
    [ -z "$xvfb" ] || kill "$xvfb" 2>/dev/null
    rm -rf "$work"
}
trap clean_up EXIT

# A display number of its own, so that tests can run side by side; without -noreset it refuses whoever comes just after
# the last client left.
Xvfb -noreset -displayfd 9 -screen 0 1920x1080x24 9>"$work/display" 2>"$work/xvfb.log" &
xvfb=$!
tries=0
while [ ! -s "$work/display" ] && [ $tries -lt 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
[ -s "$work/display" ] || { echo "skipped: Xvfb does not start"; exit 77; }
DISPLAY=:$(cat "$work/display")
export DISPLAY

fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
    mkdir -p "$kept"
    cp "$work"/*.log "$kept" 2>/dev/null
    command -v import >/dev/null 2>&1 && import -silent -window root "$kept/$failures.png" 2>/dev/null
    echo "  last state: $(state)"
    echo "  kept in $kept"
}

state() { grep '^frame=' "$work/state.log" 2>/dev/null | tail -n 1; }

# Waits until the last state line matches a pattern.
expect() {
    tries=0
    while [ $tries -lt 100 ]; do
        if state | grep -Eq "$1"; then return 0; fi
        sleep 0.1
        tries=$((tries + 1))
    done
    fail "expected /$1/ after $2"
    return 1
}

start() {
    rm -f "$work/state.log"
    (cd "$work" && exec "$gui" --print-state "$@" >"$work/state.log" 2>"$work/error.log") &
    app=$!
    window=''
    tries=0
    while [ -z "$window" ] && [ $tries -lt 100 ]; do
        sleep 0.1
        window=$(xdotool search --onlyvisible --name Orrery 2>/dev/null | head -n 1)
        tries=$((tries + 1))
    done
    [ -n "$window" ] || { fail "no window appears: $(cat "$work/error.log")"; exit 1; }
    xdotool windowfocus --sync "$window" 2>/dev/null
    expect '^frame=' 'the start'
}

stop() {
    kill "$app" 2>/dev/null
    wait "$app" 2>/dev/null
    app=''
}

# Held for a while: a program at 20 frames a second loses what is shorter.
press() { xdotool keydown "$1" sleep 0.1 keyup "$1" sleep 0.1; }
click() {
    place=$(grep "^hit $1 " "$work/state.log" | tail -n 1)
    [ -n "$place" ] || { fail "nothing to click is called $1"; return 1; }
    # shellcheck disable=SC2086
    set -- $place
    xdotool mousemove --window "$window" "$3" "$4" sleep 0.15 mousedown 1 sleep 0.1 mouseup 1 sleep 0.1
}

# --- keys and mouse

start downloads --no-autoplay
expect 'event=none .*playing=false' 'opening'
press Right
expect 'event=0 ' 'Right'
press Right
press Left
expect 'event=0 ' 'Right, Left'
click step
expect 'event=1 ' 'a click on step'
press End
expect 'event=2[0-9][0-9] ' 'End'
press Home
expect 'event=none' 'Home'
press space
expect 'playing=true' 'Space'
press space
expect 'playing=false' 'Space again'
press F1
expect 'help=true' 'F1'
press Escape
expect 'help=false' 'Escape'
click theme
expect 'theme=light' 'a click on the theme button'
click parameters
expect 'tab=parameters' 'a click on a tab'

# --- scrub, by the mouse

click scrub
expect 'event=[0-9]+ ' 'a click on the scrub bar'
before=$(state | sed 's/.* \(event=[^ ]*\).*/\1/')
place=$(grep '^hit scrub ' "$work/state.log" | tail -n 1)
# shellcheck disable=SC2086
set -- $place
xdotool mousemove --window "$window" "$3" "$4" sleep 0.15 mousedown 1 sleep 0.1 mousemove_relative 200 0 sleep 0.2 mouseup 1 sleep 0.2
state | grep -q "$before " && fail 'dragging on the scrub bar does not move the playhead'

# --- why

press y
expect 'why=true' 'Y'
press Escape
expect 'why=false' 'Escape'

# --- typing is not commanding

click picker
expect 'picker=true' 'a click on the scenario'
sleep 0.3
before=$(state | sed 's/.* \(event=[^ ]*\).*/\1/')
xdotool type --delay 60 'hello'
sleep 0.3
expect "$before .*picker=true" 'typing in the search field'
press Return
expect 'scenario=hello .*picker=false' 'Return'

# --- nothing moves, nothing is drawn

xdotool mousemove --window "$window" 700 300
sleep 1.5
first=$(state)
ticks() { sed 's/.*) //' "/proc/$app/stat" | cut -d ' ' -f 12,13 | tr ' ' '+'; }  # 1/100 s of processor time, in user + system
before=$(($(ticks)))
sleep 3
[ "$(state)" = "$first" ] || fail "an idle window drew frames: '$first', then '$(state)'"
used=$(($(ticks) - before))
[ $used -le 3 ] || fail "an idle window used $used hundredths of a second of processor time in 3 s"

# --- a recorded run dropped on the window; what is none is refused in words

bin=$(dirname "$gui")
if [ -x "$bin/orrery-drop" ] && [ -x "$bin/orrery" ]; then
    "$bin/orrery" run chat-room --seed 5 --trace "$work/dropped.run" >/dev/null
    "$bin/orrery-drop" "$window" "$work/dropped.run" || fail 'the window does not take a dropped file'
    expect 'scenario=chat-room seed=5 ' 'a dropped run'
    echo nonsense >"$work/nonsense.run"
    "$bin/orrery-drop" "$window" "$work/nonsense.run" || fail 'the window does not take a second file'
    expect 'scenario=chat-room seed=5 ' 'a dropped file that is no run'
    click picker
    sleep 0.3
    xdotool type --delay 60 'hello'
    sleep 0.3
    press Return
    expect 'scenario=hello .*picker=false' 'going back to hello'
fi

# --- a large file on the command line: a window that says so is there before it is read

stop
if [ -x "$bin/orrery" ]; then
    "$bin/orrery" run chat-load --set users=300 --set rooms=1 --trace "$work/large.run" >/dev/null
    start "$work/large.run" --no-autoplay
    expect 'scenario=chat-load ' 'reading a large file'
    [ "$(head -n 1 "$work/state.log")" = 'reading large.run' ] || fail "nothing says that a large file is read: $(head -n 1 "$work/state.log")"
    stop
fi
start hello --no-autoplay
grep -q '^reading' "$work/state.log" && fail 'reading is said where nothing is read'

# --- other sizes

for size in '1024 640' '640 400' '1920 1080'; do
    # shellcheck disable=SC2086
    xdotool windowsize "$window" $size
    sleep 0.4
    press Right
done
kill -0 "$app" 2>/dev/null || fail "the window did not survive resizing"

# --- full screen and back

sized() {
    tries=0
    while [ $tries -lt 50 ]; do
        xdotool getwindowgeometry "$window" | grep -q "Geometry: $1" && return 0
        sleep 0.1
        tries=$((tries + 1))
    done
    fail "the window is $(xdotool getwindowgeometry "$window" | sed -n 's/.*Geometry: //p') instead of $1 after $2"
}
xdotool windowsize "$window" 1200 800
sized 1200x800 'a change of its size'
for _ in 1 2; do
    press alt+Return
    sized 1920x1080 'Alt+Enter'
    press alt+Return
    sized 1200x800 'Alt+Enter in full screen'
done
press Home
expect 'event=none' 'Home after full screen'

# --- a picture on F12, and the end

press F12
tries=0
while [ ! -s "$(echo "$work"/orrery-hello-*.png)" ] && [ $tries -lt 50 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
[ -s "$(echo "$work"/orrery-hello-*.png)" ] || fail 'F12 saves no picture'
press ctrl+q
tries=0
while kill -0 "$app" 2>/dev/null && [ $tries -lt 50 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
if kill -0 "$app" 2>/dev/null; then
    fail 'Ctrl+Q does not end the window'
    stop
else
    wait "$app"
    status=$?
    [ $status -eq 0 ] || fail "exit status $status after Ctrl+Q"
    app=''
fi
grep -q '"light"' "$XDG_CONFIG_HOME/orrery/settings.json" || fail 'the theme was not kept'
[ ! -s "$work/error.log" ] || fail "the window complained: $(cat "$work/error.log")"

# --- autoplay

start downloads
expect 'playing=true' 'a second of autoplay'
expect 'event=2[0-9][0-9] .*playing=false' 'playing to the end'
stop

# --- a scenario picked with the mouse, at 200 %

start greeting --no-autoplay --scale 2
click picker
expect 'picker=true' 'a click on the scenario'
sleep 0.3
click open:hello
expect 'scenario=hello .*picker=false' 'a click on a scenario'
press space
expect 'playing=true|event=[1-9]' 'Space'
stop

# --- a script

printf 'open downloads\nset limit=2\ngo 0.1\nkey Y\npicture %s\n' "$work/script.png" >"$work/script"
"$gui" --ui-script "$work/script" 2>"$work/error.log" || fail "a script: $(cat "$work/error.log")"
[ -s "$work/script.png" ] || fail 'a script takes no picture'

# --- pictures without a window: the same bytes every time

for theme in dark light; do
    for try in 1 2; do
        "$gui" downloads --at 0.4s --theme $theme --screenshot "$work/$theme$try.png" 2>"$work/error.log" ||
            fail "a $theme picture: $(cat "$work/error.log")"
    done
    cmp -s "$work/${theme}1.png" "$work/${theme}2.png" || fail "two $theme pictures of the same moment differ"
done
cmp -s "$work/dark1.png" "$work/light1.png" && fail 'dark and light look the same'

# --- the command has the window take its pictures, on this display and without any

orrery=$(dirname "$gui")/orrery
if [ -x "$orrery" ]; then
    "$orrery" export downloads --at 0.4s --to "$work/exported.png" 2>"$work/error.log" || fail "export --to FILE.png: $(cat "$work/error.log")"
    cmp -s "$work/exported.png" "$work/dark1.png" || fail 'the exported picture is not that of --screenshot'
    if command -v xvfb-run >/dev/null 2>&1 && command -v xauth >/dev/null 2>&1; then
        env -u DISPLAY "$orrery" export downloads --at 0.4s --format png >"$work/blind.png" 2>"$work/error.log" ||
            fail "export without a display: $(cat "$work/error.log")"
        cmp -s "$work/blind.png" "$work/dark1.png" || fail 'a picture taken without a display is another'
    fi
fi

# --- bad input: one line, exit status 2, nothing half-written

refused() {
    expected=$1
    shift
    "$gui" "$@" >"$work/out.log" 2>"$work/error.log"
    status=$?
    [ $status -eq 2 ] || fail "exit status $status instead of 2 for: $*"
    [ "$(wc -l <"$work/error.log")" -eq 1 ] || fail "not one line for: $*"
    grep -q -- "$expected" "$work/error.log" || fail "no '$expected' for: $*: $(cat "$work/error.log")"
}
refused 'downloads' --scenario downlods
refused 'no parameter' downloads --set colour=red
refused 'expected a whole number' --seed many
refused 'token' --token 'o1~downloads~42~zzzz'
refused 'FROM..TO' --range 2s..1s
refused 'there is no folder' --screenshot "$work/none/a.png"
printf 'go soon\n' >"$work/script"
refused 'line 1: go soon: expected a moment' --ui-script "$work/script"
refused 'cannot read' --ui-script "$work/none"
refused 'is a folder' --screenshot "$work"
(
    unset DISPLAY
    refused 'no display: set DISPLAY, or run .orrery run NAME' downloads
    exit $failures
) || failures=$((failures + 1))
[ ! -e "$work/none" ] || fail 'something was written'

if [ $failures -gt 0 ]; then
    echo "$failures failed"
    exit 1
fi
echo 'all right'
