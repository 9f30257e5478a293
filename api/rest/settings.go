package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// SettingsStore keeps how a library presents itself and whom it serves.
type SettingsStore interface {
	Presentation(ctx context.Context, library evidence.LibraryID) (postgres.Presentation, error)
	// Present gives a *postgres.StaleError for another version than the one that is stored, and names every field that is
	// wrong.
	Present(ctx context.Context, library evidence.LibraryID, version int, p postgres.PresentationContent) (postgres.Presentation, error)
}

// LibrarySettings is how a library presents itself and whom it serves.
type LibrarySettings struct {
	Name                   string   `json:"name" minLength:"1" maxLength:"200"`
	Email                  string   `json:"email" minLength:"3" maxLength:"254" format:"email" doc:"Of the library itself"`
	Phone                  string   `json:"phone,omitempty" maxLength:"200"`
	HospitalNumberPatterns []string `json:"hospital_number_patterns" maxItems:"20" nullable:"false" doc:"In which its hospitals write their numbers, for the identifier guard: RE2, each at most 200 characters"`
	EmailDomains           []string `json:"email_domains" maxItems:"200" nullable:"false" doc:"Whose addresses may sign in by a link: example.nhs.uk"`
	HubURL                 string   `json:"hub_url,omitempty" maxLength:"2000" doc:"Where people search by themselves; https"`
	OpenAthensURL          string   `json:"openathens_url,omitempty" maxLength:"2000" doc:"Where people get an account; https"`
	ArticleRequestURL      string   `json:"article_request_url,omitempty" maxLength:"2000" doc:"Where people ask for an article; https"`
	OpenAthensTemplate     string   `json:"openathens_template,omitempty" maxLength:"2000" doc:"Signs readers in and sends them on to {url}; https"`
	LibraryHubTemplate     string   `json:"library_hub_template,omitempty" maxLength:"2000" doc:"Leads into the library hub or link resolver by {doi}, {pmid} or {title}; https"`
	OpeningNote            string   `json:"opening_note,omitempty" maxLength:"2000" doc:"About the opening hours, in words"`
	AccessOpen             bool     `json:"access_open" doc:"People may ask to be served by this library"`
}

// SettingsBody is the settings as they should be from now on, the whole of them.
type SettingsBody struct {
	Confirming
	LibrarySettings
}

// StoredSettings is the settings in force.
type StoredSettings struct {
	Version int `json:"version" doc:"Send it as If-Match"`
	LibrarySettings
}

// SavedSettings is the settings that were just saved.
type SavedSettings struct {
	StoredSettings

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

type saveSettingsIn struct {
	OfLibrary

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
	Body    SettingsBody
}

func registerSettings(api huma.API, d Deps) {
	keepers := member(evidence.Manager, evidence.Admin)
	at := "/libraries/{id}/settings"
	handle(api, route("get-settings", http.MethodGet, at, "Read the settings of a library", tagPeople, keepers), d.settings)
	handle(api, route("put-settings", http.MethodPut, at, "Change the settings of a library", tagPeople, keepers, preconditioned), d.saveSettings)
}

func settingsOf(p postgres.Presentation) StoredSettings {
	return StoredSettings{p.Version, LibrarySettings{
		Name: p.Name, Email: p.Email, Phone: p.Phone, HospitalNumberPatterns: orNone(p.HospitalNumberPatterns), EmailDomains: orNone(p.EmailDomains),
		HubURL: p.HubURL, OpenAthensURL: p.OpenAthensURL, ArticleRequestURL: p.ArticleRequestURL,
		OpenAthensTemplate: p.OpenAthensTemplate, LibraryHubTemplate: p.LibraryHubTemplate, OpeningNote: p.OpeningNote, AccessOpen: p.AccessOpen,
	}}
}

func (d Deps) settings(ctx context.Context, in *OfLibrary) (*rowOut[StoredSettings], error) {
	p, err := d.Desk.Settings.Presentation(ctx, in.library())
	return &rowOut[StoredSettings]{ETag: etag(p.Version), Body: settingsOf(p)}, err
}

func (d Deps) saveSettings(ctx context.Context, in *saveSettingsIn) (*rowOut[SavedSettings], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	// The name, the addresses and the telephone are the library's own; only the note is a text.
	warnings, err := d.guarded(ctx, in.library(), in.Body.Confirm, Text{"opening_note", in.Body.OpeningNote})
	if err != nil {
		return nil, err
	}
	p, err := d.Desk.Settings.Present(ctx, in.library(), version, postgres.PresentationContent(in.Body.LibrarySettings))
	if err != nil {
		return nil, bothAs(ctx, err, settingsOf)
	}
	return &rowOut[SavedSettings]{ETag: etag(p.Version), Body: SavedSettings{settingsOf(p), warnings}}, nil
}
