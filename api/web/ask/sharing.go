package ask

import (
	"cmp"

	"evidencedesk/api/web/ui"
	"evidencedesk/internal/vocabulary"
)

type sharingFields struct {
	Other    bool // somebody else is the requester
	Report   ui.Radios
	Identity ui.Radios
}

// sharing asks who may see the finished report, and who asked. Both are nobody unless the requester says otherwise.
func sharing() step {
	return step{
		name: "sharing", title: "May others see the answer?", about: "Sharing", fields: []string{"share_report", "share_identity"},
		fill: func(a *answers) {
			usual, _ := a.Vocabulary.Default(vocabulary.ShareAudiences)
			a.f.Default("share_report", cmp.Or(a.b.ShareReport, usual))
			a.f.Default("share_identity", cmp.Or(a.b.ShareIdentity, usual))
		},
		take: func(a *answers) {
			a.b.ShareReport, a.b.ShareIdentity = a.f.Get("share_report"), a.f.Get("share_identity")
			if a.b.Requester != nil {
				a.b.ShareReport, a.b.ShareIdentity = "", ""
			}
		},
		model: func(a *answers) (any, error) {
			if a.b.Requester != nil {
				return sharingFields{Other: true}, nil
			}
			m := sharingFields{
				Report: a.f.Radios("share_report", "Who may see the finished report?", items(a.Visit, vocabulary.ShareAudiences),
					"Your question, how we searched and the report. It saves others from asking again."),
				Identity: a.f.Radios("share_identity", "Who may see that you asked?", items(a.Visit, vocabulary.ShareAudiences),
					"Then colleagues with the same question can get in touch with you."),
			}
			m.Report.LabelSize, m.Identity.LabelSize = "m", "m"
			return m, nil
		},
		rows: func(a *answers) []ui.SummaryRow {
			if a.b.Requester != nil {
				return []ui.SummaryRow{{Key: "Who may see it", Value: "The requester decides"}}
			}
			usual, _ := a.Vocabulary.Default(vocabulary.ShareAudiences)
			return []ui.SummaryRow{
				{Key: "Who may see the report", Value: label(a.Visit, vocabulary.ShareAudiences, cmp.Or(a.b.ShareReport, usual))},
				{Key: "Who may see that you asked", Value: label(a.Visit, vocabulary.ShareAudiences, cmp.Or(a.b.ShareIdentity, usual))},
			}
		},
	}
}
