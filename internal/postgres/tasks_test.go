package postgres_test

import (
	"strings"
	"testing"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestTasksBelongToTheirLibrary(t *testing.T) {
	d := newDesk(t)
	tasks := postgres.NewTasks(d.db.App, func() time.Time { return d.now })
	d.owe(3)
	for _, n := range d.claim(10, time.Minute) {
		if err := d.ledger().Failed(t.Context(), n.ID, "smtp-550"); err != nil {
			t.Fatal(err)
		}
	}
	var other evidence.LibraryID
	for l := range must(d.people().Memberships(t.Context(), d.elsewhere)) {
		other = l
	}
	list := func(want postgres.TaskList) []postgres.Task {
		t.Helper()
		got, _, err := tasks.List(t.Context(), want)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := list(postgres.TaskList{Library: other, Limit: 10}); len(got) != 0 {
		t.Fatalf("another library sees %+v", got)
	}
	all := list(postgres.TaskList{Library: d.library, Limit: 10})
	if len(all) != 3 || all[0].Kind != postgres.TaskNoticeFailed || all[0].Notice != evidence.NoticeDue || all[0].Person != d.librarian ||
		all[0].Request != d.request || all[0].Reference == "" {
		t.Fatalf("%+v", all)
	}
	first, more, err := tasks.List(t.Context(), postgres.TaskList{Library: d.library, Limit: 2})
	if err != nil || !more || len(first) != 2 {
		t.Fatalf("the first page: %+v, %v, %v", first, more, err)
	}
	rest, more, err := tasks.List(t.Context(), postgres.TaskList{Library: d.library, Limit: 2, After: first[1]})
	if err != nil || more || len(rest) != 1 || rest[0].ID != all[2].ID {
		t.Fatalf("the second page: %+v, %v, %v", rest, more, err)
	}
	if err := tasks.Done(t.Context(), other, all[0].ID, d.elsewhere); evidence.CodeOf(err) != evidence.NotFound {
		t.Errorf("done by another library: %v", err)
	}
	for _, who := range []evidence.PersonID{d.manager, d.librarian} {
		if err := tasks.Done(t.Context(), d.library, all[0].ID, who); err != nil {
			t.Fatal(err)
		}
		d.now = d.now.Add(time.Hour)
	}
	if got := list(postgres.TaskList{Library: d.library, Limit: 10}); len(got) != 2 {
		t.Errorf("%d are open", len(got))
	}
	got := list(postgres.TaskList{Library: d.library, Limit: 10, Done: true})
	if len(got) != 3 || got[0].DoneBy != d.manager || !got[0].DoneAt.Equal(d.now.Add(-2*time.Hour)) {
		t.Errorf("%+v", got)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestTheCursorOfATask(t *testing.T) {
	t.Parallel()
	task := postgres.Task{ID: "0199e000-0000-7000-8000-000000000001", CreatedAt: time.Date(2026, 3, 2, 12, 0, 0, 1000, time.UTC)}
	if got, err := postgres.TaskAfter(task.Cursor()); err != nil || got != task {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := postgres.TaskAfter(""); err != nil || got != (postgres.Task{}) {
		t.Errorf("%+v, %v", got, err)
	}
	for _, bad := range []string{"x", task.Cursor() + "A", "\xff", strings.Repeat("gAAA", 8)} {
		_, err := postgres.TaskAfter(bad)
		refusal(t, err, evidence.Invalid)
	}
}
