package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/report"
)

var (
	answered = report.Noun{One: "request was answered", Many: "requests were answered"}
	hidden   = report.Cell{Kind: report.Count, Hidden: true}
)

func TestFindings(t *testing.T) {
	t.Parallel()
	sept := report.Month(2025, 9)
	count, share := report.CountOf, report.ShareOf
	matrix := report.Table{Rows: []report.Row{
		{Heading: "Reduced risk", Cells: []report.Cell{share(12, 55)}},
		{Heading: "Better informed decisions", Cells: []report.Cell{share(31, 55)}},
		{Heading: "Money saved", Cells: []report.Cell{{Kind: report.Share, Of: 55, Hidden: true}}},
		{Heading: "Of few", Cells: []report.Cell{share(5, 5)}},
	}}
	for got, want := range map[string]string{
		report.SaySoFar(count(12), count(374), answered, sept):                             "12 requests were answered so far, against 374 in September 2025",
		report.SaySoFar(count(12), count(0), answered, sept):                               "12 requests were answered so far",
		report.SaySoFar(count(12), hidden, answered, sept):                                 "12 requests were answered so far",
		report.SaySoFar(count(0), count(4), answered, sept):                                "No requests were answered so far, against 4 in September 2025",
		report.SaySoFar(hidden, count(4), answered, sept):                                  "How many requests were answered is hidden: they were few, or would give few away",
		report.SayCount(count(412), count(374), answered, sept):                            "412 requests were answered, 38 (10%) more than in September 2025",
		report.SayCount(count(1), count(4), answered, sept):                                "1 request was answered, 3 (75%) fewer than in September 2025",
		report.SayCount(count(0), count(9), answered, sept):                                "No requests were answered, 9 (100%) fewer than in September 2025",
		report.SayCount(count(0), count(0), answered, sept):                                "No requests were answered",
		report.SayCount(count(9), count(0), answered, sept):                                "9 requests were answered, after none in September 2025",
		report.SayCount(count(9), count(9), answered, sept):                                "9 requests were answered, as many as in September 2025",
		report.SayCount(count(9), hidden, answered, sept):                                  "9 requests were answered",
		report.SayCount(hidden, count(9), answered, sept):                                  "How many requests were answered is hidden: they were few, or would give few away",
		report.SayCount(count(8), count(4), answered, custom(t, "2025-09-01..2025-09-14")): "8 requests were answered, 4 (100%) more than from 1 to 14 September 2025",
		report.SayCount(count(8), count(4), answered, custom(t, "2025-09-01..2025-09-01")): "8 requests were answered, 4 (100%) more than on 1 September 2025",
		report.SayShare(share(138, 150), "answers", "met the agreed date"):                 "92% (138 of 150) of answers met the agreed date",
		report.SayShare(share(3, 7), "answers", "met the agreed date"):                     "3 of 7 answers met the agreed date",
		report.SayShare(share(150, 150), "answers", "met the agreed date"):                 "All 150 answers met the agreed date",
		report.SayShare(share(0, 12), "answers", "met the agreed date"):                    "None of 12 answers met the agreed date",
		report.SayShare(share(0, 0), "answers", "met the agreed date"):                     "There were no answers to count",
		report.SayShare(hidden, "answers", "met the agreed date"):                          "How many answers met the agreed date is hidden: they were few, or nearly all",
		report.SayCompare(share(138, 150), share(90, 150), sept):                           "More than 60% in September 2025",
		report.SayCompare(share(60, 150), share(138, 150), sept):                           "Less than 92% in September 2025",
		report.SayCompare(share(90, 150), share(95, 150), sept):                            "Against 63% in September 2025, a difference that may be chance",
		report.SayCompare(share(9, 9), share(95, 150), sept):                               "",
		report.SayMost(matrix, 0, "were reported by most"):                                 "Better informed decisions were reported by most: 56% (31 of 55)",
		report.SayMost(report.Table{Rows: matrix.Rows[2:]}, 0, "x"):                        "Too few answers to compare",
	} {
		if got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}

func TestFindingsOfSums(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		report.SayMedian(report.QuantilesOf([]float64{390}), "answers"):                       "Half of the answers took no more than 6.5 hours of working time",
		report.SayMedian(report.QuantilesOf(nil), "answers"):                                  "There were no answers to time",
		report.SayMedian(hidden, "answers"):                                                   "How long answers took is hidden: they were few",
		report.SaySum(report.Cell{Kind: report.Hours, N: 55, Value: 18_750}, "answers saved"): "The answers saved 312.5 hours, as 55 people told us",
		report.SaySum(report.Cell{Kind: report.Money, N: 1, Value: 18_750}, "answers saved"):  "The answers saved £188, as 1 person told us",
		report.SaySum(report.Cell{Kind: report.Money}, "answers saved"):                       "Nobody has told us yet what the answers saved",
		report.SaySum(hidden, "answers saved"):                                                "What the answers saved is hidden: few people told us",
		report.SayRatio(report.Cell{Kind: report.Ratio, Value: 1729.1}, 1250):                 "One qualified librarian for every 1,729 staff (1:1,729), against an aim of 1:1,250",
		report.SayRatio(report.Cell{Kind: report.Ratio, Value: 1180}, 1250):                   "One qualified librarian for every 1,180 staff (1:1,180), which meets the aim of 1:1,250",
		report.SayRatio(report.Cell{Kind: report.Ratio}, 1250):                                "There is no qualified librarian, against an aim of 1:1,250",
	} {
		if got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}

func TestCaveats(t *testing.T) {
	t.Parallel()
	noShare := report.Cell{Kind: report.Share, Hidden: true}
	for _, tt := range []struct {
		name  string
		known report.Known
		want  []string // the codes
		says  string   // of the first
	}{
		{"nothing to say", report.Known{Responses: report.ShareOf(40, 60), Reach: report.ShareOf(40, 90), Open: report.CountOf(0), Late: report.ShareOf(0, 90)}, nil, ""},
		{"nothing known", report.Known{}, nil, ""},
		{"under way", report.Known{AsOf: report.Date{Year: 2026, Month: 9, Day: 14}}, []string{"under-way"}, "14 September 2026"},
		{"few answered", report.Known{Responses: report.ShareOf(12, 40), Reach: report.ShareOf(12, 90)}, []string{"low-response", "few-answers"}, "30% (12 of 40). Counted against all requests delivered it is 13% (12 of 90)."},
		{"most told without being asked", report.Known{Responses: report.ShareOf(4, 5), Told: report.ShareOf(12, 18)}, []string{"few-answers"}, "Only 18 people answered"},
		{"told, and nobody was asked", report.Known{Responses: report.ShareOf(0, 0), Told: report.ShareOf(1, 3)}, []string{"few-answers"}, "Only 3 people answered"},
		{"half answered", report.Known{Responses: report.ShareOf(30, 60)}, nil, ""},
		{"nobody asked", report.Known{Responses: report.ShareOf(0, 0)}, []string{"few-answers"}, "Nobody has been asked"},
		{"nobody answered", report.Known{Responses: report.ShareOf(0, 7)}, []string{"few-answers"}, "None of the 7 people asked has answered"},
		{"hidden", report.Known{Responses: noShare, Late: noShare, Open: hidden, Hidden: 4}, []string{"few-answers", "open-requests", "recorded-late", "hidden"}, "is hidden"},
		{"one open", report.Known{Open: report.CountOf(1)}, []string{"open-requests"}, "One request of the period"},
		{"late", report.Known{Late: report.ShareOf(9, 90)}, []string{"recorded-late"}, "10% (9 of 90) of the requests"},
		{"one hidden", report.Known{Hidden: 1}, []string{"hidden"}, "One figure is hidden"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var codes []string
			all := report.Caveats(tt.known)
			for _, c := range all {
				codes = append(codes, c.Code)
			}
			if diff := cmp.Diff(tt.want, codes); diff != "" {
				t.Fatal(diff)
			}
			if len(all) > 0 && !strings.Contains(all[0].Text, tt.says) {
				t.Errorf("%q does not say %q", all[0].Text, tt.says)
			}
		})
	}
}
