#!/usr/bin/env bash
# The .ics of `courtesy calendar` in khal: it imports it, and shows each contact at its hour on another clock.
. "$(dirname "$0")/common.sh"
command -v khal >/dev/null || { echo "no khal; pip install khal"; exit 2; }
cd "$work"
"$program" calendar ddos-follow-up --enrolled 2026-10-09 --today "$today" --format ics "$root/fixtures/stories" >contacts.ics 2>/dev/null
mkdir calendar
cat >khal.conf <<END
[calendars]
[[contacts]]
path = $work/calendar
type = calendar
[sqlite]
path = $work/khal.db
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = America/Los_Angeles
default_timezone = America/Los_Angeles
END
expect 0 khal -c khal.conf import --batch -a contacts contacts.ics
expect 0 khal -c khal.conf list 2026-10-01 30d --format '{start-time}-{end-time} {title}'
# 09:00 in Winnipeg is 07:00 in California.
says '07:00-15:00 call: first-salesman'
says '12:20-15:00 call: second-salesman-call'
echo "khal shows the contacts"
