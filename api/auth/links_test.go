package auth_test

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"evidencedesk/api/auth"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/mail"
)

// postbox takes letters, and refuses the first ones.
type postbox struct {
	mu      sync.Mutex
	letters []mail.Letter
	refuse  int
	fail    error
}

func (p *postbox) Send(_ context.Context, l mail.Letter) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.refuse > 0 {
		p.refuse--
		return p.fail
	}
	p.letters = append(p.letters, l)
	return nil
}

type linkSite struct {
	*site

	box   *postbox
	links *auth.Links
}

func newLinkSite(t *testing.T, staff bool) *linkSite {
	t.Helper()
	s := &linkSite{site: newSite(t), box: &postbox{fail: &mail.RefusedError{Code: 451}}}
	s.library("eastvale", "11111111-0000-7000-8000-000000000002", "trust.nhs.uk")
	s.links = auth.NewLinks(auth.LinkOptions{
		Store: s.signIns, People: s.people, Mailer: s.box, Key: theKey, PublicURL: "https://desk.example", Staff: staff, Log: s.logger(),
		Backoff: time.Millisecond,
	})
	return s
}

// send asks for a link and waits until what follows is done.
func (s *linkSite) send(email string) []mail.Letter {
	s.Helper()
	s.must(s.links.Send(auth.WithVisitor(s.Context(), "192.0.2.1"), email, "/queue?owner=me"))
	s.links.Wait()
	s.box.mu.Lock()
	defer s.box.mu.Unlock()
	sent := s.box.letters
	s.box.letters = nil
	return sent
}

var linkForm = regexp.MustCompile(`https://desk\.example/sign-in/link/([A-Za-z0-9_-]{43})\n`)

// token asks for a link and gives its token.
func (s *linkSite) token(email string) string {
	s.Helper()
	letters := s.send(email)
	if len(letters) != 1 {
		s.Fatalf("%d letters", len(letters))
	}
	found := linkForm.FindStringSubmatch(letters[0].Text)
	if found == nil || letters[0].To != email || strings.Contains(letters[0].Key, found[1]) {
		s.Fatalf("letter %+v", letters[0])
	}
	return found[1]
}

func TestALinkSignsItsReaderIn(t *testing.T) {
	t.Parallel()
	s := newLinkSite(t, false)
	token := s.token("ann@trust.nhs.uk")
	for range 2 { // as a scanner of mail does
		look, err := s.links.Look(t.Context(), token)
		if err != nil || look.Email != "ann@trust.nhs.uk" || !look.NeedsName || look.Libraries != nil {
			t.Fatalf("%+v, %v", look, err)
		}
	}
	if _, err := s.links.Spend(t.Context(), token, auth.LinkAnswer{Name: "  "}); evidence.CodeOf(err) != evidence.Invalid {
		t.Fatalf("without a name: %v", err)
	}
	a, err := s.links.Spend(t.Context(), token, auth.LinkAnswer{Name: "Ann Example"})
	if err != nil || a.Method != "link" || a.Next != "/queue?owner=me" {
		t.Fatalf("%+v, %v", a, err)
	}
	if p, err := s.people.Person(t.Context(), a.Person); err != nil || p.Name != "Ann Example" || p.Email != "ann@trust.nhs.uk" {
		t.Errorf("%+v, %v", p, err)
	}
	for name, c := range map[string]struct {
		token string
		want  auth.FailureCode
	}{
		"spent": {token, auth.LinkSpent}, "unknown": {strings.Repeat("A", 43), auth.LinkUnknown}, "nonsense": {"x", auth.LinkUnknown}, "empty": {"", auth.LinkUnknown},
	} {
		_, look := s.links.Look(t.Context(), c.token)
		_, spend := s.links.Spend(t.Context(), c.token, auth.LinkAnswer{Name: "Ann"})
		if auth.FailureOf(look) != c.want || auth.FailureOf(spend) != c.want {
			t.Errorf("%s: %v, %v", name, look, spend)
		}
	}
	again, err := s.links.Look(t.Context(), s.token("ann@trust.nhs.uk"))
	if err != nil || again.NeedsName {
		t.Errorf("the second time: %+v, %v", again, err)
	}
	late := s.token("ann@trust.nhs.uk")
	s.wait(31 * time.Minute)
	if _, err := s.links.Look(t.Context(), late); auth.FailureOf(err) != auth.LinkExpired {
		t.Errorf("after half an hour: %v", err)
	}
	if n := s.count(`SELECT count(*) FROM sign_in_link WHERE position('ann@' in encode(sealed, 'escape')) > 0`); n != 0 {
		t.Error("an address can be read in the database")
	}
	for _, secret := range []string{"ann@", token, late} {
		if strings.Contains(s.log.String(), secret) {
			t.Errorf("the log holds a secret: %s", s.log.String())
		}
	}
}

func TestWhoIsSentALink(t *testing.T) {
	t.Parallel()
	s := newLinkSite(t, false)
	s.person("known@elsewhere.example", evidence.Requester)
	s.person("roleless@elsewhere.example")
	s.person("librarian@trust.nhs.uk", evidence.Librarian)
	for email, want := range map[string]int{
		"new@trust.nhs.uk": 1, "known@elsewhere.example": 1, "roleless@elsewhere.example": 0, "new@elsewhere.example": 0, "new@sub.trust.nhs.uk": 0,
	} {
		if got := s.send(email); len(got) != want {
			t.Errorf("%s: %d letters", email, len(got))
		}
	}
	if got := s.send("librarian@trust.nhs.uk"); len(got) != 1 || linkForm.MatchString(got[0].Text) || !strings.Contains(got[0].Text, "https://desk.example/sign-in\n") {
		t.Errorf("somebody who works here: %+v", got)
	}
	for _, wrong := range []string{"", "ann", "ann@", "Ann <ann@trust.nhs.uk>", "ann@trust.nhs.uk\r\nBcc: all@trust.nhs.uk", "a@b, c@d", strings.Repeat("a", 250) + "@trust.nhs.uk"} {
		if err := s.links.Send(t.Context(), wrong, "/"); evidence.CodeOf(err) != evidence.Invalid {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	open := newLinkSite(t, true)
	open.person("librarian@trust.nhs.uk", evidence.Librarian)
	open.token("librarian@trust.nhs.uk")
}

func TestLettersThatAreRefused(t *testing.T) {
	t.Parallel()
	s := newLinkSite(t, false)
	s.box.refuse = 2
	if got := s.send("ann@trust.nhs.uk"); len(got) != 1 {
		t.Errorf("refused twice: %d letters", len(got))
	}
	s.box.refuse = 3
	if got := s.send("ann@trust.nhs.uk"); len(got) != 0 || !strings.Contains(s.log.String(), "why=smtp-451") {
		t.Errorf("refused for good: %d letters, log %s", len(got), s.log.String())
	}
	s.box.refuse, s.box.fail = 1, errors.Join(mail.ErrUnconfirmed)
	if got := s.send("ann@trust.nhs.uk"); len(got) != 0 {
		t.Error("a letter that may have arrived was sent again")
	}
	s.send("ann@trust.nhs.uk")
	s.send("ann@trust.nhs.uk")
	if got := s.send("ann@trust.nhs.uk"); len(got) != 0 {
		t.Error("a sixth link within the hour")
	}
}
