package published

import (
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/report"
)

const (
	usualDay   = 5 // late records of the month before are in by then, mostly
	mostEmails = 10_000
)

// showSchedule shows the form of a new plan, or of one that there is.
func showSchedule(v *page.Visit) error {
	p, f := at(v), v.Form()
	s := postgres.ReportSchedule{ReportScheduleContent: postgres.ReportScheduleContent{Title: "Impact report", Kind: report.Quarterly, Day: usualDay, State: evidence.ScheduleActive}}
	if id := v.Param("schedule"); id != "" {
		if err := v.Read(p.api("report-schedules", id), &s); err != nil {
			return err
		}
	}
	fill(f, s)
	return p.scheduleForm(v, s, nil, v.Show)
}

func fill(f *page.Form, s postgres.ReportSchedule) {
	publishes := "no"
	if s.Publishes {
		publishes = "yes"
	}
	people := make([]string, len(s.People))
	for i, id := range s.People {
		people[i] = string(id)
	}
	for name, value := range map[string]string{
		"title": s.Title, "kind": string(s.Kind), "day": strconv.Itoa(s.Day), "organisation": s.Organisation, "specialty": s.Specialty, "staff_group": s.StaffGroup,
		"purpose": s.Purpose, "publishes": publishes, "emails": strings.Join(s.Emails, "\n"), "state": string(s.State),
	} {
		f.Default(name, value)
	}
	f.DefaultAll("people", people)
}

// schedulePageForm is the form with what somebody else saved meanwhile.
type schedulePageForm struct {
	formPage

	Theirs *ui.SummaryList
	State  ui.Hidden
}

func (p place) scheduleForm(v *page.Visit, s postgres.ReportSchedule, theirs *postgres.ReportSchedule, show shower) error {
	f, id := v.Form(), v.Param("schedule")
	fields, err := p.scheduleFields(v, s)
	if err != nil {
		return err
	}
	m := schedulePageForm{State: ui.Hidden{Name: "state", Value: f.Get("state")}, formPage: formPage{
		Title: "Plan a report", Fields: fields, Save: ui.Button{Text: "Plan this report", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href(schedulesAt)},
	}}
	back, to := p.href(schedulesAt), "Planned reports"
	m.Guard, m.Start = f.Guard(), f.Start(p.href(schedulesAt+"/new"))
	if id != "" {
		back, to = p.href(schedulesAt, id), "The plan"
		m.Title, m.Save.Text, m.Cancel.Href = "Change a planned report", "Save", back
		m.Start = f.Start(p.href(schedulesAt, id, "edit"))
		m.Start.Version = strconv.Itoa(max(s.Version, f.Version()))
	}
	if theirs != nil {
		facts := scheduleFacts(*theirs)
		m.Theirs, m.Start.Version = &facts, strconv.Itoa(theirs.Version)
	}
	return show("schedule_form", page.View{Title: m.Title, Current: overviewAt, Back: back, BackTo: to, Form: f, Data: m})
}

// scheduleFields are the fields of the form, in their order on the page.
func (p place) scheduleFields(v *page.Visit, s postgres.ReportSchedule) ([]ui.Component, error) {
	f := v.Form()
	days := []ui.Option{}
	for d := 1; d <= 28; d++ {
		days = append(days, ui.Option{Value: strconv.Itoa(d), Text: strconv.Itoa(d)})
	}
	var kinds []ui.Item
	for _, k := range []report.PeriodKind{report.Monthly, report.Quarterly, report.Yearly, report.NationalYearly} {
		kinds = append(kinds, ui.Item{Value: string(k), Label: kindWords(k)})
	}
	fields := []ui.Component{
		f.Line("title", "Title"), f.Radios("kind", "How often?", kinds),
		f.Select("day", "Day of the month after", days, "The report is made at six in the morning of that day. A few days leave time for late records"),
	}
	narrowing, err := p.narrowing(v, f)
	if err != nil {
		return nil, err
	}
	readers, err := p.readers(v, s)
	if err != nil {
		return nil, err
	}
	fields = append(append(fields, narrowing...), f.Radios("publishes", "What happens when it is made?", []ui.Item{
		{Value: "no", Label: "A manager looks at it first and publishes it"}, {Value: "yes", Label: "It is published at once"},
	}))
	return append(fields,
		f.Checkboxes("people", "Who in the library is sent the link? (optional)", readers, "The letter holds a link and no figures"),
		f.Text("emails", "Who else is sent the link? (optional)", mostEmails, "One e-mail address on each line, such as a board member's"),
	), nil
}

