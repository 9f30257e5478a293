package postgres

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Templates keeps the texts that a library begins its messages with.
type Templates struct {
	pool *pgxpool.Pool
	q    *sqlc.Queries
	now  func() time.Time
}

// NewTemplates makes the store over the application's pool. now is nil for the clock.
func NewTemplates(pool *pgxpool.Pool, now func() time.Time) *Templates {
	return &Templates{pool: pool, q: sqlc.New(pool), now: clock(now)}
}

// TemplateContent is what a template says.
type TemplateContent struct {
	Name string
	Kind string // where it is offered: see [TemplateKinds]
	Text string // with [Placeholders]
}

// Template is a text that a library begins its messages with.
type Template struct {
	ID        string
	Name      string
	Kind      string
	Text      string
	Version   int
	UpdatedAt time.Time
}

func (t Template) version() int { return t.Version }

// MaxTemplates is how many templates a library may have.
const MaxTemplates = 200

// TemplateKinds are the places where templates are offered: commands, and plain messages.
func TemplateKinds() []string {
	return []string{"ask", "hold", "decline", "signpost", "refer", "message", "deliver"}
}

// Placeholders are the words in braces that a page fills in before somebody reads the text over and sends it.
func Placeholders() []string {
	return []string{"requester", "reference", "question", "librarian", "library", "due"}
}

// Templates lists those of a library, by kind and name.
func (s *Templates) Templates(ctx context.Context, library evidence.LibraryID) ([]Template, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := s.q.ListTemplates(ctx, l)
	return each(rows, templateOf), contentError(err)
}

// Template gives one of a library's. Errors: NotFound.
func (s *Templates) Template(ctx context.Context, library evidence.LibraryID, id string) (Template, error) {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return Template{}, err
	}
	return s.template(ctx, l, key)
}

func (s *Templates) template(ctx context.Context, library, id uuid.UUID) (Template, error) {
	row, err := s.q.GetTemplate(ctx, sqlc.GetTemplateParams{Library: library, ID: id})
	return templateOf(row), contentError(err)
}

// AddTemplate adds one. Errors: Invalid for a placeholder that there is not, a name that is taken, one template too many.
func (s *Templates) AddTemplate(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, t TemplateContent, k Creation) (Template, error) {
	l, p, err := idsOf(string(library), string(by))
	if err != nil {
		return Template{}, err
	}
	if t, err = t.checked(); err != nil {
		return Template{}, err
	}
	ids, err := creator{s.pool, s.now}.create(ctx, p, l, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		if n, err := q.CountTemplates(ctx, l); err != nil || n >= MaxTemplates {
			return tooMany(err, "name", MaxTemplates)
		}
		return q.InsertTemplate(ctx, sqlc.InsertTemplateParams{ID: ids[0], Library: l, Name: t.Name, Kind: t.Kind, Body: t.Text, Person: &p, Now: s.now()})
	})
	if err != nil {
		return Template{}, templateError(err)
	}
	return s.template(ctx, l, ids[0])
}

// SaveTemplate changes the template that is at this version.
func (s *Templates) SaveTemplate(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, id string, version int, t TemplateContent) (Template, error) {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return Template{}, err
	}
	if t, err = t.checked(); err != nil {
		return Template{}, err
	}
	row, err := s.q.UpdateTemplate(ctx, sqlc.UpdateTemplateParams{
		Library: l, ID: key, Version: fit(version), Name: t.Name, Kind: t.Kind, Body: t.Text, Person: idOrNil(string(by)), Now: s.now(),
	})
	return written(templateOf(row), templateError(err), version, func() (Template, error) { return s.template(ctx, l, key) })
}

// RemoveTemplate takes out the template that is at this version.
func (s *Templates) RemoveTemplate(ctx context.Context, library evidence.LibraryID, id string, version int) error {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return err
	}
	_, err = s.q.DeleteTemplate(ctx, sqlc.DeleteTemplateParams{Library: l, ID: key, Version: fit(version)})
	return removed(err, version, func() (Template, error) { return s.template(ctx, l, key) })
}

// placeholder finds what looks like one; braces around anything longer are the writer's own.
var placeholder = regexp.MustCompile(`\{([^{}\n]{0,40})\}`)

func (t TemplateContent) checked() (TemplateContent, error) {
	t.Name = strings.TrimSpace(t.Name)
	var k checker
	k.needed("name", t.Name, evidence.MaxName)
	k.needed("kind", t.Kind, evidence.MaxCode)
	k.one("kind", t.Kind, TemplateKinds()...)
	k.needed("text", t.Text, evidence.MaxMessage)
	for _, found := range placeholder.FindAllStringSubmatch(t.Text, -1) {
		if !slices.Contains(Placeholders(), found[1]) {
			k.wrong("text", "unknown", "Use only {"+strings.Join(Placeholders(), "}, {")+"}.")
			break
		}
	}
	return t, k.err()
}

func templateError(err error) error {
	if violates(err, "message_template_name") {
		return evidence.InvalidField("name", "taken", "There is a template of this kind and name already.")
	}
	return err
}

func templateOf(r sqlc.MessageTemplate) Template {
	return Template{ID: r.ID.String(), Name: r.Name, Kind: r.Kind, Text: r.Body, Version: int(r.Version), UpdatedAt: r.UpdatedAt.UTC()}
}

// idsOf reads two identifiers. What is neither names nothing.
func idsOf(first, second string) (a, b uuid.UUID, err error) {
	if a, err = rowUUID(first); err != nil {
		return a, b, err
	}
	b, err = rowUUID(second)
	return a, b, err
}
