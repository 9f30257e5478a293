package evidencework

import (
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// reviewPage is the check: what is checked, the form of the reading, and the readings there are.
type reviewPage struct {
	*desk
	Said     string // what is checked, and whose work it is
	Why      string // why the visitor may not decide
	Changed  string // what changed since it was sent
	Versions *ui.Versions

	Both     *ui.Versions // what changed in the strategy since it was sent
	Findings ui.Table
	Raise    ui.Component

	Searches []searchPart
	Report   template.HTML
	Local    []string // questions beside PRESS

	Form     bool
	Start    ui.Form
	Guard    *ui.GuardNotice
	Hidden   []ui.Component
	Elements []elementPart
	Overall  []ui.Component
	Reason   ui.Select
	Buttons  []ui.Component

	Earlier []ui.SummaryCard
	Actions []ui.Component
}

// elementPart is one element of the PRESS form.
type elementPart struct {
	Prompts ui.Details
	List    []string
	Verdict ui.Radios
	Comment ui.Textarea
}

func (r *reviewDesk) view(f *page.Form, versions *ui.Versions) page.View {
	p := reviewPage{desk: r.desk, Versions: versions, Why: r.refusedBecause(), Form: r.reviewing(), Earlier: r.earlier()}
	p.Said = r.said()
	if r.Check != nil {
		p.Changed, p.Both = r.changed(), r.moved()
		r.subject(&p)
	}
	if p.Form {
		r.form(f, &p)
	}
	r.found(&p)
	p.Actions = present(r.sending(), r.goingOn(evidence.WaiveCheck, "Waive the check", ui.Secondary))
	title := "Review"
	if p.Form {
		title = "Check this work"
	}
	view := r.View(title, p)
	view.Form = f
	return view
}

// sending leads to the page that sends the work for checking, in the words of the stage.
func (r *reviewDesk) sending() ui.Component {
	if r.Stage == evidence.Searching {
		return r.goingOn(evidence.SubmitForCheck, "Send the strategy for checking", ui.Primary)
	}
	return r.goingOn(evidence.SubmitForCheck, "Send the summary for checking", ui.Primary)
}

// said is what is being checked in a sentence or two.
func (r *reviewDesk) said() string {
	if r.Check == nil {
		switch r.CheckPolicy { //nolint:exhaustive // none is said below
		case evidence.CheckStrategy:
			return "Nothing is being checked now. For this type of search the strategy has to be checked before delivery."
		case evidence.CheckSummary:
			return "Nothing is being checked now. For this type of search the summary has to be checked before delivery."
		case evidence.CheckBoth:
			return "Nothing is being checked now. For this type of search both strategy and summary have to be checked before delivery."
		}
		return "Nothing is being checked now. This type of search needs no check, unless a trainee worked on it."
	}
	what := "the strategy"
	if r.version != nil {
		what = fmt.Sprintf("version %d of the summary", r.Check.Version)
	}
	text := "Being checked is " + what + ", sent on " + ui.TimeShort.Write(r.StageSince.In(r.visit.Zone)) + ". It is the work of " + r.names(r.authors()) + "."
	if r.reviewing() {
		text += " They will see your verdicts and comments."
	}
	return text
}

// changed says that the searches are not those that were sent for checking any more.
func (r *reviewDesk) changed() string {
	if !r.strategy.Moved {
		return ""
	}
	return "A search was changed after the strategy was sent. Shown is the strategy as it was sent, and an approval is about that, so what is there now will have to be sent again. Both versions of what changed are below."
}

// subject shows what is checked.
func (r *reviewDesk) subject(p *reviewPage) {
	if r.version != nil {
		p.Report = r.article
		return
	}
	for i, s := range r.searches {
		part := r.searchPart(s, i, r.searches)
		part.Actions = nil
		p.Searches = append(p.Searches, part)
	}
	if local, ok := r.visit.Vocabulary.Get(vocabulary.LocalReviewQuestions); ok {
		for _, t := range local.Terms {
			p.Local = append(p.Local, t.Label)
		}
	}
}

func (r *reviewDesk) form(f *page.Form, p *reviewPage) {
	f.Default("_checked_version", strconv.Itoa(r.Check.Version))
	f.Default("_checked_digest", r.Check.Digest)
	p.Hidden = []ui.Component{
		ui.Hidden{Name: "_checked_version", Value: f.Get("_checked_version")}, ui.Hidden{Name: "_checked_digest", Value: f.Get("_checked_digest")},
	}
	for i, element := range r.elements() {
		p.Elements = append(p.Elements, r.elementPart(f, i, element))
	}
	verdict := f.Radios("verdict", "Your verdict on the whole", r.withHints(vocabulary.ReviewVerdicts))
	verdict.LabelSize, verdict.Small = "s", true
	comment := f.Text("comment", "Comments on the whole", evidence.MaxNote, "Name the line, the sentence or the reference that you mean.")
	comment.Optional = true
	p.Overall = []ui.Component{verdict, comment}
	p.Reason = f.Select("reason", "If you return it: what has to change most", r.visit.Reasons(string(evidence.ReturnForChanges)))
	p.Buttons = []ui.Component{ui.Button{Text: "Save and decide later", Variant: ui.Secondary, PreventDoubleClick: true}}
	if r.Can(evidence.Approve) {
		p.Buttons = append(p.Buttons, ui.Button{Text: "Approve", Name: "_do", Value: "approve", PreventDoubleClick: true})
	}
	if r.Can(evidence.ReturnForChanges) {
		p.Buttons = append(p.Buttons, ui.Button{Text: "Return for changes", Variant: ui.Secondary, Name: "_do", Value: "return", PreventDoubleClick: true})
	}
	p.Guard, p.Start = f.Guard(), f.Start("")
}

func (r *reviewDesk) elementPart(f *page.Form, i int, element vocabulary.Term) elementPart {
	verdict := f.Radios(row("elements", i, "verdict"), fmt.Sprintf("%d. %s", i+1, element.Label), r.visit.Choices(vocabulary.PressVerdicts), element.Definition)
	verdict.LabelSize, verdict.Inline, verdict.Small = "s", true, true
	comment := f.Text(row("elements", i, "comment"), "Comment", evidence.MaxNote)
	comment.LabelMore, comment.Rows, comment.Optional = " on "+strings.ToLower(element.Label[:1])+element.Label[1:], 2, true
	return elementPart{
		Prompts: ui.Details{Summary: "What to look at", More: ": " + element.Label}, List: element.Prompts, Verdict: verdict, Comment: comment,
	}
}

// withHints are the terms of a vocabulary as choices with their definitions.
func (r *reviewDesk) withHints(id string) []ui.Item {
	v, _ := r.visit.Vocabulary.Get(id)
	return each(v.Terms, func(t vocabulary.Term) ui.Item { return ui.Item{Value: t.Code, Label: t.Label, Hint: t.Definition} })
}

// earlier are the readings of this and earlier checks, the newest first, without the one in the form.
func (r *reviewDesk) earlier() []ui.SummaryCard {
	list := slices.Clone(r.readings)
	slices.SortStableFunc(list, func(a, b postgres.Review) int { return b.UpdatedAt.Compare(a.UpdatedAt) })
	var cards []ui.SummaryCard
	for _, one := range list {
		if r.mine != nil && one.ID == r.mine.ID && r.reviewing() {
			continue
		}
		what := "the strategy"
		if one.Subject == evidence.Summary {
			what = fmt.Sprintf("version %d of the summary", one.SubjectVersion)
		}
		cards = append(cards, ui.SummaryCard{
			Heading: r.name(one.Reviewer) + " read " + what + ", " + ui.TimeShort.Write(one.UpdatedAt.In(r.visit.Zone)), Level: 3,
			List: r.readingFacts(one.ReviewContent),
		})
	}
	return cards
}

// readingFacts is a reading in words.
func (r *reviewDesk) readingFacts(c postgres.ReviewContent) ui.SummaryList {
	list := ui.SummaryList{Dense: true}
	label := func(id, code string) string {
		if code == "" {
			return ""
		}
		return r.visit.Label(id, code)
	}
	list.Rows = append(list.Rows, ui.SummaryRow{Key: "Verdict", Value: label(vocabulary.ReviewVerdicts, c.Verdict)})
	for _, e := range c.Elements {
		list.Rows = append(list.Rows, ui.SummaryRow{
			Key: label(vocabulary.PressElements, e.Element), Value: joined("\n", label(vocabulary.PressVerdicts, e.Verdict), e.Comment),
		})
	}
	list.Rows = append(list.Rows, ui.SummaryRow{Key: "Comments", Value: c.Comment, Empty: "None"})
	return list
}
