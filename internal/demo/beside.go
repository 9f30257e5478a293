package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/report"
)

// chapter is something that the demonstration has beside its requests, told once.
type chapter struct {
	key  string
	tell func(context.Context) error
}

// before tells what has to be there when the first request is delivered: what the libraries ask about impact.
func (t *telling) before(ctx context.Context) error {
	return t.chapters(ctx, chapter{"survey", t.surveys})
}

// beside tells what the demonstration has beside its requests. What comes later builds on what comes before: cases on answers, the
// published report on everything; the years before the forty requests take longest, and nobody waits for them.
func (t *telling) beside(ctx context.Context) error {
	return t.chapters(ctx,
		chapter{"directory", t.directory}, chapter{"wellbeing", t.wellbeing}, chapter{"staffing", t.staffing}, chapter{"weight", t.weight},
		chapter{"answers", t.answers}, chapter{"cases", t.cases}, chapter{"outcomes", t.outcomes}, chapter{"past", t.past}, chapter{"reports", t.reports})
}

func (t *telling) chapters(ctx context.Context, all ...chapter) error {
	var failed []error
	for _, c := range all {
		if t.keep.has(&t.keep.file.Beside, c.key) {
			continue
		}
		if err := c.tell(ctx); err != nil {
			failed = append(failed, fmt.Errorf("demo: %s: %w", c.key, err))
			if !refused(err) {
				break // nobody answers, and what comes later builds on this
			}
			continue
		}
		failed = append(failed, t.keep.add(&t.keep.file.Beside, c.key))
	}
	return errors.Join(failed...)
}

// manager is who keeps the records and settings of a library.
func (t *telling) manager(library string) *apiclient.Client {
	for _, p := range t.data.People {
		if p.works(library, evidence.Manager) {
			return t.as(p.Key)
		}
	}
	return t.api
}

// as is the API to a person.
func (t *telling) as(person string) *apiclient.Client { return t.api.As(t.keep.Token(person)) }

// add makes a row of a library, the same one at every telling.
func (t *telling) add(ctx context.Context, library, rows, key string, b, out any) error {
	_, err := t.manager(library).Do(ctx, http.MethodPost, at(library, rows), b, out, apiclient.IdempotencyKey("demo-"+key))
	return wrong(rows+" "+key, err)
}

// enter writes what nobody has entered yet; what was entered stays.
func (t *telling) enter(ctx context.Context, library, what string, b any) error {
	_, err := t.manager(library).Do(ctx, http.MethodPut, at(library, what), b, nil, apiclient.IfMatch(`"1"`))
	return wrong(what, unless(err, http.StatusPreconditionFailed))
}

// at is the address of what belongs to a library.
func at(library, what string) string {
	return apiclient.V1 + "/libraries/" + string(LibraryID(library)) + "/" + what
}

// unless forgives the answers that say that it was told before.
func unless(err error, told ...int) error {
	p, ok := apiclient.ProblemOf(err)
	for _, status := range told {
		if ok && p.Status == status {
			return nil
		}
	}
	return err
}

// wrong names what was refused.
func wrong(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// today is the day on which the demonstration began, where its libraries are.
func (t *telling) today() report.Date {
	return report.DateOf(t.keep.Began().In(t.diary.hours.Location()))
}

// day is so many days after that one, as the API writes it.
func (t *telling) day(after int) string { return t.today().AddDays(after).String() }

// april is the year in whose April a national year begins, so many years ago.
func (t *telling) april(ago int) int {
	return report.PeriodOf(report.NationalYearly, t.today()).From().Year - ago
}

// numbered is the key of the row with a number, counted from 0.
func numbered(kind string, i int) string { return kind + "-" + strconv.Itoa(i) }

// read reads a file of the demonstration.
func read(name string, into any) error {
	raw, err := files.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		return fmt.Errorf("demo: read %s: %w", name, err)
	}
	return nil
}
