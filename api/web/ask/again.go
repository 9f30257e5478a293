package ask

import (
	"net/url"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// earlierRequest reads a request that the visitor asks again, or goes on from.
func earlierRequest(v *page.Visit, id evidence.RequestID) (rest.RequestView, error) {
	var r rest.RequestView
	return r, v.Read("/requests/"+url.PathEscape(string(id)), &r)
}

// carried is an earlier request as the beginning of a new one. Of somebody else's request only what was asked is carried on.
func carried(v *page.Visit, r rest.RequestView) rest.SubmitBody {
	b := rest.SubmitBody{
		QuestionBody: rest.QuestionBody{Question: r.Question, Framework: r.Framework, Exclusions: r.Exclusions},
		Type:         r.Type, Specialty: r.Specialty, Limits: r.Limits, Output: r.Output, Product: r.Product, FollowOnFrom: r.ID,
	}
	for _, id := range askable(v) {
		if id == r.Library && len(askable(v)) > 1 {
			b.Library = id
		}
	}
	if r.Relation != postgres.RelationOwn {
		return b
	}
	b.Background, b.KnownPapers, b.StaffGroup, b.OnBehalfOf = r.Background, r.KnownPapers, r.StaffGroup, r.OnBehalfOf
	b.ShareReport, b.ShareIdentity = r.ShareReport, r.ShareIdentity
	b.Delegates, b.Copied = ids(delegated(r, "delegate")), ids(delegated(r, "copied"))
	return b
}

// goOn is what is sent of an earlier request with a question from the quick form: everything while the question is the same, else
// only the limits and the kind of answer, for the rest may no longer fit.
func goOn(earlier rest.SubmitBody, question string) rest.SubmitBody {
	if question == earlier.Question {
		return earlier
	}
	return rest.SubmitBody{
		QuestionBody: rest.QuestionBody{Question: question}, Library: earlier.Library, Specialty: earlier.Specialty, StaffGroup: earlier.StaffGroup,
		Limits: earlier.Limits, Output: earlier.Output, Product: earlier.Product, FollowOnFrom: earlier.FollowOnFrom,
		ShareReport: earlier.ShareReport, ShareIdentity: earlier.ShareIdentity,
	}
}
