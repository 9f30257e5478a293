package demo

import (
	"context"
	"maps"
	"net/http"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// survey is what libraries ask about impact beside the questionnaire, and what people answered.
type survey struct {
	Forms []struct {
		Library   string `json:"library"`
		Share     int    `json:"share"`
		Questions []body `json:"questions"`
	} `json:"forms"`
	Answers []impact `json:"answers"`
}

// impact is what the requester says that an answer changed. It is given on the page once the engine has asked, and told by
// phone before that.
type impact struct {
	Request   string              `json:"request"`
	TimeSaved string              `json:"time_saved"`
	MayQuote  bool                `json:"may_quote"`
	QuoteAs   string              `json:"quote_as"`
	Phone     bool                `json:"phone"` // told by phone even though they were asked
	Answers   body                `json:"answers"`
	Local     map[string][]string `json:"local"` // by code of the library's own questions
}

// surveys says what the libraries ask.
func (t *telling) surveys(ctx context.Context) error {
	var s survey
	if err := read("survey.json", &s); err != nil {
		return err
	}
	for _, f := range s.Forms {
		if err := t.enter(ctx, f.Library, "survey", body{"share": f.Share, "questions": f.Questions}); err != nil {
			return err
		}
	}
	return nil
}

// answers tells what difference the answers made.
func (t *telling) answers(ctx context.Context) error {
	var s survey
	if err := read("survey.json", &s); err != nil {
		return err
	}
	for _, one := range s.Answers {
		request, err := t.request(one.Request)
		if err != nil {
			return err
		}
		id, err := t.opened(ctx, one.Request)
		if err != nil {
			return err
		}
		if err := t.answerImpact(ctx, request, id, one); err != nil {
			return wrong("what came of "+one.Request, err)
		}
	}
	return nil
}

func (t *telling) answerImpact(ctx context.Context, r Request, id evidence.RequestID, i impact) error {
	var asked struct {
		State evidence.AskState `json:"state"`
		Open  bool              `json:"open"`
		Local []struct {
			Code string `json:"code"`
		} `json:"local"`
	}
	requester, path := t.as(r.Requester), apiclient.RequestPath(id, "follow-up")
	_, err := requester.Get(ctx, path, &asked)
	p, missing := apiclient.ProblemOf(err)
	switch {
	case i.Phone || missing && p.Status == http.StatusNotFound:
		_, err = t.as(r.Owner).Do(ctx, http.MethodPost, apiclient.RequestPath(id, "follow-ups"), i.body(i.Local), nil)
		return unless(err, http.StatusConflict, http.StatusGone)
	case err != nil || asked.State == evidence.AskAnswered || !asked.Open:
		return err
	}
	local := map[string][]string{} // who was asked with an earlier form is not asked the questions of a later one
	for _, q := range asked.Local {
		if given, ok := i.Local[q.Code]; ok {
			local[q.Code] = given
		}
	}
	_, err = requester.Do(ctx, http.MethodPost, path, i.body(local), nil)
	return unless(err, http.StatusConflict, http.StatusGone)
}

func (i impact) body(local map[string][]string) body {
	answers := body{}
	if len(local) > 0 {
		answers["local"] = local
	}
	maps.Copy(answers, i.Answers)
	b := body{"answers": answers, "time_saved": i.TimeSaved, "may_quote": i.MayQuote}
	if i.QuoteAs != "" {
		b["quote_as"] = i.QuoteAs
	}
	return b
}
