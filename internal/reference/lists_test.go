package reference_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/reference"
)

// A line that holds journal, date, volume, issue and pages is taken apart, in the order of every database.
func TestSourceLines(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][5]string{ // journal, date, volume, issue, pages
		"Ward Open. 9(6):e027445, 2019 06 12.":                                                              {"Ward Open", "2019 06 12", "9", "6", "e027445"},
		"Bone & Ward. 201(2-3):327-334, November 15, 2004.":                                                 {"Bone & Ward", "November 15, 2004", "201", "2-3", "327-334"},
		"Gazette of Wards. 1288(3), Nov. 16, 2004.":                                                         {"Gazette of Wards", "Nov. 16, 2004", "1288", "3", ""},
		"Cochrane Database of Systematic Reviews. (3):CD000001, 2016 Mar 11.":                               {"Cochrane Database of Systematic Reviews", "2016 Mar 11", "", "3", "CD000001"},
		"Ward Oncology. 38 (15) (pp 12-14), 2020. Date of Publication: May 20, 2020.":                       {"Ward Oncology", "May 20, 2020", "38", "15", "12-14"},
		"Ward ONE. 15 (6 June) (no pagination), 2020. Article Number: e02. Date of Publication: June 2020.": {"Ward ONE", "June 2020", "15", "6 June", "e02"},
		"Ward. 375(9714) (pp 545-7), 2010.":                                                                 {"Ward", "", "375", "9714", "545-7"},
		"Acta Mobilis November/December 2010;6:611-613":                                                     {"Acta Mobilis", "November/December 2010", "6", "", "611-613"},
		"Journal of Wards. Vol.24(7), 2019, pp. 847-856.":                                                   {"Journal of Wards", "", "24", "7", "847-856"},
		"Wards & Health, Vol 24(7), Sep, 2019. pp. 847-856.":                                                {"Wards & Health", "Sep, 2019", "24", "7", "847-856"},
		"Ward Practice. May2019, Vol. 75 Issue 5, p100-109. 10p.":                                           {"Ward Practice", "May2019", "75", "5", "100-109"},
		"Ward Practice (Ward Pract), 2018 Apr; 9(4): 33-41. (9p)":                                           {"Ward Practice", "2018 Apr", "9", "4", "33-41"},
		"Ward Imaging (2011) 17:1 (130-134). Date of Publication: January 7, 2011":                          {"Ward Imaging", "January 7, 2011", "17", "1", "130-134"},
		"Ward (2010) 24 SUPPL. 1 (S12)":                                                                     {"Ward", "", "24", "SUPPL. 1", "S12"},
		"Ward Open. 2019 May 1;9(5):e1. doi: 10.5555/wo.1.":                                                 {"Ward Open", "2019 May 1", "9", "5", "e1"},
		"v21 n2 p98-101 Apr 1990":                                                                           {"", "Apr 1990", "21", "2", "98-101"},
		"Ph.D. Dissertation, University of the North":                                                       {},
	} {
		file := "VN  - Ovid Technologies\nTI  - x\nSO  - " + line + "\n"
		items, _, err := reference.ReadAll(strings.NewReader(file), reference.Options{})
		if err != nil || len(items) != 1 {
			t.Fatalf("%s: %d records, %v", line, len(items), err)
		}
		r := items[0].Record
		if got := [5]string{r.Journal, r.Date, r.Volume, r.Issue, r.Pages}; got != want {
			t.Errorf("%s:\n got %q\nwant %q", line, got, want)
		}
		if !strings.Contains(line, "Dissertation") && r.Year == 0 {
			t.Errorf("%s: no year", line)
		}
		if len(r.Extra) != 1 || r.Extra[0] != (reference.Field{Tag: "SO", Value: line}) {
			t.Errorf("%s is not kept: %v", line, r.Extra)
		}
	}
}

// A cell with several names is split as its punctuation says; one with a single name is not.
func TestListsOfNames(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string][]string{
		"Okafor, Ada":                                  {"Okafor, Ada"},
		"Okafor, A.":                                   {"Okafor, A."},
		"van der Berg, Karel Jan":                      {"van der Berg, Karel Jan"},
		"Okafor, Ada; Haddad, Rana":                    {"Okafor, Ada", "Haddad, Rana"},
		"Okafor A., Haddad R.S.":                       {"Okafor, A.", "Haddad, R.S."},
		"Okafor AN, van der Berg K":                    {"Okafor, AN", "van der Berg, K"},
		"Okafor AN; Haddad R":                          {"Okafor, AN", "Haddad, R"},
		"Okafor AN, Haddad R; WARD Study Group.":       {"Okafor, AN", "Haddad, R", "WARD Study Group"},
		"Okafor, A., Haddad, R. S., & Berg, K.":        {"Okafor, A.", "Haddad, R. S.", "Berg, K."},
		"Okafor, A. N., & Haddad, R.":                  {"Okafor, A. N.", "Haddad, R."},
		"Okafor, Ada and Haddad, Rana":                 {"Okafor, Ada", "Haddad, Rana"},
		"Ada Okafor, Rana Haddad and Piotr Nowak":      {"Okafor, Ada", "Haddad, Rana", "Nowak, Piotr"},
		"Ada Okafor|Karel van der Berg":                {"Okafor, Ada", "van der Berg, Karel"},
		"A. N. Okafor; K. van der Berg":                {"Okafor, A. N.", "van der Berg, K."},
		"World Health Organization":                    {"World Health Organization"},
		"Department of Health and Social Care":         {"Department of Health and Social Care"},
		"National Institute for Health, Study Group X": {"National Institute for Health, Study Group X"},
	} {
		file := "title,year,authors\nx,2020,\"" + cell + "\"\n"
		items, _, err := reference.ReadAll(strings.NewReader(file), reference.Options{})
		if err != nil || len(items) != 1 {
			t.Fatalf("%s: %d records, %v", cell, len(items), err)
		}
		if diff := cmp.Diff(want, items[0].Record.Authors); diff != "" {
			t.Errorf("%s (-want +got):\n%s", cell, diff)
		}
	}
}

// Lines without a record share a warning while it has room, and none of them is lost.
func TestHeadingsShareAWarning(t *testing.T) {
	t.Parallel()
	var head strings.Builder
	for range 40 {
		head.WriteString("3. A line of a table of contents, which says what follows\n")
	}
	_, s, err := reference.ReadAll(strings.NewReader(head.String()+"TY  - JOUR\nTI  - x\nER  - \n"), reference.Options{})
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for _, w := range s.File {
		lines += strings.Count(w.Detail, "table of contents")
	}
	if lines != 40 || s.Warnings > 8 || s.File[1].Line < 2 {
		t.Errorf("%d lines in %d warnings", lines, s.Warnings)
	}
}

// What stands behind ER belongs to the record before it only where a database writes it there.
func TestTagsBehindTheEnd(t *testing.T) {
	t.Parallel()
	file := "TY  - JOUR\nTI  - a\nER  - \nNL  - Short\n\nTY  - JOUR\nTI  - b\nER  - \nAU  - Okafor, A.\nTI  - c\n"
	items, _, err := reference.ReadAll(strings.NewReader(file), reference.Options{})
	if err != nil || len(items) != 3 {
		t.Fatalf("%d records, %v", len(items), err)
	}
	if r := items[0].Record; r.Abbreviation != "Short" {
		t.Errorf("%+v", r)
	}
	if r := items[2].Record; r.Title != "c" || len(r.Authors) != 1 || items[2].Line != 9 {
		t.Errorf("line %d: %+v", items[2].Line, r)
	}
}
