package rest

import (
	"context"
	"errors"
	"slices"
	"strings"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// sayingWhat adds to a refusal of what is not what was read, or not what was checked, which parts are other ones. Where that cannot be
// found out the refusal stays as it is.
func (h *commander) sayingWhat(ctx context.Context, c *call, refusal error) error {
	var e *evidence.Error
	if !errors.As(refusal, &e) || e.Code != evidence.ChangedAfterCheck {
		return refusal
	}
	before, after := c.bounds()
	if before.Digest == "" && before.Version == 0 {
		return refusal
	}
	access, err := h.Texts.Access(ctx, c.actor().Person, c.request)
	if err != nil {
		return refusal
	}
	parts, err := h.Texts.Changed(ctx, access, before, after)
	if err != nil || len(parts) == 0 {
		return refusal
	}
	said := *e
	said.Detail = strings.TrimSpace(e.Detail + " What changed: " + strings.Join(parts, ", ") + ".")
	return &said
}

// bounds are what was read or checked, and what stands there instead.
func (c *call) bounds() (before, after postgres.Bound) {
	a := c.cmd.Args
	if under := c.state.Check; under != nil && c.cmd.Name == evidence.Approve {
		return postgres.Bound{Subject: under.Subject, Version: a.Version, Digest: a.Digest},
			postgres.Bound{Subject: under.Subject, Version: under.Version, Digest: under.Digest}
	}
	passed := func(s evidence.Subject) postgres.Bound {
		i := slices.IndexFunc(c.state.Passed, func(p evidence.Check) bool { return p.Subject == s })
		if i < 0 {
			return postgres.Bound{}
		}
		return postgres.Bound{Subject: s, Version: c.state.Passed[i].Version, Digest: c.state.Passed[i].Digest}
	}
	if p := passed(evidence.Strategy); a.Strategy != "" && p.Digest != "" && p.Digest != a.Strategy {
		return p, postgres.Bound{Subject: evidence.Strategy, Digest: a.Strategy}
	}
	return passed(evidence.Summary), postgres.Bound{Subject: evidence.Summary, Version: a.Version, Digest: a.Digest}
}
