package manage_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/api/web/manage"
	"evidencedesk/internal/calendar"
)

func TestHoursAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	nine := []calendar.Period{{From: "09:00", To: "17:00"}}
	two := []calendar.Period{{From: "09:00", To: "12:30"}, {From: "13:30", To: "17:00"}}
	for text, want := range map[string][]calendar.Period{
		"": {}, "closed": {}, "Closed ": {},
		"9am to 5pm": nine, "9am-5pm": nine, "09:00 – 17:00": nine, "9:00 until 17:00": nine, "9.00am till 5.00pm": nine, "9 AM to 5 PM": nine,
		"9am to 12:30pm, 1:30pm to 5pm": two, "9am to 12.30pm and 1.30pm to 5pm": two, "09:00-12:30; 13:30-17:00": two, "9am to 12:30pm\n1:30pm to 5pm": two,
		"midnight to 6am, 10pm to midnight": {{From: "00:00", To: "06:00"}, {From: "22:00", To: "24:00"}},
		"noon to 24:00":                     {{From: "12:00", To: "24:00"}}, "12am to 12pm": {{From: "00:00", To: "12:00"}},
	} {
		got, ok := manage.ReadHours(text)
		if !ok {
			t.Errorf("%q is not understood", text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
	for _, text := range []string{"9 to 5", "9am", "9am to", "to 5pm", "all day", "9am to 5pm to 6pm", "25:00 to 26:00", "13pm to 14pm", "9:60 to 10:00", "0am to 5pm", "9am to 5pm,", "24:30 to 25:00"} {
		if got, ok := manage.ReadHours(text); ok {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

func TestHoursThatAreWrittenAreRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		periods, last := []calendar.Period{}, 0
		for range rapid.IntRange(0, 4).Draw(t, "periods") {
			from := rapid.IntRange(last, 24*60-2).Draw(t, "from")
			to := rapid.IntRange(from+1, 24*60).Draw(t, "to")
			periods = append(periods, calendar.Period{From: hhmm(from), To: hhmm(to)})
			if last = to; last > 24*60-2 {
				break
			}
		}
		got, ok := manage.ReadHours(manage.WriteHours(periods))
		if diff := cmp.Diff(periods, got); !ok || diff != "" {
			t.Fatalf("%q (-want +got):\n%s", manage.WriteHours(periods), diff)
		}
	})
}

func hhmm(minutes int) string {
	digits := func(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }
	return digits(minutes/60) + ":" + digits(minutes%60)
}
