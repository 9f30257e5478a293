package rest

import (
	"context"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// People knows who people are.
type People interface {
	// Roles returns the roles that a person holds in a library; none for somebody who does not exist or was erased.
	Roles(ctx context.Context, person evidence.PersonID, library evidence.LibraryID) ([]evidence.Role, error)
	// Librarian reports whether the person is a librarian of any library.
	Librarian(ctx context.Context, person evidence.PersonID) (bool, error)
	// Known reports whether the person exists and was not erased.
	Known(ctx context.Context, person evidence.PersonID) (bool, error)
	// Staff lists the librarians, trainees and managers of a library.
	Staff(ctx context.Context, library evidence.LibraryID) ([]postgres.Colleague, error)
	// Register returns the person with this e-mail address, whom it makes a requester of the library if need be.
	Register(ctx context.Context, library evidence.LibraryID, p postgres.NewPerson) (evidence.PersonID, error)
}

// reason checks a reason against the vocabulary of the command.
func (h *commander) reason(c *call, code string) error {
	id, ok := h.Vocabulary.Reasons(string(c.cmd.Name))
	if ok && code != "" && !h.Vocabulary.Has(id, code) {
		return evidence.InvalidField("reason", "unknown", "Use a code of the vocabulary "+id+".")
	}
	c.cmd.Args.Reason = code
	return nil
}

func (h *commander) reasonOnly(_ context.Context, c *call, b *ReasonBody) error {
	return h.reason(c, b.Reason)
}

func (h *commander) release(_ context.Context, c *call, b *ReleaseBody) error {
	return h.reason(c, b.Reason)
}

func (h *commander) reassign(ctx context.Context, c *call, b *ReassignBody) error {
	if err := h.reason(c, b.Reason); err != nil {
		return err
	}
	roles, err := h.People.Roles(ctx, b.Person, c.state.Library)
	if err != nil {
		return err
	}
	if !(evidence.Actor{Roles: roles}).Is(evidence.Librarian, evidence.Trainee) {
		return evidence.InvalidField("person", "not-allowed", "Name a librarian or trainee of this library.")
	}
	c.cmd.Args.Person = b.Person
	return nil
}

func (h *commander) agreeDeadline(_ context.Context, c *call, b *AgreeDeadlineBody) error {
	check := h.checks()
	check.instant("promise_due", b.PromiseDue)
	if err := check.err(); err != nil {
		return err
	}
	c.cmd.Args.PromiseDue = b.PromiseDue.UTC()
	return h.reason(c, b.Reason)
}

func (h *commander) setUrgency(_ context.Context, c *call, b *SetUrgencyBody) error {
	check := h.checks()
	check.code("urgency", b.Urgency, vocabulary.Urgencies)
	if err := check.err(); err != nil {
		return err
	}
	c.cmd.Args.Urgency = b.Urgency
	return h.reason(c, b.Reason)
}

func (h *commander) changeRequester(ctx context.Context, c *call, b *ChangeRequesterBody) error {
	if err := h.reason(c, b.Reason); err != nil {
		return err
	}
	if (b.Person == "") == (b.Requester == nil) {
		return evidence.InvalidField("person", "required", "Give either person or requester.")
	}
	if b.Requester != nil {
		id, err := h.register(ctx, c.state.Library, "requester", *b.Requester)
		c.cmd.Args.Person = id
		return err
	}
	known, err := h.People.Known(ctx, b.Person)
	if err != nil {
		return err
	}
	if !known {
		return evidence.InvalidField("person", "unknown", "There is no such person.")
	}
	c.cmd.Args.Person = b.Person
	return nil
}

func (d Deps) checks() *checks { return &checks{vocabulary: d.Vocabulary} }

// register checks and registers a person named in a body.
func (d Deps) register(ctx context.Context, library evidence.LibraryID, path string, p NewPerson) (evidence.PersonID, error) {
	check := d.checks()
	check.code(join(path, "staff_group"), p.StaffGroup, vocabulary.StaffGroups)
	if err := check.err(); err != nil {
		return "", err
	}
	id, err := d.People.Register(ctx, library, postgres.NewPerson{
		Name: p.Name, Email: p.Email, JobTitle: p.JobTitle, Phone: p.Phone, StaffGroup: p.StaffGroup, Organisation: p.Organisation,
	})
	return id, under(path, err)
}
