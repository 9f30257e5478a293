package e2e_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"evidencedesk/api/auth"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// canary stands in every text that the tests write, in every name and in every address. It is found nowhere else.
var canary = "zyxcanary" + random()

// words makes a text that can be recognised.
func words(s string) string { return s + " " + canary }

// secrets are what must not be found either: tokens and the links to questions.
type secrets struct {
	mu   sync.Mutex
	list []string
}

func (s *secrets) add(one string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = append(s.list, one)
}

func (s *secrets) all() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.list)
}

// person is somebody who uses the API.
type person struct {
	*apiclient.Client

	id    evidence.PersonID
	email string
	token string
}

// library is a service of one test with its people.
type library struct {
	testing.TB

	desk *desk
	id   evidence.LibraryID
	code string

	librarian, second, trainee, manager *person
	asker, colleague                    *person // requesters
}

// newLibrary makes a library with people that no other test knows.
func (d *desk) newLibrary(tb testing.TB) *library {
	tb.Helper()
	l := &library{TB: tb, desk: d, code: "lib-" + random()}
	id, err := postgres.NewLibraries(d.app, nil).Add(tb.Context(), postgres.Library{
		Code: l.code, Name: words("Library"), Nation: "england-and-wales", Email: l.code + "@" + canary + ".test",
	})
	l.must(err)
	l.id = id
	l.librarian, l.second = l.hire("librarian", evidence.Librarian), l.hire("second", evidence.Librarian)
	l.trainee, l.manager = l.hire("trainee", evidence.Trainee), l.hire("manager", evidence.Manager)
	l.asker, l.colleague = l.hire("asker", evidence.Requester), l.hire("colleague", evidence.Requester)
	return l
}

// must ends the test at an error.
func (l *library) must(err error) {
	l.Helper()
	if err != nil {
		l.Fatal(err)
	}
}

// hire makes a person of the library with a token.
func (l *library) hire(name string, roles ...evidence.Role) *person {
	l.Helper()
	people := postgres.NewPeople(l.desk.app, nil)
	p := &person{email: name + "." + random() + "@" + canary + ".test"}
	var err error
	p.id, err = people.Add(l.Context(), postgres.NewPerson{Name: words(strings.ToUpper(name[:1]) + name[1:]), Email: p.email, JobTitle: words("Job")})
	l.must(err)
	for _, role := range roles {
		l.must(people.GiveRole(l.Context(), p.id, l.id, role))
	}
	token, hash := auth.NewToken()
	_, err = postgres.NewTokens(l.desk.app, nil).Issue(l.Context(), p.id, hash, "e2e", time.Now().Add(time.Hour))
	l.must(err)
	l.desk.signIn(l, p, token)
	return p
}

// signIn gives a person a client with this token, whose answers are checked.
func (d *desk) signIn(tb testing.TB, p *person, token string) {
	tb.Helper()
	p.token = token
	p.Client = d.client(tb, token)
	d.secrets.add(token)
}

// client calls one of the APIs, in turn.
func (d *desk) client(tb testing.TB, token string) *apiclient.Client {
	tb.Helper()
	return apiclient.New(d.bases[ports.next(len(d.bases))], &http.Client{Transport: &strict{tb, d.spec}}, token)
}
