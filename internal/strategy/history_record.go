package strategy

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	// countOnly is a cell that holds a number of records, with the footnote signs that ProQuest sets behind it.
	countOnly = regexp.MustCompile(`^\(?(0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)\)?[*°∗†]*$`)
	// countNamed is a count with its label.
	countNamed = regexp.MustCompile(`(?i)^(?:view results|results?|hits|items found|records?)[ :]*\(?(0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)\)?[*°∗†]*$`)
	countInset = regexp.MustCompile(`(?i)\s+(?:view results|results:) ?\(?(0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)\)?[*°∗†]*(?:\s|$)`)
	// countBehind is a count in brackets, or behind a gap, at the end of a text.
	countBehind = regexp.MustCompile(`^(.*\S)(?:\s+\((0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)\)|\s{2,}(0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)[*°∗†]*)$`)
	// countSpaced is a number behind one space: a count only where nothing else is likely.
	countSpaced = regexp.MustCompile(`^(.*\S) (0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)$`)

	rule      = regexp.MustCompile(`^[-*=_#]{3,}$`)
	clock     = regexp.MustCompile(`^[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[AaPp][Mm])?$`)
	furniture = regexp.MustCompile(`(?i)^(?:actions?|details|add|add to builder|advanced|basic|display results?|view results|view details|edit|edit search|delete|more|less|expand|contract|save|email|rerun|revise search|create alert|show|hide|copy|share|type|annotations?|search history|select(?: all)?|remove|results|[-–—]|▲|▼|[☐□▢])$`)
	// remark begins what a platform says about a search beside its text.
	remark = regexp.MustCompile(`^(?:Limiters|Expanders|Search modes?|Narrow by [A-Za-z ]+|Interface|Search Screen|Databases?|Filters|Sort(?:ed)? by|Indexes|Editions?|Timespan|Entitlements|Date Run|Translations|Publication (?:date|type)|Language|Search modes)(?: ?[-:=]| - )`)
	// inset finds a remark within a row.
	inset   = regexp.MustCompile(`\s(?:(?:Limiters|Expanders|Search modes?|Narrow by [A-Za-z ]+|Interface|Search Screen|Database) - |Sort by: |Filters: |Indexes ?= ?|Timespan ?= ?|Editions?: |Date Run: |Entitlements: )`)
	opening = regexp.MustCompile(`^(?:Search(?:ed for)?:|Query:|Search(?: terms?)? )\s*`)
)

// read takes a record apart: the text as it was run, its count, and remarks; other is what belongs to none of them.
func (r record) read(p Platform, bySpace bool) (line HistoryLine, other []string) {
	line.N = r.n
	var text, notes []string
	var counts []string
	over := false // the count has been: what follows is about something else
	remarking := false
	for i, row := range r.rows {
		row = strings.TrimSpace(row)
		if row == "" {
			_, counted := endCount(strings.Join(text, " "), bySpace)
			over = over || i > 0 && (len(counts) > 0 || counted != "")
			continue
		}
		if first := cells(row)[0]; rule.MatchString(row) || (over || len(counts) > 0 && len(text) > 0 && countCell(first, true) == "") && !remarked(first) {
			other = append(other, row)
			continue
		}
		for j, cell := range cells(row) {
			cut, rest, count := cutRemark(cell)
			if count != "" {
				counts = append(counts, count)
			}
			switch found := countCell(cut, len(text) > 0 || j > 0 || p == WebOfScience); {
			case cut == "":
			case found != "":
				counts = append(counts, found)
			case furniture.MatchString(cut):
				other = append(other, cut)
			case clock.MatchString(cut) || remark.MatchString(cut):
				remarking = remarking || remark.MatchString(cut)
				notes = append(notes, cut)
			case remarking || len(text) > 0 && j > 0 && strings.Contains(row, "\t"):
				notes = append(notes, cut)
			default:
				text = append(text, cut)
			}
			if rest != "" {
				notes, remarking = append(notes, rest), true
			}
		}
	}
	line.Text = strings.Join(text, " ")
	if found := opening.FindString(line.Text); found != "" && (p == PubMed || strings.Contains(found, ":")) {
		line.Text = line.Text[len(found):]
		other = append(other, strings.TrimSpace(found))
	}
	line.takeCount(counts, &notes, bySpace)
	line.Note = strings.Join(notes, "; ")
	return line, other
}

// remarked reports whether a cell is a remark or a time, which may stand behind the count.
func remarked(cell string) bool { return remark.MatchString(cell) || clock.MatchString(cell) }

