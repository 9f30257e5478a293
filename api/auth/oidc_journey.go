package auth

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"
)

// journey is what a browser carries to a provider and back, sealed: each sign-in under a cookie of its own, so that two
// windows do not disturb each other.
type journey struct {
	Provider string    `json:"p"`
	State    string    `json:"s"`
	Nonce    string    `json:"n"`
	Verifier string    `json:"v"` // of PKCE
	Next     string    `json:"x"`
	Began    time.Time `json:"t"`
}

const (
	journeyCookie = "evidencedesk-oidc-"
	// journeyTime is how long somebody may take at a provider; the cookie lives longer, so that it can be said what went wrong.
	journeyTime = 15 * time.Minute
	cookieTime  = time.Hour
)

// cookieOf names the cookie of a state by its beginning.
func cookieOf(state string) string { return journeyCookie + state[:8] }

func (s *OIDC) depart(w http.ResponseWriter, j journey) error {
	raw, err := json.Marshal(j)
	if err != nil {
		return err
	}
	s.cookies.set(w, cookieOf(j.State), base64.RawURLEncoding.EncodeToString(s.box.seal(raw)), int(cookieTime.Seconds()))
	return nil
}

// resume gives the journey that a callback ends, once: the cookie is gone afterwards. Errors: a [Failure] with StateLost or
// SignInExpired.
func (s *OIDC) resume(w http.ResponseWriter, r *http.Request) (journey, error) {
	state := r.URL.Query().Get("state")
	if !isSecret(state) {
		return journey{}, &Failure{Code: StateLost}
	}
	sealed, err := base64.RawURLEncoding.DecodeString(s.cookies.get(r, cookieOf(state)))
	if err != nil || len(sealed) == 0 {
		return journey{}, &Failure{Code: StateLost}
	}
	s.cookies.clear(w, cookieOf(state))
	raw, ok := s.box.open(sealed)
	var j journey
	if !ok || json.Unmarshal(raw, &j) != nil || subtle.ConstantTimeCompare([]byte(j.State), []byte(state)) != 1 {
		return journey{}, &Failure{Code: StateLost}
	}
	if r.URL.Path != CallbackPath(j.Provider) {
		return journey{}, &Failure{Code: StateLost, Provider: j.Provider}
	}
	if s.now().Sub(j.Began) > journeyTime {
		return journey{}, &Failure{Code: SignInExpired, Provider: j.Provider}
	}
	return j, nil
}
