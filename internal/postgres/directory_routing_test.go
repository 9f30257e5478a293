package postgres_test

import (
	"testing"

	"evidencedesk/internal/directory"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestSomebodyIsRoutedToTheLibraryThatServesThem(t *testing.T) {
	d := newDesk(t)
	s := d.entries()
	organisation := d.id()
	d.exec(`INSERT INTO organisation (id, library_id, name) VALUES ($1, $2, 'Eastvale Hospital')`, organisation, d.library)
	d.exec(`UPDATE person SET organisation_id = $2 WHERE id = $1`, d.passerby, organisation)
	if e, err := s.ServedBy(t.Context(), d.passerby); err != nil || e.Organisation != "" || len(e.Libraries) != 0 {
		t.Errorf("%+v, %v", e, err)
	}
	serves := func(c *postgres.EntryContent) {
		c.Served = []directory.Served{{Name: "EASTVALE hospital", Trust: "Eastvale"}}
	}
	here := d.listed("Eastvale Library", func(c *postgres.EntryContent) { c.Library = d.library; serves(c) })
	far := d.listed("Far away", serves)
	e, err := s.ServedBy(t.Context(), d.passerby)
	if err != nil || e.Own || e.Organisation != "Eastvale Hospital" || len(e.Libraries) != 2 || !e.Libraries[0].Here || e.Libraries[1].Here {
		t.Errorf("%+v, %v", e, err)
	}
	_, err = s.Route(t.Context(), d.passerby, far.ID, "Eastvale Hospital")
	refusal(t, err, evidence.NotPermitted)
	_, err = s.Route(t.Context(), d.passerby, here.ID, "Somewhere")
	refusal(t, err, evidence.Invalid)
	for range 2 {
		library, err := s.Route(t.Context(), d.passerby, here.ID, "eastvale hospital")
		if err != nil || library != d.library {
			t.Fatalf("%s, %v", library, err)
		}
	}
	if d.count(`SELECT count(*) FROM directory_routing`) != 1 || d.count(`SELECT count(*) FROM person_role WHERE person_id = $1 AND library_id = $2 AND role = 'requester'`, d.passerby, d.library) != 1 {
		t.Error("the consent or the role is not there once")
	}
	if e, err = s.ServedBy(t.Context(), d.passerby); err != nil || !e.Own {
		t.Errorf("%+v, %v", e, err)
	}
}
