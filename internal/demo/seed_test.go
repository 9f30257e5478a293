package demo_test

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/demo"
	"evidencedesk/internal/evidence"
)

func keeping(t *testing.T) *demo.Keep {
	t.Helper()
	keep, err := demo.OpenKeep(filepath.Join(t.TempDir(), "demo.json"), time.Date(2026, 11, 25, 14, 20, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return keep
}

func seed(t *testing.T, d *desk, keep *demo.Keep) error {
	t.Helper()
	return demo.Tell(t.Context(), apiclient.New("http://desk.test", apiclient.InProcess(d), ""), keep, nil)
}

// outcome is what a told request comes to.
type outcome struct {
	Stage                                         evidence.Stage
	Outcome                                       evidence.Outcome
	Owner                                         evidence.PersonID
	Commands                                      []evidence.Name
	Searches, References, Reviews, Times, Version int
	Imports, Known, Decided                       int
}

// everything is how many requests are told: the forty, and those of the years before.
const everything = 40 + 80

func outcomes(t *testing.T, d *desk) map[string]outcome {
	t.Helper()
	list := map[string]outcome{}
	for _, r := range all(t) {
		rec := d.by(r.Key)
		if rec == nil {
			t.Fatalf("%s was never opened", r.Key)
		}
		list[r.Key] = outcome{
			rec.state.Stage, rec.state.Outcome, rec.state.Owner, rec.applied,
			len(rec.searches), len(rec.references), len(rec.reviews), rec.times, rec.version,
			len(rec.imports), len(rec.known), rec.decided,
		}
	}
	return list
}

func TestStoriesEndWhereTheySay(t *testing.T) {
	t.Parallel()
	keep := keeping(t)
	d := newDesk(t, keep)
	var last int
	err := demo.Tell(t.Context(), apiclient.New("http://desk.test", apiclient.InProcess(d), ""), keep, func(done, total int) {
		if done != last+1 || total != 40 {
			t.Errorf("progress %d of %d after %d", done, total, last)
		}
		last = done
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]evidence.Stage{
		"submitted": "submitted", "released": "submitted", "triage": "triage", "clarifying": "clarifying", "lapsed": "clarifying",
		"searching": "searching", "reopened": "searching", "summarising": "summarising", "checking": "checking", "on_hold": "on_hold",
		"referred_outside": "referred", "referred_here": "referred", "merged": "merged", "split": "split", "declined": "closed",
		"signposted": "closed", "withdrawn": "closed", "delivered": "delivered", "delivered_checked": "delivered",
		"delivered_old": "delivered", "nothing_found": "delivered", "live": "delivered",
	}
	got := outcomes(t, d)
	for _, r := range all(t) {
		if got[r.Key].Stage != want[r.Story] {
			t.Errorf("%s: %s came to %s", r.Key, r.Story, got[r.Key].Stage)
		}
		rec := d.by(r.Key)
		if age := keep.Began().Sub(rec.state.ReceivedAt); r.DaysAgo > 3 && age < time.Duration(r.DaysAgo-4)*24*time.Hour {
			t.Errorf("%s was received %v ago, not %d days", r.Key, age, r.DaysAgo)
		}
		if r.Story != "withdrawn" && !slices.IsSortedFunc(rec.dates, time.Time.Compare) || rec.state.At.After(d.now) {
			t.Errorf("%s: dates %v", r.Key, rec.dates)
		}
	}
	if n := got["n09"]; n.Outcome != evidence.NothingFound {
		t.Errorf("nothing found ended as %s", n.Outcome)
	}
	if n := got["n13"]; n.Imports != 2 || n.Known != 1 || n.Decided != 22 {
		t.Errorf("%d imports, %d known papers and %d decisions", n.Imports, n.Known, n.Decided)
	}
	if n := got["n01"]; n.Reviews != 1 || !slices.Contains(n.Commands, evidence.Approve) {
		t.Errorf("a guideline was delivered without a check: %v", n.Commands)
	}
	if keep.Told() != everything {
		t.Errorf("%d told", keep.Told())
	}
}

func TestTellingAgainChangesNothing(t *testing.T) {
	t.Parallel()
	keep := keeping(t)
	d := newDesk(t, keep)
	if err := seed(t, d, keep); err != nil {
		t.Fatal(err)
	}
	before, calls := outcomes(t, d), d.calls
	if err := seed(t, d, keep); err != nil || d.calls != calls {
		t.Fatalf("what was told is told again: %d calls, %v", d.calls-calls, err)
	}
	keep.Forget()
	d.now = d.now.Add(time.Hour)
	if err := seed(t, d, keep); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, outcomes(t, d)); diff != "" || len(d.requests) != everything {
		t.Errorf("telling again made %d requests:\n%s", len(d.requests), diff)
	}
}

// TestItGoesOnAfterAnyInterruption kills the telling at many places, before and after the call was carried out.
func TestItGoesOnAfterAnyInterruption(t *testing.T) {
	t.Parallel()
	whole := keeping(t)
	straight := newDesk(t, whole)
	if err := seed(t, straight, whole); err != nil {
		t.Fatal(err)
	}
	want := outcomes(t, straight)
	for at := 1; at <= straight.calls; at += 89 {
		for _, status := range []int{http.StatusInternalServerError, -http.StatusInternalServerError} {
			keep := keeping(t)
			d := newDesk(t, keep)
			d.fail = func(call int) int {
				if call == at {
					return status
				}
				return 0
			}
			if err := seed(t, d, keep); err == nil {
				t.Fatalf("call %d failed and nobody said so", at)
			}
			if err := seed(t, d, keep); err != nil {
				t.Fatalf("after a failure of call %d with %d: %v", at, status, err)
			}
			if diff := cmp.Diff(want, outcomes(t, d)) + cmp.Diff(straight.told(), d.told()); diff != "" {
				t.Fatalf("after a failure of call %d with %d:\n%s", at, status, diff)
			}
		}
	}
}

// TestItGoesOnAfterTheEngineHasNotedSomething resumes so late that nothing earlier can be recorded any more.
func TestItGoesOnAfterTheEngineHasNotedSomething(t *testing.T) {
	t.Parallel()
	for at := 2; at < 400; at += 61 {
		keep := keeping(t)
		d := newDesk(t, keep)
		d.fail = func(call int) int {
			if call == at {
				return http.StatusInternalServerError
			}
			return 0
		}
		if err := seed(t, d, keep); err == nil {
			break // it takes fewer calls
		}
		d.now = d.now.Add(2 * time.Hour)
		d.note()
		for range 2 { // the second time finds everything told
			keep.Forget()
			if err := seed(t, d, keep); err != nil {
				t.Fatalf("interrupted at call %d: %v", at, err)
			}
		}
		if len(d.requests) != everything {
			t.Fatalf("interrupted at call %d: %d requests", at, len(d.requests))
		}
	}
}

func TestARefusedStoryDoesNotStopTheOthers(t *testing.T) {
	t.Parallel()
	keep := keeping(t)
	d := newDesk(t, keep)
	d.fail = func(call int) int {
		if call == 5 {
			return http.StatusForbidden
		}
		return 0
	}
	err := seed(t, d, keep)
	if _, ok := apiclient.ProblemOf(err); !ok || keep.Told() != everything-1 {
		t.Fatalf("%d told, %v", keep.Told(), err)
	}
	if err := seed(t, d, keep); err != nil || keep.Told() != everything {
		t.Fatalf("%d told, %v", keep.Told(), err)
	}
}

func TestTheKeep(t *testing.T) {
	t.Parallel()
	path, began := filepath.Join(t.TempDir(), "demo.json"), time.Date(2026, 11, 25, 14, 20, 33, 0, time.UTC)
	first, err := demo.OpenKeep(path, began)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info.Mode(), err)
	}
	again, err := demo.OpenKeep(path, began.Add(time.Hour))
	if err != nil || again.Token("nurse") != first.Token("nurse") || !again.Began().Equal(began.Truncate(time.Minute)) {
		t.Fatalf("the second start has another beginning or other tokens: %v, %v", again.Began(), err)
	}
	elsewhere := keeping(t)
	if first.Token("nurse") == elsewhere.Token("nurse") || first.Token("nurse") == first.Token("lead") {
		t.Error("tokens are not random")
	}
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := demo.OpenKeep(path, began); err == nil {
		t.Error("a damaged file was taken")
	}
	if _, err := demo.OpenKeep(filepath.Join(t.TempDir(), "no", "demo.json"), began); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}
