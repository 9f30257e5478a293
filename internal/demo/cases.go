package demo

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/casestudy"
	"evidencedesk/internal/evidence"
)

// caseStory is a case study: of which request, and how far it came.
type caseStory struct {
	Request  string          `json:"request"`
	Until    casestudy.Stage `json:"until"`
	Audience string          `json:"audience"`
	Text     body            `json:"text"`
	Quote    body            `json:"quote"`    // the words of the answer to the follow-up
	Criteria []body          `json:"criteria"` // checked before the requester is asked
}

// caseMade is what the API says of a case.
type caseMade struct {
	ID      string             `json:"id"`
	Request evidence.RequestID `json:"request"`
	Stage   casestudy.Stage    `json:"stage"`
	Version int                `json:"version"`
	Quotes  []struct{}         `json:"quotes"`
}

// teller tells one case study, in which every step is found out from how far the case is.
type teller struct {
	*telling
	caseStory

	of   Request
	made caseMade
}

// cases makes case studies of what people answered.
func (t *telling) cases(ctx context.Context) error {
	var list []caseStory
	if err := read("cases.json", &list); err != nil {
		return err
	}
	for _, one := range list {
		request, err := t.request(one.Request)
		if err != nil {
			return err
		}
		c := &teller{telling: t, caseStory: one, of: request}
		if err := c.tellCase(ctx); err != nil {
			return wrong("case study of "+one.Request, err)
		}
	}
	return nil
}

// mostSteps is more than any case of the demonstration takes.
const mostSteps = 10

func (c *teller) tellCase(ctx context.Context) error {
	if err := c.start(ctx); err != nil {
		return err
	}
	for range mostSteps {
		play, further := map[casestudy.Stage]func(context.Context) error{
			casestudy.Candidate: c.write, casestudy.Draft: c.ask, casestudy.Asked: c.agree, casestudy.Approved: c.publish,
		}[c.made.Stage]
		if c.made.Stage == c.Until || !further {
			return nil
		}
		if err := play(ctx); err != nil {
			return err
		}
		if err := c.read(ctx); err != nil {
			return err
		}
	}
	return fmt.Errorf("it is %s and should be %s", c.made.Stage, c.Until)
}

// librarian is who writes it: the owner of the request.
func (c *teller) librarian() *apiclient.Client { return c.as(c.of.Owner) }

func (c *teller) path(below string) string { return at(c.of.Library, "case-studies/"+c.made.ID+below) }

func (c *teller) read(ctx context.Context) error {
	_, err := c.librarian().Get(ctx, c.path(""), &c.made)
	return err
}

// start finds the case, or makes it of the answer.
func (c *teller) start(ctx context.Context) error {
	id, err := c.opened(ctx, c.Request)
	if err != nil {
		return err
	}
	if c.made, err = c.caseOf(ctx, c.of.Library, id); err != nil {
		return err
	}
	if c.made.ID != "" {
		return c.read(ctx)
	}
	var answers struct {
		Items []struct {
			Answer  string             `json:"answer"`
			Request evidence.RequestID `json:"request"`
		} `json:"items"`
	}
	if _, err := c.librarian().Get(ctx, at(c.of.Library, "case-candidates"), &answers); err != nil {
		return err
	}
	for _, one := range answers.Items {
		if one.Request == id {
			b := body{"request": id, "answer": one.Answer}
			_, err := c.librarian().Do(ctx, http.MethodPost, at(c.of.Library, "case-studies"), b, &c.made, apiclient.IdempotencyKey("demo-case-"+c.Request))
			return err
		}
	}
	return fmt.Errorf("no answer to %s tells of an impact", c.Request)
}

// caseOf finds the case study of a request; none has no identifier.
func (t *telling) caseOf(ctx context.Context, library string, request evidence.RequestID) (caseMade, error) {
	var there struct {
		Items []caseMade `json:"items"`
	}
	_, err := t.manager(library).Get(ctx, at(library, "case-studies"), &there)
	for _, one := range there.Items {
		if one.Request == request {
			return one, err
		}
	}
	return caseMade{}, err
}

// write writes the text with the quotation and checks the criteria, then makes it a draft.
func (c *teller) write(ctx context.Context) error {
	if err := c.put(ctx, http.MethodPut, "", c.Text); err != nil {
		return err
	}
	if c.Quote != nil && len(c.made.Quotes) == 0 {
		if err := c.put(ctx, http.MethodPost, "/quotes", c.Quote); err != nil {
			return err
		}
	}
	if c.Criteria != nil {
		if err := c.put(ctx, http.MethodPut, "/criteria", body{"criteria": c.Criteria}); err != nil {
			return err
		}
	}
	return c.step(ctx, body{"command": casestudy.Begin})
}

// put changes what the case says.
func (c *teller) put(ctx context.Context, method, below string, b body) error {
	_, err := c.librarian().Do(ctx, method, c.path(below), b, &c.made, apiclient.IfMatch(strconv.Quote(strconv.Itoa(c.made.Version))))
	return err
}

func (c *teller) step(ctx context.Context, b body) error {
	_, err := c.librarian().Do(ctx, http.MethodPost, c.path("/steps"), b, &c.made)
	return err
}

func (c *teller) ask(ctx context.Context) error {
	return c.step(ctx, body{"command": casestudy.Ask})
}

// agree has the requester read the text and approve exactly that.
func (c *teller) agree(ctx context.Context) error {
	var shown struct {
		Digest string `json:"digest"`
	}
	requester, path := c.as(c.of.Requester), apiclient.V1+"/me/case-studies/"+c.made.ID
	if _, err := requester.Get(ctx, path, &shown); err != nil {
		return err
	}
	_, err := requester.Do(ctx, http.MethodPost, path+"/approval", body{"command": casestudy.Approve, "digest": shown.Digest}, nil)
	return err
}

func (c *teller) publish(ctx context.Context) error {
	return c.step(ctx, body{"command": casestudy.Publish, "audience": c.Audience})
}
