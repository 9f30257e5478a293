package postgres

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// SurveyForm is what a library adds to the questionnaire, and which share of its requests it asks about. A version is never
// changed: whatever changes makes the next one, and an answer keeps the version that it answered.
type SurveyForm struct {
	Version   int               `json:"version"`
	Share     int               `json:"share" minimum:"1" maximum:"100" doc:"Per cent of the requests that are asked about"`
	Questions []LocalQuestion   `json:"questions" nullable:"false" maxItems:"5" doc:"In the order of the form, after those of the questionnaire"`
	CreatedBy evidence.PersonID `json:"created_by,omitempty" format:"uuid"`
	CreatedAt time.Time         `json:"created_at,omitzero"`

	last int // the highest number of a question there ever was
}

func (f SurveyForm) version() int { return f.Version }

// LocalQuestion is one of a library's own. Its words are never changed: another wording is another question.
type LocalQuestion struct {
	Code    string        `json:"code,omitempty" maxLength:"20" doc:"local_1 and so on; left out for a new question"`
	Label   string        `json:"label" maxLength:"300"`
	Hint    string        `json:"hint,omitempty" maxLength:"300"`
	Kind    string        `json:"kind" enum:"one,many,text"`
	Options []LocalOption `json:"options,omitempty" maxItems:"12" doc:"one and many only"`
}

// LocalOption is an answer that can be chosen.
type LocalOption struct {
	Code  string `json:"code,omitempty" maxLength:"20" doc:"Given by the server"`
	Label string `json:"label" maxLength:"200"`
}

// Limits of a library's own questions: the questionnaire is to stay short.
const (
	MaxLocalQuestions = 5
	minLocalOptions   = 2
	maxLocalOptions   = 12
	maxLocalLabel     = 300
	maxLocalOption    = 200

	firstForm = 1   // of a library that never changed anything
	everybody = 100 // per cent
	lastCode  = 999
)

// newestForm is the form of a library that is in force.
func newestForm(ctx context.Context, q *sqlc.Queries, library uuid.UUID) (SurveyForm, error) {
	row, err := q.NewestSurveyForm(ctx, library)
	return formOf(row, err)
}

func formOf(r sqlc.SurveyForm, err error) (SurveyForm, error) {
	if isMissing(err) {
		return SurveyForm{Version: firstForm, Share: everybody, Questions: []LocalQuestion{}}, nil
	}
	if err != nil {
		return SurveyForm{}, err
	}
	return SurveyForm{
		Version: int(r.Version), Share: int(r.Share), Questions: fromJSON[[]LocalQuestion](r.Questions), CreatedBy: personOf(r.CreatedBy),
		CreatedAt: r.CreatedAt.UTC(), last: int(r.LastCode),
	}, nil
}

// Form gives a version of a library's form; 0 is the newest.
func (f *FollowUps) Form(ctx context.Context, library evidence.LibraryID, version int) (SurveyForm, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return SurveyForm{}, err
	}
	if version == 0 {
		return newestForm(ctx, f.q, l)
	}
	row, err := f.q.GetSurveyForm(ctx, sqlc.GetSurveyFormParams{Library: l, Version: fit(version)})
	return formOf(row, err)
}

// SaveForm makes the next version of the form that is at this version. A question whose words differ from those of its code
// gets a new code. Errors: Invalid; StaleError when somebody else was faster.
func (f *FollowUps) SaveForm(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, version, share int, list []LocalQuestion) (SurveyForm, error) {
	l, person, err := idsOf(string(library), string(by))
	if err != nil {
		return SurveyForm{}, err
	}
	current, err := newestForm(ctx, f.q, l)
	if err != nil {
		return SurveyForm{}, err
	}
	if current.Version != version {
		return SurveyForm{}, &StaleError{Version: current.Version, Current: current}
	}
	list = trimmed(list)
	if err := checkForm(current, share, list); err != nil {
		return SurveyForm{}, err
	}
	list, last := current.coded(list)
	if last > lastCode {
		return SurveyForm{}, evidence.InvalidField("questions", "too-many", "This library has used up the numbers of its questions.")
	}
	row, err := f.q.InsertSurveyForm(ctx, sqlc.InsertSurveyFormParams{
		Library: l, Version: fit(version + 1), Questions: listOf(list), LastCode: fit(last), Share: fit(share), Person: person, Now: f.now(),
	})
	if isMissing(err) {
		if current, err = newestForm(ctx, f.q, l); err == nil {
			err = &StaleError{Version: current.Version, Current: current}
		}
		return SurveyForm{}, err
	}
	return formOf(row, err)
}

