package report

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
)

// Version is the version of the model that this program writes. It changes when a reader of the former could not understand the
// new one; Read keeps reading every version there ever was.
const Version = 1

// Write is the report as JSON, to be kept. It is [ReportUnreadable] if a figure could not be read back: a cell too many or too
// few in a row, a negative count, more counted than there were, or a value that is no number.
func Write(r Report) ([]byte, error) {
	r.Version = Version
	if err := r.check(); err != nil {
		return nil, err
	}
	return json.Marshal(r)
}

// Read reads what Write wrote, also years ago. It is [ReportVersion] for one of a later program.
func Read(data []byte) (Report, error) {
	var head struct {
		Version int `json:"version"`
	}
	if err := json.Unmarshal(data, &head); err != nil || head.Version < 1 {
		return Report{}, &Error{ReportUnreadable, "This is not a report that was kept."}
	}
	if head.Version > Version {
		return Report{}, &Error{ReportVersion, fmt.Sprintf("This report is of version %d; this program reads up to %d.", head.Version, Version)}
	}
	var r Report
	if err := json.Unmarshal(data, &r); err != nil {
		return Report{}, &Error{ReportUnreadable, "This report cannot be read."}
	}
	return r, r.check()
}

func (r Report) check() error {
	for _, s := range r.Sections {
		for _, row := range s.Table.All() {
			if len(row.Cells) != len(s.Table.Columns) {
				return unreadable(s, row, "has not one cell for each column")
			}
			for _, c := range row.Cells {
				if flaw := c.flaw(); flaw != "" {
					return unreadable(s, row, flaw)
				}
			}
		}
	}
	return nil
}

func unreadable(s Section, row Row, flaw string) error {
	return &Error{ReportUnreadable, fmt.Sprintf("Section %q, row %q: %s.", s.ID, row.ID, flaw)}
}

// flaw says why a cell cannot be.
func (c Cell) flaw() string {
	for _, v := range []float64{c.Value, c.Low, c.High} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return "a value is no number"
		}
	}
	switch {
	case !c.Kind.known():
		return "a cell has no kind"
	case c.N < 0 || c.Of < 0:
		return "a count is negative"
	case c.Kind == Share && c.N > c.Of:
		return "more are counted than there were"
	case c.Hidden && c != without(c, c.Of):
		return "a hidden figure is still there"
	default:
		return ""
	}
}

func (k Kind) known() bool {
	return slices.Contains([]Kind{Count, Share, Hours, Money, Quantile, Ratio, Change, Text}, k)
}
