package vocabulary

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// maxCode is the longest code that the process accepts, in characters.
const maxCode = 64

var codePattern = regexp.MustCompile(`^[a-z0-9_]+$`)

// faults collects what is wrong with the data.
type faults []error

func (f *faults) add(format string, args ...any) { *f = append(*f, fmt.Errorf(format, args...)) }

// check refuses a catalogue that is incomplete or contradicts itself, naming every fault.
func (c *Catalogue) check() error {
	var f faults
	for _, id := range IDs() {
		if _, ok := c.byID[id]; !ok {
			f.add("%s: missing", id)
		}
	}
	users := map[string]string{}
	for _, v := range c.all {
		if !slices.Contains(IDs(), v.ID) {
			f.add("%s: unknown vocabulary", v.ID)
		}
		v.check(&f)
		for _, t := range v.Terms {
			c.checkRefs(&f, v.ID, t)
		}
		for _, command := range v.Commands {
			if other, taken := users[command]; taken {
				f.add("%s: command %q already takes its reason from %s", v.ID, command, other)
			}
			users[command] = v.ID
		}
	}
	return errors.Join(f...)
}

// check looks at one vocabulary by itself.
func (v Vocabulary) check(f *faults) {
	if v.Title == "" || len(v.Terms) == 0 || len(v.Source) == 0 || slices.Contains(v.Source, "") {
		f.add("%s: title, source or terms missing", v.ID)
	}
	if _, err := time.Parse("2006-01", v.Version); err != nil {
		f.add("%s: version %q is not a year and a month", v.ID, v.Version)
	}
	checkStatus(f, v.ID, v.Status)
	codes, labels, defaults := map[string]bool{}, map[string]bool{}, 0
	for _, t := range v.Terms {
		where := v.ID + ": " + t.Code
		if !isCode(t.Code) {
			f.add("%s: not a code", where)
		}
		if codes[t.Code] {
			f.add("%s: code used twice", where)
		}
		if strings.TrimSpace(t.Label) == "" || labels[t.Label] {
			f.add("%s: label missing or used twice", where)
		}
		codes[t.Code], labels[t.Label] = true, true
		checkStatus(f, where, t.Status)
		if t.Default {
			defaults++
		}
		t.checkShape(f, v.ID)
	}
	if defaults > 1 {
		f.add("%s: more than one default", v.ID)
	}
}

// checkRefs makes sure that what a term points at exists.
func (c *Catalogue) checkRefs(f *faults, id string, t Term) {
	for target, codes := range t.Refs {
		for _, code := range codes {
			if !c.Has(target, code) {
				f.add("%s: %s: refers to %s in %s, which does not exist", id, t.Code, code, target)
			}
		}
	}
	if t.Answer == nil {
		return
	}
	for _, target := range []string{t.Answer.Vocabulary, t.Answer.Columns} {
		if _, ok := c.byID[target]; !ok && target != "" {
			f.add("%s: %s: answers come from %s, which does not exist", id, t.Code, target)
		}
	}
}

func checkStatus(f *faults, where string, s Status) {
	if s != Sourced && s != Recalled && s != Inferred {
		f.add("%s: unknown status %q", where, s)
	}
}

func isCode(s string) bool {
	return len(s) <= maxCode && codePattern.MatchString(s)
}
