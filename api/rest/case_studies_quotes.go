package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/casestudy"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// CaseQuoteBody is a quotation with the consent on which it stands.
type CaseQuoteBody struct {
	Confirming
	Text        string `json:"text" minLength:"1" maxLength:"10000"`
	Speaker     string `json:"speaker" minLength:"1" maxLength:"200" doc:"Their role, such as ward sister"`
	Name        string `json:"name,omitempty" maxLength:"200" doc:"Only of somebody who agreed to be named"`
	Champion    bool   `json:"champion,omitempty" doc:"A champion of the library, who is named"`
	Survey      bool   `json:"survey,omitempty" doc:"Words of the answer to a follow-up from which the case is made; its consent counts"`
	ConsentFrom string `json:"consent_from,omitempty" maxLength:"200" doc:"Who gave consent"`
	ConsentHow  string `json:"consent_how,omitempty" maxLength:"64" doc:"A code of quote_consent_ways"`
	ConsentOn   string `json:"consent_on,omitempty" maxLength:"10" doc:"The day, such as 2026-11-27"`
}

// OfQuote names a quotation of a case study.
type OfQuote struct {
	OfCase

	Quote string `path:"quote" format:"uuid"`
}

type addQuoteIn struct {
	ChangingCase

	Body CaseQuoteBody
}

type removeQuoteIn struct {
	OfQuote

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag of the case study that was read; required"`
}

func registerCaseQuotes(api huma.API, d Deps) {
	const at = "/libraries/{id}/case-studies/{case}/quotes"
	handle(api, route("add-case-quote", http.MethodPost, at, "Add a quotation", tagCases, workers(), preconditioned, conflicts,
		describe("Only with recorded consent: of the answer from which the case is made, or who gave it, how and when.")), d.addQuote)
	handle(api, route("remove-case-quote", http.MethodDelete, at+"/{quote}", "Take a quotation out of the text", tagCases, workers(), preconditioned, conflicts), d.removeQuote)
	handle(api, route("withdraw-case-quote", http.MethodPost, at+"/{quote}/withdraw", "Note that consent to a quotation was withdrawn", tagCases, workers(), noContent,
		describe("Its words are gone at once, also from what is published.")), d.withdrawQuote)
}

func (d Deps) addQuote(ctx context.Context, in *addQuoteIn) (*rowOut[SavedCase], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	b := in.Body
	warnings, err := d.guarded(ctx, in.library(), b.Confirm, Text{"text", b.Text}, Text{"speaker", b.Speaker})
	if err != nil {
		return nil, err
	}
	s, err := d.cases().AddQuote(ctx, in.library(), d.actor(ctx, in.library()), in.Case, version, postgres.NewCaseQuote{
		Text: b.Text, Speaker: b.Speaker, Name: b.Name, Champion: b.Champion, Survey: b.Survey, ConsentFrom: b.ConsentFrom, ConsentHow: b.ConsentHow, ConsentOn: b.ConsentOn,
	})
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedCase]{ETag: etag(s.Version), Body: SavedCase{s, warnings}}, nil
}

func (d Deps) removeQuote(ctx context.Context, in *removeQuoteIn) (*rowOut[postgres.CaseStudy], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	s, err := d.cases().RemoveQuote(ctx, in.library(), d.actor(ctx, in.library()), in.Case, version, in.Quote)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[postgres.CaseStudy]{ETag: etag(s.Version), Body: s}, nil
}

func (d Deps) withdrawQuote(ctx context.Context, in *OfQuote) (*nothing, error) {
	return &nothing{}, d.cases().WithdrawQuote(ctx, in.library(), caller(ctx).Person, in.Case, in.Quote)
}

// OfOwnCase names a case study that the caller is asked to approve.
type OfOwnCase struct {
	Case string `path:"case" format:"uuid"`
}

// OwnCaseBody is what the requester says to a text that they read.
type OwnCaseBody struct {
	Confirming
	Command string `json:"command" enum:"approve,decline-approval,withdraw-approval"`
	Digest  string `json:"digest,omitempty" maxLength:"64" doc:"approve: of the text that was read"`
	Reply   string `json:"reply,omitempty" maxLength:"10000" doc:"decline-approval: what should be different"`
}

type ownCaseIn struct {
	OfOwnCase

	Body OwnCaseBody
}

type ownQuoteIn struct {
	OfOwnCase

	Quote string `path:"quote" format:"uuid"`
}

func registerOwnCases(api huma.API, d Deps) {
	const all, one = "/me/case-studies", "/me/case-studies/{case}"
	handle(api, route("list-own-case-studies", http.MethodGet, all, "List the case studies that tell of your work", tagCases, signedIn()), d.listOwnCases)
	handle(api, route("get-own-case-study", http.MethodGet, one, "Read a case study that you are asked to approve", tagCases, signedIn()), d.getOwnCase)
	handle(api, route("answer-own-case-study", http.MethodPost, one+"/approval", "Approve a case study, or do not", tagCases, signedIn(), keyed, noContent, conflicts,
		describe("Approval is for exactly the text that the digest names. It may be withdrawn, also when the case is published: then it comes down.")), d.answerOwnCase)
	handle(api, route("withdraw-own-case-quote", http.MethodPost, one+"/quotes/{quote}/withdraw", "Withdraw consent to a quotation", tagCases, signedIn(), noContent), d.withdrawOwnQuote)
}

func (d Deps) listOwnCases(ctx context.Context, _ *struct{}) (*listOut[postgres.CaseRow], error) {
	all, err := d.cases().CasesOf(ctx, caller(ctx).Person)
	return list(all), err
}

func (d Deps) getOwnCase(ctx context.Context, in *OfOwnCase) (*bodyOut[postgres.CaseShown], error) {
	s, err := d.cases().OwnCase(ctx, caller(ctx).Person, in.Case)
	return &bodyOut[postgres.CaseShown]{s}, err
}

func (d Deps) answerOwnCase(ctx context.Context, in *ownCaseIn) (*nothing, error) {
	b := in.Body
	for library := range caller(ctx).Memberships { // whose hospital numbers are looked for is of no weight here: one of theirs
		if _, err := d.guarded(ctx, library, b.Confirm, Text{"reply", b.Reply}); err != nil {
			return nil, err
		}
		break
	}
	return &nothing{}, d.cases().OwnStep(ctx, caller(ctx).Person, in.Case, postgres.CaseMove{Command: casestudy.Command(b.Command), Digest: b.Digest, Reply: b.Reply})
}

func (d Deps) withdrawOwnQuote(ctx context.Context, in *ownQuoteIn) (*nothing, error) {
	return &nothing{}, d.cases().OwnWithdrawQuote(ctx, caller(ctx).Person, in.Case, in.Quote)
}

type publishedCasesIn struct {
	Workstream string `query:"workstream" maxLength:"64" doc:"A code of kfh_workstreams"`
}

// publishedReaders read what libraries published beyond themselves.
func publishedReaders() Access {
	return only(evidence.Librarian, evidence.Trainee, evidence.Manager, evidence.SystemLead)
}

func (d Deps) listPublishedCases(ctx context.Context, in *publishedCasesIn) (*listOut[postgres.CaseShown], error) {
	all, err := d.cases().PublishedCases(ctx, in.Workstream)
	return list(all), err
}