// takeCount takes the count from the cells that hold one, or from the end of the text.
func (l *HistoryLine) takeCount(cells []string, notes *[]string, bySpace bool) {
	for i, cell := range cells {
		if i < len(cells)-1 {
			*notes = append(*notes, cell)
			continue
		}
		if l.Hits = hitsOf(cell); l.Hits == nil {
			*notes = append(*notes, cell)
		}
	}
	if l.Hits != nil {
		return
	}
	text, count := endCount(l.Text, bySpace)
	if hits := hitsOf(count); hits != nil {
		l.Text, l.Hits = text, hits
	}
}

// endCount cuts the count off the end of a text; the count is empty when there is none.
func endCount(text string, bySpace bool) (string, string) {
	if found := countBehind.FindStringSubmatch(text); found != nil && !loose(found[1]) {
		return found[1], found[2] + found[3]
	}
	found := countSpaced.FindStringSubmatch(text)
	if found == nil || loose(found[1]) {
		return text, ""
	}
	if bySpace || strings.ContainsAny(found[1][len(found[1])-1:], `/.)]*"'`) || strings.Contains(found[2], ",") {
		return found[1], found[2]
	}
	return text, ""
}

// loose reports whether a text would end with an operator: then the number behind it is a line, not a count.
func loose(text string) bool {
	words := strings.Fields(text)
	return len(words) == 0 || joining.MatchString(words[len(words)-1]) || strings.EqualFold(words[len(words)-1], "limit")
}

// countsBySpace reports whether every record ends with a number that can be a count, so that one space is enough before it.
func countsBySpace(records []record) bool {
	for _, r := range records {
		found := countSpaced.FindStringSubmatch(strings.TrimSpace(strings.Join(r.rows, " ")))
		if found == nil || loose(found[1]) {
			return false
		}
	}
	return len(records) > 1
}

// cells cuts a row at tabs.
func cells(row string) []string {
	list := strings.Split(row, "\t")
	for i := range list {
		list[i] = strings.Trim(strings.TrimSpace(list[i]), "\u200b")
	}
	return list
}

// cutRemark cuts a remark and a count with a label out of a cell.
func cutRemark(cell string) (text, rest, count string) {
	if found := countInset.FindStringSubmatchIndex(cell); found != nil {
		count = cell[found[2]:found[3]]
		cell = strings.TrimSpace(cell[:found[0]] + " " + cell[found[1]:])
	}
	if remark.MatchString(cell) {
		return cell, "", count
	}
	if at := inset.FindStringIndex(cell); at != nil {
		return strings.TrimSpace(cell[:at[0]]), strings.TrimSpace(cell[at[0]:]), count
	}
	return cell, "", count
}

// countCell gives the count of a cell that holds nothing else; a first cell is a text, whatever it holds.
func countCell(cell string, behind bool) string {
	if found := countNamed.FindStringSubmatch(cell); found != nil {
		return found[1]
	}
	if found := countOnly.FindStringSubmatch(cell); found != nil && behind {
		return found[1]
	}
	return ""
}

func hitsOf(count string) *int {
	n, err := strconv.Atoi(strings.ReplaceAll(count, ",", ""))
	if err != nil || n > maxHits {
		return nil
	}
	return &n
}

func number64(n int) string { return strconv.Itoa(n) }

func hitWordsPlain(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// plainHistory reads rows without numbers: a line from each row, with the count behind a tab, a gap or in brackets.
func plainHistory(rows []string, p Platform) History {
	h := History{Platform: p}
	for _, row := range rows {
		row = strings.TrimSpace(row)
		switch {
		case row == "":
		case len(h.Lines) == 0 && heading(row):
			h.Other = append(h.Other, row)
		default:
			line, other := record{n: len(h.Lines) + 1, rows: []string{row}}.read(p, false)
			h.Other = append(h.Other, other...)
			h.add(line)
		}
	}
	return h
}

// heading reports whether a row above the first line names the database, the columns or the day, and searches nothing.
func heading(row string) bool {
	words := cells(row)
	return covered.MatchString(row) || runDay.MatchString(row) || printed.MatchString(row) || strings.Trim(row, "-=_ ") == "" ||
		regexp.MustCompile(`(?i)^(?:search (?:strategy|history|name)|database|interface|platform|provider)\b`).MatchString(row) ||
		slices.ContainsFunc(words, func(w string) bool { return columnOf(w) == columnQuery }) && len(row) < maxHeading
}

const maxHeading = 120
