package activities_test

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"go.temporal.io/sdk/testsuite"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/reference"
	"evidencedesk/internal/reference/duplicate"
	"evidencedesk/internal/reference/duplicate/synthetic"
)

const piece = 1 << 20 // bytes of one stored piece

// source is an import whose file exists only as it is read, and whose records go as they come. It looks at the heap now and then.
type source struct {
	*testing.T

	records []duplicate.Item
	long    string // abstract
	all     int    // records of the file
	made    int
	waiting bytes.Buffer

	bytes, stored, batches, largest int
	before, peak                    uint64 // bytes of the heap that are in use
}

// Reading implements activities.ImportStore.
func (*source) Reading(context.Context, evidence.ImportID) (done, room int, err error) {
	return 0, evidence.MaxReferences, nil
}

// Chunk implements activities.ImportStore.
func (s *source) Chunk(context.Context, evidence.ImportID, int) ([]byte, error) {
	for s.waiting.Len() < piece && s.made < s.all {
		r := s.records[s.made%len(s.records)].Record
		s.made++
		fmt.Fprintf(&s.waiting, "TY  - JOUR\nTI  - %s %d\nAU  - %s\nPY  - %d\nAB  - %s %d\nER  - \n\n", r.Title, s.made, strings.Join(r.Authors, "\nAU  - "), r.Year, s.long, s.made)
	}
	if s.waiting.Len() == 0 {
		return nil, nil
	}
	next := bytes.Clone(s.waiting.Next(piece))
	s.bytes += len(next)
	return next, nil
}

// AddRecords implements activities.ImportStore.
func (s *source) AddRecords(_ context.Context, _ evidence.ImportID, items []reference.Item, _ reference.Summary) error {
	for _, it := range items {
		if s.stored++; it.Number != s.stored {
			s.Errorf("record %d is number %d", s.stored, it.Number)
		}
	}
	s.largest = max(s.largest, len(items))
	if s.batches++; s.batches%10 == 1 {
		s.peak = max(s.peak, heap())
	}
	return nil
}

// Refuse implements activities.ImportStore.
func (s *source) Refuse(_ context.Context, _ evidence.ImportID, problem string) error {
	s.Errorf("it is refused: %s", problem)
	return nil
}

// Compared implements activities.ImportStore.
func (*source) Compared(context.Context, evidence.ImportID, func(duplicate.Item, bool)) error {
	return nil
}

// Link implements activities.ImportStore.
func (*source) Link(context.Context, evidence.ImportID, []duplicate.Pair) error { return nil }

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func (s *source) read() activities.ImportRead {
	s.Helper()
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	a := &activities.Imports{Store: s}
	env.RegisterActivity(a)
	s.before = heap()
	value, err := env.ExecuteActivity(a.Read, evidence.ImportID("01890000-0000-7000-8000-000000000001"))
	var done activities.ImportRead
	if err == nil {
		err = value.Get(&done)
	}
	if err != nil {
		s.Fatal(err)
	}
	return done
}

// TestALargeFileIsNeverHeldWhole reads 60 MB, and a file of few records that are very long: what is in memory at any time is a small
// part of it.
func TestALargeFileIsNeverHeldWhole(t *testing.T) { // alone: others would show on the heap
	const most = 24 << 20
	for name, s := range map[string]*source{
		"many records": {all: 25_000, long: strings.Repeat("It was a trial of something or other. ", 60)},
		"long records": {all: 60, long: strings.Repeat("It was a trial of something or other. ", 27_000)},
	} {
		s.T, s.records = t, synthetic.New(7, 500).Items
		done := s.read()
		if done.Records != s.all || s.stored != s.all || s.bytes < 55<<20 {
			t.Errorf("%s: %+v, %d stored of %d bytes", name, done, s.stored, s.bytes)
		}
		if grown := int64(s.peak) - int64(s.before); grown > most {
			t.Errorf("%s: %d MB of a file of %d MB are in memory", name, grown>>20, s.bytes>>20)
		}
		t.Logf("%s: %d MB, at most %d KB of them in memory", name, s.bytes>>20, (int64(s.peak)-int64(s.before))>>10)
		if s.largest > 500 || s.all < 100 && s.largest > 10 {
			t.Errorf("%s: %d records are stored at once", name, s.largest)
		}
	}
}