func takeSchedule(v *page.Visit) error {
	p, f, id := at(v), v.Form(), v.Param("schedule")
	f.Say("title:required", "Give the report a title.")
	f.Say("title:too-short", "Give the report a title.")
	f.Say("people:unknown", "Somebody whom you chose does not belong to the library any more. Choose again.")
	body := rest.ReportScheduleBody{ReportScheduleContent: postgres.ReportScheduleContent{
		Title: f.Get("title"), Kind: report.PeriodKind(f.Get("kind")), Day: f.Int("day", 1, 28), Organisation: f.Get("organisation"), Specialty: f.Get("specialty"),
		StaffGroup: f.Get("staff_group"), Purpose: f.Get("purpose"), Publishes: f.Get("publishes") == "yes", State: evidence.ScheduleActive, Emails: strings.Fields(f.Get("emails")),
	}}
	if f.Get("state") == string(evidence.SchedulePaused) {
		body.State = evidence.SchedulePaused
	}
	for _, person := range f.All("people") {
		body.People = append(body.People, evidence.PersonID(person))
	}
	if f.Failed() {
		return p.scheduleForm(v, postgres.ReportSchedule{}, nil, v.Again)
	}
	var s postgres.ReportSchedule
	var err error
	if id == "" {
		err = v.Post(p.api("report-schedules"), body, &s)
	} else {
		err = v.Put(p.api("report-schedules", id), f.Version(), body, &s)
	}
	var theirs postgres.ReportSchedule
	switch {
	case err == nil:
		return v.Go(p.href(schedulesAt, string(s.ID)), "The report is planned.")
	case page.Stale(err, &theirs):
		return p.scheduleForm(v, theirs, &theirs, v.Conflict)
	case f.Refused(err):
		emailErrors(f)
		return p.scheduleForm(v, postgres.ReportSchedule{}, nil, v.Again)
	}
	return err
}

// emailErrors puts what is wrong with an address at the box that holds all of them.
func emailErrors(f *page.Form) {
	for i, address := range strings.Fields(f.Get("emails")) {
		if f.Error("emails["+strconv.Itoa(i)+"]") != "" {
			f.Wrong("emails", address+" is no e-mail address. Write one on each line.")
			return
		}
	}
}

func showRun(v *page.Visit) error { return at(v).runForm(v, v.Show) }

func (p place) runForm(v *page.Visit, show shower) error {
	id, f := v.Param("schedule"), v.Form()
	var s postgres.ReportSchedule
	if err := v.Read(p.api("report-schedules", id), &s); err != nil {
		return err
	}
	const choices = 24
	m := formPage{
		Title: "Make one now: " + s.Title, Lede: "It is made in a moment, as it would have been on its day. " + scheduleFacts(s).Rows[2].Value + ".",
		Fields: []ui.Component{f.Select("period", "About which period?", past(s.Kind, today(v), choices))},
		Save:   ui.Button{Text: "Make it", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href(schedulesAt, id)},
	}
	m.Start = f.Start(p.href(schedulesAt, id, "run"))
	return show("form", page.View{Title: m.Title, Current: overviewAt, Back: p.href(schedulesAt, id), BackTo: "The plan", Form: f, Data: m})
}

func takeRun(v *page.Visit) error {
	p, f, id := at(v), v.Form(), v.Param("schedule")
	err := v.Post(p.api("report-schedules", id, "runs"), rest.ReportRunBody{Period: f.Get("period")}, &postgres.ReportRun{})
	if err == nil {
		return v.Go(p.href(schedulesAt, id), "The report is being made. Its link stands below in a moment.")
	}
	if f.Refused(err) {
		return p.runForm(v, v.Again)
	}
	return err
}
