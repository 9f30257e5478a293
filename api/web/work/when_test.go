package work_test

import (
	"testing"

	"evidencedesk/api/web/work"
)

func TestTimesOfDay(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string][2]int{
		"5pm": {17, 0}, "2:30pm": {14, 30}, "2.30 PM": {14, 30}, "11:40am": {11, 40}, "14:30": {14, 30}, "1430": {14, 30}, "930": {9, 30}, "09:05": {9, 5},
		"midday": {12, 0}, "Midnight": {0, 0}, "12pm": {12, 0}, "12am": {0, 0}, "12:15am": {0, 15}, "0:00": {0, 0},
	} {
		h, m, err := work.ClockTime(typed)
		if err != nil || h != want[0] || m != want[1] {
			t.Errorf("%q is %d:%02d (%v), want %v", typed, h, m, err, want)
		}
	}
	for _, typed := range []string{"", "5", "14", "25:00", "13pm", "0pm", "12:60", "2:3pm", "half past two", "-1:00", "14:30:00", "noonish", "::"} {
		if h, m, err := work.ClockTime(typed); err == nil {
			t.Errorf("%q is taken for %d:%02d", typed, h, m)
		}
	}
}
