package strategy

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// History is one search as it stands in a history that was copied or exported from a platform.
type History struct {
	Platform Platform      `json:"platform,omitempty" doc:"Where it was run, as far as that can be told"`
	Source   string        `json:"source,omitempty" doc:"A code of sources, where the history names one"`
	Coverage string        `json:"coverage,omitempty" doc:"The dates covered, as the provider shows them"`
	RunOn    string        `json:"run_on,omitempty" format:"date" doc:"The day that the history gives"`
	Lines    []HistoryLine `json:"lines" nullable:"false" doc:"In ascending order"`
	Other    []string      `json:"other,omitempty" doc:"What was pasted and belongs to no line"`
}

// HistoryLine is a line with what the platform said about it beside its text: limiters, the database, the time.
type HistoryLine struct {
	Line
	Note string `json:"note,omitempty"`
}

// MaxLines is how many lines one strategy may have.
const MaxLines = 500

// ParseHistory reads search histories as people copy them from Ovid, EBSCOhost, ProQuest, PubMed, the Cochrane Library, Embase.com
// and Web of Science, or plain lines with their counts: numbered or not, first line first or last. One paste may hold several; a
// new one begins where the numbers begin again. Nothing is lost: what is neither line, count nor remark stays in Other.
func ParseHistory(text string) []History {
	text = strings.NewReplacer("\u00a0", " ", "\u2007", " ", "\u202f", " ", "\ufeff", "", "\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n").Replace(text)
	if h, ok := parseCSV(text); ok {
		return []History{h.finished()}
	}
	rows := strings.Split(text, "\n")
	platform := recognise(text)
	blocks, header := segment(rows, platform)
	if len(blocks) == 0 {
		if h := plainHistory(rows, platform); len(h.Lines) > 0 || len(h.Other) > 0 {
			return []History{h.finished()}
		}
		return nil
	}
	var list []History
	for i, records := range blocks {
		h := History{Platform: platform, Other: header}
		if i > 0 { // what stands between two histories is the head of the second
			h.Other, list[i-1].Other = splitTail(list[i-1].Other)
		}
		bySpace := countsBySpace(records)
		for _, r := range records {
			line, other := r.read(platform, bySpace)
			h.Other = append(h.Other, other...)
			h.add(line)
		}
		list = append(list, h)
	}
	for i := range list {
		if len(list) > 1 {
			list[i].Platform = orElsePlatform(recognise(list[i].words()), platform)
		}
		list[i] = list[i].finished()
	}
	return list
}

func orElsePlatform(p, other Platform) Platform {
	if p == "" {
		return other
	}
	return p
}

// splitTail gives the last pieces that name a database, from the first of them on, and the rest.
func splitTail(other []string) (tail, rest []string) {
	for i, s := range other {
		if i > 0 && sourceOf(s) != "" {
			return slices.Clone(other[i:]), other[:i:i]
		}
	}
	return nil, other
}

// add takes a line that says something; a number without a text is kept apart.
func (h *History) add(line HistoryLine) {
	if line.Text == "" {
		for _, s := range []string{number64(line.N), hitWordsPlain(line.Hits), line.Note} {
			if s != "" {
				h.Other = append(h.Other, s)
			}
		}
		return
	}
	h.Lines = append(h.Lines, line)
}

// words is everything that the history says, for looking at its way of writing.
func (h History) words() string {
	var b strings.Builder
	for _, l := range h.Lines {
		b.WriteString(l.Text + "\n" + l.Note + "\n")
	}
	return b.String() + strings.Join(h.Other, "\n")
}

// finished puts the lines in order, takes what the head says, and drops nothing.
func (h History) finished() History {
	slices.SortStableFunc(h.Lines, func(a, b HistoryLine) int { return a.N - b.N })
	for i := range h.Lines {
		if i > 0 && h.Lines[i].N <= h.Lines[i-1].N {
			h.Lines[i].N = h.Lines[i-1].N + 1
		}
	}
	if h.Lines == nil {
		h.Lines = []HistoryLine{}
	}
	h.Other = slices.DeleteFunc(h.Other, func(s string) bool { return strings.TrimSpace(s) == "" })
	all := strings.Join(h.Other, "\n")
	if h.Source = sourceOf(all); h.Source == "" {
		for _, l := range h.Lines {
			if h.Source = sourceOf(databaseNote(l.Note)); h.Source != "" {
				break
			}
		}
	}
	if h.Source == "" {
		h.Source = map[Platform]string{PubMed: "pubmed", Cochrane: "cochrane_library", Embase: "embase", WebOfScience: "web_of_science"}[h.Platform]
	}
	if found := covered.FindStringSubmatch(all); found != nil {
		h.Coverage = strings.TrimSpace(found[1])
	}
	h.RunOn = dayIn(all)
	for _, l := range h.Lines {
		if h.RunOn == "" {
			h.RunOn = dayIn(l.Note)
		}
	}
	return h
}

// Strategy is the lines without the remarks.
func (h History) Strategy() []Line {
	lines := make([]Line, len(h.Lines))
	for i, l := range h.Lines {
		lines[i] = l.Line
	}
	return lines
}

var (
	covered = regexp.MustCompile(`<(\d{4}[^<>]{0,80})>|(?:^|\W)(?:Dates? covered|Coverage):[ \t]*([^\n]{1,100})`)
	runDay  = regexp.MustCompile(`(?i)(?:date(?: run)?|search date|run on|searched on|last run|date of search)[: ]+(?:[a-z]{3,9},? )?([0-9]{1,2}[/ -][0-9a-z]{2,9}[/ -][0-9]{4}|[a-z]{3,9} [0-9]{1,2},? [0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})`)
	printed = regexp.MustCompile(`(?m)^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, )([A-Z][a-z]+ [0-9]{1,2}, [0-9]{4})`)
)

// dayIn finds the day on which a history says that it was run, in the order day, month, year; empty for none.
func dayIn(text string) string {
	for _, form := range []*regexp.Regexp{runDay, printed} {
		found := form.FindStringSubmatch(text)
		if found == nil {
			continue
		}
		for _, layout := range []string{"2/1/2006", "2-1-2006", "2 Jan 2006", "2 January 2006", "January 2, 2006", "Jan 2, 2006", "January 2 2006", "Jan 2 2006", time.DateOnly} {
			if day, err := time.Parse(layout, found[1]); err == nil {
				return day.Format(time.DateOnly)
			}
		}
	}
	return ""
}
