package mail_test

import (
	"strings"
	"testing"
	"time"
)

func TestLettersOfSigningIn(t *testing.T) {
	t.Parallel()
	link := site().SignInLetter("sign-in/key", "ann@example.org", "/sign-in/link/token", 30*time.Minute)
	if link.To != "ann@example.org" || !strings.Contains(link.Text, "\nhttps://desk.example/sign-in/link/token\n") || !strings.Contains(link.Text, "30 minutes") {
		t.Errorf("%+v", link)
	}
	elsewhere := site().SignInElsewhereLetter("sign-in/key", "ann@example.org", "/sign-in")
	if !strings.Contains(elsewhere.Text, "\nhttps://desk.example/sign-in\n") {
		t.Errorf("%+v", elsewhere)
	}
	for _, l := range []string{link.Subject, link.Key, elsewhere.Subject} {
		if strings.Contains(l, "token") || strings.Contains(l, "ann") {
			t.Errorf("%q tells too much", l)
		}
	}
}
