package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Tasks is what the machine could not do and the people of a library have to look at.
type Tasks interface {
	List(ctx context.Context, want postgres.TaskList) (list []postgres.Task, more bool, err error)
	// Done says that somebody has seen to a task of the library; again changes nothing.
	Done(ctx context.Context, library evidence.LibraryID, id string, by evidence.PersonID) error
}

// TaskRow is one thing to look at. It says what about which request, never a text.
type TaskRow struct {
	ID         string              `json:"id" format:"uuid"`
	Request    evidence.RequestID  `json:"request" format:"uuid"`
	Reference  string              `json:"reference"`
	Kind       string              `json:"kind" doc:"notice_failed, notice_unconfirmed, fresh_export or outbox_stuck"`
	Notice     evidence.NoticeKind `json:"notice,omitempty" doc:"What the notice was that it is about"`
	Person     evidence.PersonID   `json:"person,omitempty" format:"uuid" doc:"To whom"`
	PersonName string              `json:"person_name,omitempty"`
	CreatedAt  time.Time           `json:"created_at"`
	DoneAt     time.Time           `json:"done_at,omitzero"`
	DoneBy     evidence.PersonID   `json:"done_by,omitempty" format:"uuid" doc:"Absent: it settled itself"`
}

// TaskList is one page of tasks.
type TaskList struct {
	Items []TaskRow `json:"items" nullable:"false" doc:"The oldest first"`
	Next  string    `json:"next,omitempty" doc:"The cursor of the next page; absent on the last one"`
}

type tasksIn struct {
	OfLibrary

	Done   bool   `query:"done" doc:"Also those that are done"`
	Cursor string `query:"cursor" maxLength:"100" doc:"From the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type taskIn struct {
	OfLibrary

	Task string `path:"task" format:"uuid"`
}

func registerTasks(api huma.API, d Deps) {
	handle(api, route("list-tasks", http.MethodGet, "/libraries/{id}/tasks", "List what the team has to look at", tagPeople, workers()), d.listTasks)
	handle(api, route("finish-task", http.MethodPost, "/libraries/{id}/tasks/{task}/done", "Say that a task is done", tagPeople, workers(), noContent),
		func(ctx context.Context, in *taskIn) (*nothing, error) {
			return &nothing{}, d.Desk.Tasks.Done(ctx, in.library(), in.Task, caller(ctx).Person)
		})
}

func (d Deps) listTasks(ctx context.Context, in *tasksIn) (*struct{ Body TaskList }, error) {
	after, err := postgres.TaskAfter(in.Cursor)
	if err != nil {
		return nil, err
	}
	tasks, more, err := d.Desk.Tasks.List(ctx, postgres.TaskList{Library: in.library(), Done: in.Done, After: after, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	page := TaskList{Items: each(tasks, taskRow)}
	if more {
		page.Next = tasks[len(tasks)-1].Cursor()
	}
	return &struct{ Body TaskList }{page}, nil
}

func taskRow(t postgres.Task) TaskRow {
	return TaskRow{
		ID: t.ID, Request: t.Request, Reference: t.Reference, Kind: t.Kind, Notice: t.Notice, Person: t.Person, PersonName: t.PersonName,
		CreatedAt: t.CreatedAt, DoneAt: t.DoneAt, DoneBy: t.DoneBy,
	}
}
