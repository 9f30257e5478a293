package rest

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"evidencedesk/internal/directory"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const tagDirectory = "Directory"

// EntryPage is one page of the directory.
type EntryPage struct {
	Items []postgres.Entry `json:"items" nullable:"false" doc:"By name"`
	Next  string           `json:"next,omitempty" doc:"The cursor of the next page; absent on the last one"`
}

// DirectoryPlaces are where organisations are that some library serves.
type DirectoryPlaces struct {
	Areas    []string `json:"areas" nullable:"false"`
	Trusts   []string `json:"trusts" nullable:"false"`
	Counties []string `json:"counties" nullable:"false"`
}

// EntryBody is a record as its keepers save it.
type EntryBody struct {
	Confirming
	postgres.EntryContent
}

// SavedEntry is a record that was just saved.
type SavedEntry struct {
	postgres.Entry

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

type findEntriesIn struct {
	Words  string `query:"q" maxLength:"200" doc:"Words of its name, its organisation or an organisation that it serves"`
	Serves string `query:"serves" maxLength:"200" doc:"The whole name of an organisation or trust"`
	Area   string `query:"area" maxLength:"200"`
	Trust  string `query:"trust" maxLength:"200"`
	County string `query:"county" maxLength:"200"`
	Cursor string `query:"cursor" maxLength:"1000" doc:"From the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"25"`
}

type keptEntriesIn struct {
	OfLibrary

	Stale  bool   `query:"stale" doc:"Only those that are to be checked again"`
	Cursor string `query:"cursor" maxLength:"1000" doc:"From the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"25"`
}

// OfEntry names a record that a library keeps.
type OfEntry struct {
	OfLibrary

	Item string `path:"item" format:"uuid"`
}

// ChangingEntry names a record and the version that its writer has read.
type ChangingEntry struct {
	OfEntry

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
}

type addEntryIn struct {
	OfLibrary

	Body EntryBody
}

type saveEntryIn struct {
	ChangingEntry

	Body EntryBody
}

func registerDirectory(api huma.API, d Deps) {
	handle(api, route("find-entries", http.MethodGet, "/directory", "Look a library service up", tagDirectory, anonymous(),
		describe("Library services with the organisations that they serve, those here and others. A record names roles, never people.")), d.findEntries)
	handle(api, route("list-places", http.MethodGet, "/directory/places", "List the areas, trusts and counties of the directory", tagDirectory, anonymous()),
		func(ctx context.Context, _ *struct{}) (*struct{ Body DirectoryPlaces }, error) {
			areas, trusts, counties, err := d.Entries.Places(ctx)
			return &struct{ Body DirectoryPlaces }{DirectoryPlaces{areas, trusts, counties}}, err
		})
	handle(api, route("get-entry", http.MethodGet, "/directory/{item}", "Read a record", tagDirectory, anonymous()),
		func(ctx context.Context, in *struct {
			Item string `path:"item" format:"uuid"`
		},
		) (*rowOut[postgres.Entry], error) {
			e, err := d.Entries.Entry(ctx, in.Item)
			return &rowOut[postgres.Entry]{ETag: etag(e.Version), Body: e}, err
		})
	registerKeeping(api, d)
	registerDirectoryFiles(api, d)
	registerRouting(api, d)
}

// registerKeeping registers what the managers and administrators of a library do with the records that it keeps.
func registerKeeping(api huma.API, d Deps) {
	keepers := member(evidence.Manager, evidence.Admin)
	at, one := "/libraries/{id}/directory", "/libraries/{id}/directory/{item}"
	handle(api, route("list-kept-entries", http.MethodGet, at, "List the records that a library keeps", tagDirectory, keepers), d.keptEntries)
	add := route("add-entry", http.MethodPost, at, "Add a record", tagDirectory, keepers, keyed, created)
	handle(api, add, func(ctx context.Context, in *addEntryIn) (*newOut[SavedEntry], error) {
		warnings, err := d.readEntry(ctx, in.library(), in.Body)
		if err != nil {
			return nil, err
		}
		e, err := d.Entries.AddEntry(ctx, in.library(), caller(ctx).Person, in.Body.EntryContent, creation(ctx, add))
		return &newOut[SavedEntry]{ETag: etag(e.Version), Location: base + "/directory/" + e.ID, Body: SavedEntry{e, warnings}}, err
	})
	handle(api, route("save-entry", http.MethodPut, one, "Save a record", tagDirectory, keepers, preconditioned), d.saveEntry)
	handle(api, route("remove-entry", http.MethodDelete, one, "Take a record out", tagDirectory, keepers, noContent, preconditioned),
		func(ctx context.Context, in *ChangingEntry) (*nothing, error) {
			version, err := ifMatch(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return &nothing{}, both(ctx, d.Entries.RemoveEntry(ctx, in.library(), in.Item, version))
		})
}

func (d Deps) findEntries(ctx context.Context, in *findEntriesIn) (*struct{ Body EntryPage }, error) {
	return d.entries(ctx, in.Cursor, postgres.EntrySearch{
		Words: in.Words, Serves: in.Serves, Place: postgres.Place{Area: in.Area, Trust: in.Trust, County: in.County}, Limit: in.Limit,
	})
}

func (d Deps) keptEntries(ctx context.Context, in *keptEntriesIn) (*struct{ Body EntryPage }, error) {
	return d.entries(ctx, in.Cursor, postgres.EntrySearch{Keeper: in.library(), Stale: in.Stale, Limit: in.Limit})
}

func (d Deps) entries(ctx context.Context, cursor string, want postgres.EntrySearch) (*struct{ Body EntryPage }, error) {
	var err error
	if want.After, err = entryAfter(cursor); err != nil {
		return nil, err
	}
	list, more, err := d.Entries.Find(ctx, want)
	if err != nil {
		return nil, err
	}
	page := EntryPage{Items: list}
	if more {
		last := list[len(list)-1]
		page.Next = base64.RawURLEncoding.EncodeToString([]byte(last.ID + last.Name))
	}
	return &struct{ Body EntryPage }{page}, nil
}

// entryAfter reads the cursor of a page: the identifier of its last record and its name, both of which anybody may see.
func entryAfter(cursor string) (postgres.Entry, error) {
	if cursor == "" {
		return postgres.Entry{}, nil
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	size := len(uuid.Nil.String())
	if err != nil || len(raw) <= size || !uuidForm.Match(raw[:size]) || strings.ContainsRune(string(raw), 0) || strings.ToValidUTF8(string(raw), "") != string(raw) {
		return postgres.Entry{}, evidence.InvalidField("cursor", "malformed", "Use the cursor of a page as it was given.")
	}
	return postgres.Entry{ID: string(raw[:size]), Record: directory.Record{Name: string(raw[size:])}}, nil
}

// readEntry has the guard read what is in somebody's own words; addresses and numbers are the library's own.
func (d Deps) readEntry(ctx context.Context, library evidence.LibraryID, b EntryBody) ([]Finding, error) {
	var texts []Text
	for _, f := range directory.Fields() {
		if f.Free {
			texts = append(texts, Text{f.Name, f.Get(b.Record)})
		}
	}
	return d.guarded(ctx, library, b.Confirm, texts...)
}

func (d Deps) saveEntry(ctx context.Context, in *saveEntryIn) (*rowOut[SavedEntry], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	warnings, err := d.readEntry(ctx, in.library(), in.Body)
	if err != nil {
		return nil, err
	}
	e, err := d.Entries.SaveEntry(ctx, in.library(), caller(ctx).Person, in.Item, version, in.Body.EntryContent)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedEntry]{ETag: etag(e.Version), Body: SavedEntry{e, warnings}}, nil
}
