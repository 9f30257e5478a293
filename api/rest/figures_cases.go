package rest

import (
	"context"
	"encoding/csv"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/document"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/postgres/figures"
	"evidencedesk/internal/report"
)

// CaseScope says behind which number the cases are asked for.
type CaseScope struct {
	FigureScope

	Metric string `query:"metric" required:"true" maxLength:"100"`
	All    bool   `query:"all" doc:"Of a share: every request that counted, not only those behind the numerator"`
	By     string `query:"by" enum:"library,organisation,specialty,staff_group,purpose,product,urgency,channel,month"`
	Group  string `query:"group" maxLength:"200" doc:"With by: one group"`
}

// FigureCase is a request behind a number.
type FigureCase struct {
	Request   evidence.RequestID `json:"request" format:"uuid"`
	Reference string             `json:"reference"`
	Question  string             `json:"question" doc:"Its beginning"`
	Specialty string             `json:"specialty,omitempty"`
	Stage     evidence.Stage     `json:"stage"`
	Outcome   evidence.Outcome   `json:"outcome,omitempty"`
	Day       report.Date        `json:"day" doc:"The day that put it into the period"`
	Times     int                `json:"times" doc:"How often it counted: once for each person asked"`
	Minutes   *float64           `json:"minutes,omitempty" doc:"Of times: what it brought in"`
}

// FigureCases is some of the cases behind a number.
type FigureCases struct {
	Metric string        `json:"metric"`
	Title  string        `json:"title"`
	Period report.Period `json:"period"`
	Filter []string      `json:"filter,omitempty"`
	Items  []FigureCase  `json:"items" nullable:"false"`
	Next   string        `json:"next,omitempty" doc:"The cursor of the next page; absent on the last"`
}

func registerCases(api huma.API, d Deps) {
	handle(api, route("list-cases", http.MethodGet, "/reports/cases", "See the requests behind a number", tagFigures, staff(),
		describe("Only requests of libraries in which the caller works.")),
		func(ctx context.Context, in *struct {
			CaseScope

			Cursor string `query:"cursor" maxLength:"200"`
			Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
		},
		) (*struct{ Body FigureCases }, error) {
			q, v, err := d.caseQuery(ctx, in.CaseScope)
			if err != nil {
				return nil, err
			}
			q.Cursor, q.Limit = in.Cursor, in.Limit
			page, err := d.Figures.Store.Cases(ctx, q)
			title := q.Metric.Title
			if q.By != metric.Everything {
				title += ": " + v.ask.Names.GroupName(q.By, q.Group)
			}
			return &struct{ Body FigureCases }{FigureCases{
				Metric: q.Metric.ID, Title: title, Period: q.Period, Filter: v.ask.Filter, Next: page.Next,
				Items: each(page.Cases, func(c figures.Case) FigureCase { return FigureCase(c) }),
			}}, err
		})
	handle(api, route("export-cases", http.MethodGet, "/reports/cases.csv", "Take the requests behind a number as a file", tagFigures, staff(), csvContent,
		describe("However many there are. For work inside the library: it names requests.")),
		func(ctx context.Context, in *CaseScope) (*huma.StreamResponse, error) {
			q, _, err := d.caseQuery(ctx, *in)
			if err != nil {
				return nil, err
			}
			return &huma.StreamResponse{Body: func(h huma.Context) { d.streamCases(h, q) }}, nil
		})
}

func csvContent(op *huma.Operation) {
	op.Responses["200"] = &huma.Response{Description: "OK", Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}}}
}

// caseQuery reads which cases are wanted. They are for those who work in the library, whatever else they are.
func (d Deps) caseQuery(ctx context.Context, in CaseScope) (figures.CaseQuery, figureView, error) {
	v, err := d.figureView(ctx, in.FigureScope)
	if err != nil {
		return figures.CaseQuery{}, v, err
	}
	if !v.complete {
		return figures.CaseQuery{}, v, evidence.InvalidField("library", "unknown", "Name a library in which you work.")
	}
	m, err := d.metrics([]string{in.Metric})
	if err != nil {
		return figures.CaseQuery{}, v, err
	}
	return figures.CaseQuery{
		Person: caller(ctx).Person, Scope: v.ask.Scope, Period: v.ask.Period, Metric: m[0], All: in.All, By: metric.Dimension(in.By), Group: in.Group,
	}, v, nil
}

// streamCases writes the cases as they are found. What goes wrong then can only end the file: its last line says whether it is whole.
func (d Deps) streamCases(h huma.Context, q figures.CaseQuery) {
	h.SetHeader("Content-Type", "text/csv; charset=utf-8")
	h.SetHeader("Content-Disposition", `attachment; filename="`+q.Metric.ID+"-"+q.Period.String()+`.csv"`)
	w := csv.NewWriter(h.BodyWriter())
	lines := 0
	err := w.Write([]string{"reference", "day", "specialty", "stage", "outcome", "times", "minutes", "question"})
	if err == nil {
		err = d.Figures.Store.EachCase(h.Context(), q, 0, func(c figures.Case) error {
			lines++
			minutes := ""
			if c.Minutes != nil {
				minutes = strconv.FormatFloat(*c.Minutes, 'f', 0, 64)
			}
			return w.Write([]string{
				c.Reference, c.Day.String(), document.Harmless(c.Specialty), string(c.Stage), string(c.Outcome), strconv.Itoa(c.Times), minutes,
				document.Harmless(c.Question),
			})
		})
	}
	end := "complete: " + strconv.Itoa(lines)
	if err != nil {
		end = "not complete: ask for the file again"
	}
	_ = w.Write([]string{end})
	w.Flush()
}
