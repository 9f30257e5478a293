package postgres

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/fulltext"
	"evidencedesk/internal/guard"
	"evidencedesk/internal/postgres/sqlc"
)

// PresentationContent is how a library presents itself and whom it serves: what its managers set.
type PresentationContent struct {
	Name                   string
	Email                  string
	Phone                  string
	HospitalNumberPatterns []string // RE2
	EmailDomains           []string
	HubURL                 string // https, like the two below
	OpenAthensURL          string
	ArticleRequestURL      string
	OpenAthensTemplate     string // with {url}: see fulltext.Library
	LibraryHubTemplate     string // with {doi}, {pmid} or {title}
	OpeningNote            string
	AccessOpen             bool
}

// Presentation is that with its version.
type Presentation struct {
	PresentationContent

	Version int
}

func (p Presentation) version() int { return p.Version }

// Limits of what a library says of itself.
const (
	maxPatterns      = 20
	maxPatternLength = 200
	maxOpeningNote   = 2_000
)

// Presentation gives how a library presents itself. Errors: NotFound.
func (s *Libraries) Presentation(ctx context.Context, library evidence.LibraryID) (Presentation, error) {
	key, err := rowUUID(string(library))
	if err != nil {
		return Presentation{}, err
	}
	return s.presentation(ctx, key)
}

func (s *Libraries) presentation(ctx context.Context, library uuid.UUID) (Presentation, error) {
	row, err := s.q.GetLibrary(ctx, library)
	if err != nil {
		return Presentation{}, contentError(err)
	}
	return presentationOf(row), nil
}

// Present changes how the library that is at this version presents itself; what its managers do not set stays. Errors:
// NotFound; a [StaleError]; Invalid with every field that is wrong, a pattern by its number.
func (s *Libraries) Present(ctx context.Context, library evidence.LibraryID, version int, p PresentationContent) (Presentation, error) {
	key, err := rowUUID(string(library))
	if err != nil {
		return Presentation{}, err
	}
	if p, err = p.checked(); err != nil {
		return Presentation{}, err
	}
	current, err := s.q.GetLibrary(ctx, key)
	if err != nil {
		return Presentation{}, contentError(err)
	}
	settings := fromJSON[Settings](current.Settings)
	settings.HospitalNumberPatterns, settings.EmailDomains, settings.AccessOpen = p.HospitalNumberPatterns, p.EmailDomains, p.AccessOpen
	settings.Phone, settings.OpeningNote = p.Phone, p.OpeningNote
	settings.HubURL, settings.OpenAthensURL, settings.ArticleRequestURL = p.HubURL, p.OpenAthensURL, p.ArticleRequestURL
	settings.OpenAthensTemplate, settings.LibraryHubTemplate = p.OpenAthensTemplate, p.LibraryHubTemplate
	// Whoever changed the settings since they were read has changed the version too.
	row, err := s.q.UpdatePresentation(ctx, sqlc.UpdatePresentationParams{
		ID: key, Version: min(fit(version), current.Version), Name: p.Name, Email: p.Email, Settings: jsonOf(settings),
	})
	if isMissing(err) {
		return written(Presentation{}, err, version, func() (Presentation, error) { return s.presentation(ctx, key) })
	}
	if err != nil {
		return Presentation{}, contentError(err)
	}
	return presentationOf(row), nil
}

func presentationOf(r sqlc.Library) Presentation {
	v := fromJSON[Settings](r.Settings)
	return Presentation{Version: int(r.Version), PresentationContent: PresentationContent{
		Name: r.Name, Email: r.Email, Phone: v.Phone, HospitalNumberPatterns: v.HospitalNumberPatterns, EmailDomains: v.EmailDomains,
		HubURL: v.HubURL, OpenAthensURL: v.OpenAthensURL, ArticleRequestURL: v.ArticleRequestURL,
		OpenAthensTemplate: v.OpenAthensTemplate, LibraryHubTemplate: v.LibraryHubTemplate, OpeningNote: v.OpeningNote, AccessOpen: v.AccessOpen,
	}}
}

func (p PresentationContent) checked() (PresentationContent, error) {
	var k checker
	p.Name, p.Email, p.Phone = strings.TrimSpace(p.Name), strings.TrimSpace(p.Email), strings.TrimSpace(p.Phone)
	k.needed("name", p.Name, evidence.MaxName)
	k.needed("email", p.Email, evidence.MaxEmail)
	k.text("phone", p.Phone, evidence.MaxName)
	k.text("opening_note", p.OpeningNote, maxOpeningNote)
	k.secureLink("hub_url", p.HubURL)
	k.secureLink("openathens_url", p.OpenAthensURL)
	k.secureLink("article_request_url", p.ArticleRequestURL)
	k.linkTemplate("openathens_template", p.OpenAthensTemplate, fulltext.CheckOpenAthens, "Use {url} where the address of the article goes, and no other braces.")
	k.linkTemplate("library_hub_template", p.LibraryHubTemplate, fulltext.CheckHub, "Use {doi}, {pmid} or {title} where they go, and no other braces.")
	k.many("hospital_number_patterns", len(p.HospitalNumberPatterns), maxPatterns)
	for i, pattern := range p.HospitalNumberPatterns {
		field := fmt.Sprintf("hospital_number_patterns[%d]", i)
		k.needed(field, pattern, maxPatternLength)
		if _, err := guard.ParseHospitalPatterns([]string{pattern}); err != nil {
			k.wrong(field, "malformed", "This is not a regular expression (RE2) that can be used, or it matches nearly everything.")
		}
	}
	domains, err := mailDomains(p.EmailDomains)
	var wrong *evidence.Error
	if errors.As(err, &wrong) {
		k.fields = append(k.fields, wrong.Fields...)
	}
	p.EmailDomains = domains
	return p, k.err()
}

// secureLink takes an address that people are sent to: https, with a host and without a sign-in of its own.
func (k *checker) secureLink(field, s string) {
	k.text(field, s, maxURL)
	if s == "" {
		return
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		k.wrong(field, "malformed", "Use an address that begins with https://.")
	}
}

// linkTemplate takes an address with places in which what is known of an article is put.
func (k *checker) linkTemplate(field, s string, check func(string) error, placeholders string) {
	k.text(field, s, maxURL)
	switch err := check(s); {
	case errors.Is(err, fulltext.ErrPlaceholder):
		k.wrong(field, "placeholder", placeholders)
	case err != nil:
		k.wrong(field, "malformed", "Use an address that begins with https:// and a name before its first placeholder.")
	}
}
