package staffing

import (
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/gift"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/staffing"
	"evidencedesk/internal/vocabulary"
)

// ruleForm is a rule that is changed as a whole: where it is, how it is filled in, shown and read.
type ruleForm[T any] struct {
	api, at, back, backTo, title string
	text                         []string
	values                       func(v *page.Visit, rule T) [][3]string // field, label, value as it is typed
	fields                       func(v *page.Visit) []ui.Component
	read                         func(v *page.Visit) (body any)
	said                         string
}

func (r ruleForm[T]) newest(v *page.Visit) (place, []postgres.LibraryRule[T], error) {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return p, nil, err
	}
	var all rows[postgres.LibraryRule[T]]
	if err := v.Read(p.api(r.api), &all); err != nil {
		return p, nil, err
	}
	if len(all.Items) == 0 {
		return p, nil, page.ErrNotFound
	}
	return p, all.Items, nil
}

func (r ruleForm[T]) show(v *page.Visit) error {
	p, all, err := r.newest(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Default(page.VersionField, strconv.Itoa(all[0].Version))
	for _, one := range r.values(v, all[0].Rule) {
		f.Default(one[0], one[2])
	}
	return r.form(v, p, all, nil, v.Show)
}

func (r ruleForm[T]) form(v *page.Visit, p place, all []postgres.LibraryRule[T], both *ui.Versions, show shower) error {
	history := table("Versions", "", "Version", "*From")
	for _, one := range all {
		since := ui.TextCell("The standard")
		if !one.UpdatedAt.IsZero() {
			since = ui.PartsCell(ui.Time{At: one.UpdatedAt})
		}
		add(history, strconv.Itoa(one.Version), since)
	}
	return p.form(v, show, r.at, r.back, r.backTo, formPage{
		Title: r.title, Text: r.text, Versions: both, Fields: r.fields(v), Save: ui.Button{Text: "Save"}, History: history,
	})
}

func (r ruleForm[T]) take(v *page.Visit) error {
	p, all, err := r.newest(v)
	if err != nil {
		return err
	}
	f := v.Form()
	body := r.read(v)
	if f.Failed() {
		return r.form(v, p, all, nil, v.Again)
	}
	var theirs postgres.LibraryRule[T]
	err = v.Put(p.api(r.api), f.Version(), body, &postgres.LibraryRule[T]{})
	switch {
	case err == nil:
		return v.Go(p.href(r.back), r.said)
	case page.Stale(err, &theirs):
		var fields [][3]string
		for _, one := range r.values(v, theirs.Rule) {
			fields = append(fields, [3]string{one[1], one[2], f.Get(one[0])})
		}
		return r.form(v, p, all, changed(f, theirs.Version, fields...), v.Conflict)
	case f.Refused(err):
		return r.form(v, p, all, nil, v.Again)
	}
	return err
}

func showRatioRule(v *page.Visit) error { return ratioForm().show(v) }
func takeRatioRule(v *page.Visit) error { return ratioForm().take(v) }
func showRates(v *page.Visit) error     { return ratesForm().show(v) }
func takeRates(v *page.Visit) error     { return ratesForm().take(v) }
func showCounting(v *page.Visit) error  { return countingForm().show(v) }
func takeCounting(v *page.Visit) error  { return countingForm().take(v) }

func ratioForm() ruleForm[staffing.RatioRule] {
	return ruleForm[staffing.RatioRule]{
		api: "/ratio-rule", at: ratioRule, back: ratioAt, backTo: "Staff ratio", title: "How staffing is judged", said: "How staffing is judged is saved.",
		text: []string{"The national policy aims at one qualified librarian for 1,250 staff. The other thresholds are ours: set what fits your service."},
		values: func(_ *page.Visit, r staffing.RatioRule) [][3]string {
			return [][3]string{
				{"aim", "Staff for one qualified librarian", strconv.Itoa(r.Aim)},
				{"full_time", "Hours a week of a whole-time equivalent", shown(r.FullTime)},
				{"share", "Share of a whole-time equivalent that would pay a role", strconv.Itoa(r.Share)},
				{"stretch", "Share of embedded hours above which a role is stretched", strconv.Itoa(r.Stretch)},
			}
		},
		fields: func(v *page.Visit) []ui.Component {
			f := v.Form()
			return []ui.Component{
				number(f, "aim", "Staff for one qualified librarian", ""), number(f, "full_time", "Hours a week of a whole-time equivalent", "hours"),
				number(f, "share", "Share of a whole-time equivalent that would pay a role", "%", "A specialty without a librarian that needs at least as much."),
				number(f, "stretch", "Share of embedded hours above which a role is stretched", "%"),
			}
		},
		read: func(v *page.Visit) any {
			f := v.Form()
			return staffing.RatioRule{Aim: whole(f, "aim"), FullTime: float(f, "full_time"), Share: whole(f, "share"), Stretch: whole(f, "stretch")}
		},
	}
}

// whole reads a whole number; what is none is noted as wrong.
func whole(f *page.Form, name string) int {
	if f.Get(name) == "" {
		f.Wrong(name, "Give a whole number.")
	}
	return f.Int(name, 0, 1_000_000)
}

func ratesForm() ruleForm[gift.Rates] {
	return ruleForm[gift.Rates]{
		api: "/gift-rates", at: ratesAt, back: giftAt, backTo: "Gift of time", title: "Hourly rates", said: "The rates are saved. Those before are kept.",
		text: []string{"What an hour costs your organisation, with employer’s costs. A staff group without a rate is worth nothing in the calculation."},
		values: func(v *page.Visit, r gift.Rates) [][3]string {
			list := [][3]string{{"librarian", "Library staff", optional(r.Librarian)}}
			for _, g := range v.Choices(vocabulary.StaffGroups) {
				list = append(list, [3]string{"groups." + g.Value, g.Label, optional(r.Groups[g.Value])})
			}
			defaultDay(v, "as_of", r.AsOf)
			return append(list, [3]string{"source", "Source", r.Source})
		},
		fields: func(v *page.Visit) []ui.Component {
			f := v.Form()
			money := func(name, label string) ui.Input {
				one := number(f, name, label, "an hour")
				one.Prefix = "£"
				return one
			}
			list := []ui.Component{money("librarian", "Library staff")}
			for _, g := range v.Choices(vocabulary.StaffGroups) {
				list = append(list, money("groups."+g.Value, g.Label))
			}
			return append(list, f.DateInput("as_of", "Date of the rates", "For example, 1 4 2026"), f.Line("source", "Source", "For example: finance department, mid-point of the bands."))
		},
		read: func(v *page.Visit) any {
			f := v.Form()
			r := gift.Rates{Librarian: pence(f, "librarian"), Groups: map[string]int{}, AsOf: day(v, "as_of"), Source: f.Get("source")}
			for _, g := range v.Choices(vocabulary.StaffGroups) {
				if n := pence(f, "groups."+g.Value); n != 0 {
					r.Groups[g.Value] = n
				}
			}
			return rest.GiftRatesBody{Rates: r}
		},
	}
}

func optional(pence int) string {
	if pence == 0 {
		return ""
	}
	return pounds(pence)
}

func countsAs() []ui.Option {
	return []ui.Option{
		{Value: string(staffing.AsSearch), Text: "Expert search"},
		{Value: string(staffing.AsEnquiry), Text: "Enquiry about information resources"},
		{Value: string(staffing.AsNothing), Text: "Not counted"},
	}
}

func countingForm() ruleForm[staffing.ReturnRule] {
	return ruleForm[staffing.ReturnRule]{
		api: "/return-rule", at: countingAt, back: returnAt, backTo: "National return", title: "What counts as an expert search",
		said: "The counting rule is saved. Years that were entered keep theirs.",
		text: []string{"The published guidance does not say exactly what to count. Write down what you count, and keep to it: a year keeps the version of the rule by which it was returned."},
		values: func(v *page.Visit, r staffing.ReturnRule) [][3]string {
			v.Form().DefaultAll("leave_out", r.LeaveOut)
			v.Form().DefaultAll("leave_out_products", r.LeaveList)
			return [][3]string{
				{"live", "Answers on the spot", string(r.Live)},
				{"rerun", "Requests that ask an earlier one again", string(r.Rerun)},
				{"nothing_found", "Requests for which nothing was found", string(r.Nothing)},
				{"quick", "Other quick answers", string(r.Quick)},
			}
		},
		fields: func(v *page.Visit) []ui.Component {
			f := v.Form()
			return []ui.Component{
				f.Select("live", "Answers on the spot", countsAs()), f.Select("rerun", "Requests that ask an earlier one again", countsAs()),
				f.Select("nothing_found", "Requests for which nothing was found", countsAs()), f.Select("quick", "Other quick answers", countsAs()),
				f.Checkboxes("leave_out", "Types of search that are not counted", v.Choices(vocabulary.SearchTypes)),
				f.Checkboxes("leave_out_products", "Products that are not counted", v.Choices(vocabulary.Products)),
			}
		},
		read: func(v *page.Visit) any {
			f := v.Form()
			as := func(name string) staffing.As { return staffing.As(f.Get(name)) }
			return staffing.ReturnRule{
				Live: as("live"), Quick: as("quick"), Rerun: as("rerun"), Nothing: as("nothing_found"), LeaveOut: f.All("leave_out"), LeaveList: f.All("leave_out_products"),
			}
		},
	}
}
