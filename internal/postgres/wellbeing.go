package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/vocabulary"
	"evidencedesk/internal/wellbeing"
)

// Wellbeing keeps what concerns the wellbeing of the people who search: topics that weigh, offers to swap, check-ins that only
// their writers read, the teams that include a librarian, and when the wellbeing service was pointed out.
type Wellbeing struct {
	pool  *pgxpool.Pool
	q     *sqlc.Queries
	codes Codes
	now   func() time.Time
}

// NewWellbeing makes the store over the application's pool. now is nil for the clock.
func NewWellbeing(pool *pgxpool.Pool, codes Codes, now func() time.Time) *Wellbeing {
	return &Wellbeing{pool: pool, q: sqlc.New(pool), codes: codes, now: clock(now)}
}

func (s *Wellbeing) checker() *checker { return &checker{codes: s.codes, now: s.now()} }

// TopicDecision is what somebody says of the topic of a request.
type TopicDecision struct {
	State  string   `json:"state" enum:"confirmed,dismissed"`
	Topics []string `json:"topics" nullable:"false" maxItems:"20" doc:"Codes of distressing_topics: at least one when confirmed, none when dismissed"`
}

// Topic is what is said of the topic of a request. Only what a person confirmed counts.
type Topic struct {
	Version   int               `json:"version" doc:"Send it as If-Match; 1 while nobody has decided"`
	State     string            `json:"state,omitempty" enum:"confirmed,dismissed" doc:"Absent while nobody has decided"`
	Topics    []string          `json:"topics" nullable:"false" doc:"Codes of distressing_topics, as confirmed"`
	DecidedBy evidence.PersonID `json:"decided_by,omitempty" format:"uuid"`
	DecidedAt time.Time         `json:"decided_at,omitzero"`
	Suggested []string          `json:"suggested" nullable:"false" doc:"What the words of the question suggest and nobody has decided about yet"`
	Words     string            `json:"words" doc:"The version of the list of words that suggests"`

	Owner       evidence.PersonID `json:"-"`
	Open        bool              `json:"-"`
	DeliveredAt time.Time         `json:"-"`
	OfferedBy   evidence.PersonID `json:"-"` // who offers it for a swap; empty: nobody
	OfferedAt   time.Time         `json:"-"`

	touched []string // everything that the words suggest
}

func (t Topic) version() int { return t.Version }

// undecided is the version of a topic about which nobody has decided.
const undecided = 1

// colleague allows the librarians and trainees of the library: those whom a topic may weigh on. A manager is told counts.
func (a Access) colleague() error {
	if a.relation != relationLibrary || !a.actor.Is(evidence.Librarian, evidence.Trainee) {
		return a.refuse("This is for the librarians and trainees of the library.")
	}
	return nil
}

// Topic says what is known of the topic of a request. Errors: NotPermitted for everybody but the librarians and trainees of its
// library.
func (s *Wellbeing) Topic(ctx context.Context, a Access) (Topic, error) {
	if err := a.colleague(); err != nil {
		return Topic{}, err
	}
	return s.topic(ctx, a)
}

func (s *Wellbeing) topic(ctx context.Context, a Access) (Topic, error) {
	r, err := s.q.TopicOf(ctx, a.request)
	if err != nil {
		return Topic{}, contentError(err)
	}
	list, _ := s.codes.Get(vocabulary.DistressingTopics)
	t := Topic{
		Version: undecided, State: orEmpty(r.State), Topics: slices.Clone(r.Topics), DecidedBy: personOrNone(r.DecidedBy), DecidedAt: orZero(r.DecidedAt),
		Words: list.Version, Owner: personOrNone(r.Owner), Open: r.Open, DeliveredAt: orZero(r.DeliveredAt),
		OfferedBy: personOrNone(r.OfferedBy), OfferedAt: orZero(r.OfferedAt),
		touched: wellbeing.Suggest(each(list.Terms, func(t vocabulary.Term) wellbeing.Topic {
			return wellbeing.Topic{Code: t.Code, Phrases: t.Phrases}
		}), r.Question, r.Background),
	}
	if r.Version != nil {
		t.Version = int(*r.Version)
	}
	if t.Topics == nil {
		t.Topics = []string{}
	}
	t.Suggested = wellbeing.New(slices.Concat(r.Topics, r.Suggested), t.touched)
	return t, nil
}

// DecideTopic confirms or dismisses the topic that is at this version. Errors: Invalid for topics that do not fit the decision,
// NotPermitted, a [StaleError].
func (s *Wellbeing) DecideTopic(ctx context.Context, a Access, version int, d TopicDecision) (Topic, error) {
	now, err := s.Topic(ctx, a)
	if err != nil {
		return Topic{}, err
	}
	k := s.checker()
	k.needed("state", d.State, evidence.MaxCode)
	k.one("state", d.State, "confirmed", "dismissed")
	for _, code := range d.Topics {
		k.code("topics", code, vocabulary.DistressingTopics)
	}
	if (d.State == "confirmed") != (len(d.Topics) > 0) {
		k.wrong("topics", "required", "Name the topics that you confirm; dismissed names none.")
	}
	if err := k.err(); err != nil {
		return Topic{}, err
	}
	slices.Sort(d.Topics)
	topics := append([]string{}, slices.Compact(d.Topics)...)
	var n int64
	if version == undecided {
		n, err = s.q.InsertTopicFlag(ctx, sqlc.InsertTopicFlagParams{
			Request: a.request, State: d.State, Topics: topics, Suggested: now.touched, Words: now.Words, Person: a.person, Now: s.now(),
		})
	} else {
		n, err = s.q.UpdateTopicFlag(ctx, sqlc.UpdateTopicFlagParams{
			Request: a.request, Version: fit(version), State: d.State, Topics: topics, Suggested: now.touched, Words: now.Words, Person: a.person, Now: s.now(),
		})
	}
	if err != nil {
		return Topic{}, contentError(err)
	}
	current, err := s.topic(ctx, a)
	if err == nil && n == 0 {
		return Topic{}, &StaleError{Version: current.Version, Current: current}
	}
	return current, err
}