func trimmed(list []LocalQuestion) []LocalQuestion {
	return each(list, func(q LocalQuestion) LocalQuestion {
		q.Label, q.Hint = strings.TrimSpace(q.Label), strings.TrimSpace(q.Hint)
		q.Options = each(q.Options, func(o LocalOption) LocalOption { return LocalOption{Code: o.Code, Label: strings.TrimSpace(o.Label)} })
		return q
	})
}

// coded gives new questions and options their codes. Reworded, a question is a new one: what was answered to other words is
// never counted with it.
func (f SurveyForm) coded(list []LocalQuestion) ([]LocalQuestion, int) {
	last := f.last
	return each(list, func(q LocalQuestion) LocalQuestion {
		for i := range q.Options {
			q.Options[i].Code = "option_" + strconv.Itoa(i+1)
		}
		if old, ok := f.Question(q.Code); !ok || !old.same(q) {
			last++
			q.Code = "local_" + strconv.Itoa(last)
		}
		return q
	}), last
}

// Question finds a question of the form.
func (f SurveyForm) Question(code string) (LocalQuestion, bool) {
	for _, q := range f.Questions {
		if q.Code == code {
			return q, true
		}
	}
	return LocalQuestion{}, false
}

func (q LocalQuestion) same(o LocalQuestion) bool {
	return string(jsonOf(q)) == string(jsonOf(o))
}

// checkForm says what is wrong with a form: one of its questions, or an attempt on those of the questionnaire.
func checkForm(current SurveyForm, share int, list []LocalQuestion) error {
	c := checker{}
	if share < 1 || share > everybody {
		c.wrong("share", "out-of-range", "Give a share from 1 to 100 per cent.")
	}
	if len(list) > MaxLocalQuestions {
		c.wrong("questions", "too-many", fmt.Sprintf("At most %d questions of your own: a short questionnaire is answered.", MaxLocalQuestions))
	}
	seen := map[string]bool{}
	for i, q := range list {
		at := fmt.Sprintf("questions[%d].", i)
		_, known := current.Question(q.Code)
		switch {
		case q.Code == "":
		case !known:
			c.wrong(at+"code", "unknown", "This is not one of the library's own questions. Those of the questionnaire cannot be changed.")
		case seen[q.Code]:
			c.wrong(at+"code", "duplicate", "Give each question only once.")
		}
		seen[q.Code] = true
		checkQuestion(&c, at, q)
	}
	return c.err()
}

func checkQuestion(c *checker, at string, q LocalQuestion) {
	c.needed(at+"label", q.Label, maxLocalLabel)
	c.text(at+"hint", q.Hint, maxLocalLabel)
	switch q.Kind {
	case "text":
		if len(q.Options) > 0 {
			c.wrong(at+"options", "not-allowed", "A question that is answered in words has no choices.")
		}
	case "one", "many":
		if len(q.Options) < minLocalOptions || len(q.Options) > maxLocalOptions {
			c.wrong(at+"options", "out-of-range", fmt.Sprintf("Give %d to %d choices.", minLocalOptions, maxLocalOptions))
		}
	default:
		c.wrong(at+"kind", "unknown", "Use one, many or text.")
	}
	labels := map[string]bool{}
	for i, o := range q.Options {
		c.needed(fmt.Sprintf("%soptions[%d].label", at, i), o.Label, maxLocalOption)
		if labels[o.Label] {
			c.wrong(at+"options", "duplicate", "Give each choice only once.")
		}
		labels[o.Label] = true
	}
}

// SurveyRate is how many answered: of those who were asked, and of the answers that were delivered. Days are of the library's
// own clock.
type SurveyRate struct {
	From      string `json:"from" format:"date"`
	Before    string `json:"before" format:"date" doc:"The day after the last"`
	Delivered int    `json:"delivered"`
	Asked     int    `json:"asked"`
	Answered  int    `json:"answered" doc:"Of those asked; the response rate is answered of asked, and also of delivered"`
}

// Rate counts the last twelve months of a library.
func (f *FollowUps) Rate(ctx context.Context, library evidence.LibraryID) (SurveyRate, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return SurveyRate{}, err
	}
	cal, err := f.calendars.Calendar(ctx, library)
	if err != nil {
		return SurveyRate{}, err
	}
	before := dayIn(cal.Location(), f.now().AddDate(0, 0, 1))
	first := before
	first.Time = before.Time.AddDate(-1, 0, 0)
	n, err := f.q.SurveyRate(ctx, sqlc.SurveyRateParams{Library: l, FirstDay: first, Before: before})
	return SurveyRate{
		From: first.Time.Format(time.DateOnly), Before: before.Time.Format(time.DateOnly), Delivered: int(n.Delivered), Asked: int(n.Asked), Answered: int(n.Answered),
	}, err
}
