package activities

import (
	"context"
	"time"

	"go.temporal.io/sdk/activity"
)

// Housekeeper does what a service does at night. Each method may be interrupted and repeated.
type Housekeeper interface {
	// RefreshLexemes counts anew how common the words of questions are, and says how many words it keeps.
	RefreshLexemes(ctx context.Context) (words int, err error)
	// Retain takes what identifies people from requests that their library has kept for long enough, and counts the
	// requests and the people.
	Retain(ctx context.Context) (requests, people int, err error)
	// Tidy drops what is worth nothing any more, such as orders that were carried out, and counts it.
	Tidy(ctx context.Context) (rows int, err error)
}

// Retained says what a round of retention did.
type Retained struct {
	Requests int `json:"requests"` // that lost what identifies people
	People   int `json:"people"`   // who became pseudonyms
}

// Housekeeping is what a service does at night.
type Housekeeping struct {
	Keeper Housekeeper
}

// Beat is how often a long activity says that it is alive; [MissedBeats] is when another worker takes over.
const (
	Beat        = 10 * time.Second
	MissedBeats = time.Minute
)

// RefreshLexemes counts anew how common the words of questions are, which the search for similar requests goes by.
func (h *Housekeeping) RefreshLexemes(ctx context.Context) (words int, err error) {
	err = alive(ctx, func() error {
		words, err = h.Keeper.RefreshLexemes(ctx)
		return err
	})
	return words, err
}

// Retain ends the keeping of what identifies people.
func (h *Housekeeping) Retain(ctx context.Context) (done Retained, err error) {
	err = alive(ctx, func() error {
		done.Requests, done.People, err = h.Keeper.Retain(ctx)
		return err
	})
	return done, err
}

// Tidy drops what is worth nothing any more.
func (h *Housekeeping) Tidy(ctx context.Context) (rows int, err error) {
	err = alive(ctx, func() error {
		rows, err = h.Keeper.Tidy(ctx)
		return err
	})
	return rows, err
}

// alive does something that takes long and says every beat that it goes on. Its error leaves as a code.
func alive(ctx context.Context, do func() error) error {
	done := make(chan error, 1)
	go func() { done <- do() }()
	beat := time.NewTicker(Beat)
	defer beat.Stop()
	for {
		select {
		case err := <-done:
			if err != nil {
				return conceal(err)
			}
			return nil
		case <-beat.C:
			activity.RecordHeartbeat(ctx)
		}
	}
}
