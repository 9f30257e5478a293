package rest

import (
	"context"
	"fmt"
	"net/http"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/api/auth"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

const tagRequests = "Requests"

// PersonBody names a person: somebody who is known by the identifier, or somebody who may be new.
type PersonBody struct {
	Person evidence.PersonID `json:"person,omitempty" format:"uuid"`
	New    *NewPerson        `json:"new,omitempty"`
}

// SubmitBody is a new request.
type SubmitBody struct {
	Confirming
	QuestionBody
	Library       evidence.LibraryID  `json:"library,omitempty" format:"uuid" doc:"The library asked; one's own when there is only one"`
	Requester     *PersonBody         `json:"requester,omitempty" doc:"Staff only: for whom it is; oneself when absent"`
	Delegates     []evidence.PersonID `json:"delegates,omitempty" maxItems:"20" doc:"People who may act for the requester"`
	Copied        []evidence.PersonID `json:"copied,omitempty" maxItems:"20" doc:"People who receive the answer too"`
	CopyTo        []NewPerson         `json:"copy_to,omitempty" maxItems:"20" doc:"The same, by e-mail address"`
	OnBehalfOf    string              `json:"on_behalf_of,omitempty" maxLength:"200" doc:"A team or committee; never a patient"`
	Type          string              `json:"type" minLength:"1" maxLength:"64" doc:"The purpose: a code of search_types"`
	Urgency       string              `json:"urgency,omitempty" maxLength:"64" doc:"A code of urgencies; routine when absent"`
	WhyUrgent     string              `json:"why_urgent,omitempty" maxLength:"1000" doc:"For urgencies that need a reason; it becomes part of the background"`
	Specialty     string              `json:"specialty,omitempty" maxLength:"200"`
	StaffGroup    string              `json:"staff_group,omitempty" maxLength:"64" doc:"A code of staff_groups"`
	Limits        *LimitsBody         `json:"limits,omitempty"`
	Output        *OutputBody         `json:"output,omitempty"`
	Product       string              `json:"product,omitempty" maxLength:"64" doc:"A code of products"`
	NeededBy      time.Time           `json:"needed_by,omitzero" doc:"When the answer is wanted"`
	DecisionAt    time.Time           `json:"decision_at,omitzero" doc:"When the decision is taken; it never moves"`
	ShareReport   string              `json:"share_report,omitempty" maxLength:"64" doc:"A code of share_audiences; only the requester sets it"`
	ShareIdentity string              `json:"share_identity,omitempty" maxLength:"64" doc:"A code of share_audiences; only the requester sets it"`
	Channel       string              `json:"channel,omitempty" maxLength:"64" doc:"Staff only: how it reached the library, a code of channels"`
	FollowOnFrom  evidence.RequestID  `json:"follow_on_from,omitempty" format:"uuid" doc:"An earlier request that this one goes on from"`
	OccurredAt    time.Time           `json:"occurred_at,omitzero" doc:"Staff only: when it was received"`
	Draft         string              `json:"draft,omitempty" format:"uuid" doc:"The draft in which it was written; it goes"`
}

type openedOutput struct {
	Location string `header:"Location"`
	ETag     string `header:"ETag"`
	Body     OpenedResult
}

// OpenedResult is the answer to a new request.
type OpenedResult struct {
	ID         evidence.RequestID `json:"id" format:"uuid"`
	Reference  string             `json:"reference" doc:"For people, such as ED-2026-000123"`
	Seq        int                `json:"seq"`
	Stage      evidence.Stage     `json:"stage"`
	Outcome    evidence.Outcome   `json:"outcome,omitempty"`
	PromiseDue time.Time          `json:"promise_due,omitzero"`
	DueBy      time.Time          `json:"due_by,omitzero"`
	Scheduled  bool               `json:"scheduled" doc:"The engine has begun; otherwise it will as soon as it can be reached"`
	FullSearch evidence.RequestID `json:"full_search,omitempty" format:"uuid" doc:"The request made for a full search after a live answer"`
	Warnings   []Finding          `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

// desk opens requests.
type desk struct{ Deps }

func registerSubmit(api huma.API, d Deps) {
	h := &desk{d}
	op := route("submit", http.MethodPost, "/requests", "Submit a request", tagRequests,
		only(evidence.Requester, evidence.Librarian, evidence.Trainee, evidence.Manager), keyed, created,
		describe("Stored before the engine is told, so it is taken even while the engine is away. Requesters submit for themselves or as a delegate; staff for anybody."))
	handle(api, op, func(ctx context.Context, in *struct{ Body SubmitBody }) (*openedOutput, error) {
		return h.submit(ctx, op.Path, &in.Body)
	})
}

func (h *desk) submit(ctx context.Context, path string, b *SubmitBody) (*openedOutput, error) {
	o, warnings, err := h.opening(ctx, evidence.Submit, path, b)
	if err != nil {
		return nil, err
	}
	return h.open(ctx, o, warnings)
}

// library finds the library that is asked: the one named, or the only one the caller belongs to.
func library(p auth.Principal, named evidence.LibraryID) (evidence.LibraryID, error) {
	roles := []evidence.Role{evidence.Requester, evidence.Librarian, evidence.Trainee, evidence.Manager}
	mine := p.Libraries(roles...)
	switch {
	case named == "" && len(mine) == 1:
		return mine[0], nil
	case named == "":
		return "", evidence.InvalidField("library", "required", "Name the library; you belong to several.")
	case !evidence.Actor{Roles: p.In(named)}.Is(roles...):
		return "", evidence.InvalidField("library", "unknown", "Name a library that serves you.")
	}
	return named, nil
}

// check checks everything about a submission that needs no store.
func (h *desk) check(p auth.Principal, library evidence.LibraryID, b *SubmitBody, received time.Time) error {
	c := h.checks()
	c.question("", &b.QuestionBody)
	c.limits(b.Limits)
	c.output(b.Output)
	c.code("type", b.Type, vocabulary.SearchTypes)
	c.code("urgency", b.Urgency, vocabulary.Urgencies)
	c.code("staff_group", b.StaffGroup, vocabulary.StaffGroups)
	c.code("product", b.Product, vocabulary.Products)
	c.code("share_report", b.ShareReport, vocabulary.ShareAudiences)
	c.code("share_identity", b.ShareIdentity, vocabulary.ShareAudiences)
	c.code("channel", b.Channel, vocabulary.Channels)
	c.instant("occurred_at", b.OccurredAt)
	c.future("needed_by", b.NeededBy, received)
	c.future("decision_at", b.DecisionAt, received)
	if utf8.RuneCountInString(b.background()) > evidence.MaxNote {
		c.wrong("background", "too-long", fmt.Sprintf("Together with why it is urgent at most %d characters.", evidence.MaxNote))
	}
	if u, ok := h.Vocabulary.Urgency(b.Urgency); ok && u.NeedsReason && b.WhyUrgent == "" {
		c.wrong("why_urgent", "required", "Say why it is urgent.")
	}
	if !staffOf(p, library) {
		c.staffOnly("requester", b.Requester != nil)
		c.staffOnly("channel", b.Channel != "")
		c.staffOnly("occurred_at", !b.OccurredAt.IsZero())
	}
	if b.Requester != nil && b.Requester.Person != p.Person {
		c.ownOnly("share_report", b.ShareReport)
		c.ownOnly("share_identity", b.ShareIdentity)
	}
	return c.err()
}

func (c *checks) staffOnly(field string, given bool) {
	if given {
		c.wrong(field, "not-allowed", "Only library staff give this.")
	}
}

func (c *checks) ownOnly(field, value string) {
	if value != "" && value != nobody {
		c.wrong(field, "not-allowed", "Only the requester decides with whom it is shared.")
	}
}

// nobody is the share_audiences code of what is not shared.
const nobody = "nobody"

func (b *SubmitBody) freeTexts() []Text {
	return append(b.texts(""),
		Text{"on_behalf_of", b.OnBehalfOf}, Text{"specialty", b.Specialty}, Text{"why_urgent", b.WhyUrgent})
}
