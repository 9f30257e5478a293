package main

import (
	"context"
	"fmt"
	"time"

	"evidencedesk/api/auth"
	"evidencedesk/internal/calendar"
	"evidencedesk/internal/config"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// defaultTokenLife is how long a token counts unless it is said otherwise.
const defaultTokenLife = 90 * 24 * time.Hour

// directory opens the stores of people and libraries for one command.
type directory struct {
	people    *postgres.People
	tokens    *postgres.Tokens
	libraries *postgres.Libraries
}

// inDirectory runs do with the stores of the database that the settings, or a running `evidencedesk dev`, name.
func inDirectory(ctx context.Context, do func(directory) error) error {
	c, err := operatorConfig(ctx)
	if err != nil {
		return err
	}
	pool, err := postgres.Connect(ctx, c.DatabaseURL, postgres.App)
	if err != nil {
		return err
	}
	defer pool.Close()
	return do(directory{postgres.NewPeople(pool, nil), postgres.NewTokens(pool, nil), postgres.NewLibraries(pool, nil)})
}

func runLibrary(ctx context.Context, args []string, io streams) error {
	if len(args) == 0 || args[0] != "add" {
		fmt.Fprintln(io.err, "usage: evidencedesk library add -code CODE -name NAME -email ADDRESS [-nation NATION] [-outside]")
		return errUsage
	}
	f := flags("library add", io)
	var l postgres.Library
	f.StringVar(&l.Code, "code", "", "short name for commands, such as northmoor")
	f.StringVar(&l.Name, "name", "", "name of the service")
	f.StringVar(&l.Email, "email", "", "address of the service")
	nation := f.String("nation", string(calendar.EnglandAndWales), "whose bank holidays it keeps: england-and-wales, scotland, northern-ireland or none")
	f.BoolVar(&l.Outside, "outside", false, "a partner that does not use this system")
	organisation := f.String("organisation", "", "an organisation that it serves")
	if err := parse(f, args[1:]); err != nil {
		return err
	}
	l.Nation = calendar.Nation(*nation)
	return inDirectory(ctx, func(d directory) error {
		id, err := d.libraries.Add(ctx, l)
		if err != nil {
			return err
		}
		if *organisation != "" {
			if _, err := d.libraries.AddOrganisation(ctx, id, postgres.Organisation{Name: *organisation}); err != nil {
				return err
			}
		}
		fmt.Fprintln(io.out, id)
		return nil
	})
}

func runPerson(ctx context.Context, args []string, io streams) error {
	if len(args) == 0 || args[0] != "add" {
		fmt.Fprintln(io.err, "usage: evidencedesk person add -email ADDRESS -name NAME -library CODE -role ROLE")
		return errUsage
	}
	f := flags("person add", io)
	var p postgres.NewPerson
	f.StringVar(&p.Email, "email", "", "address; somebody who is known keeps what is known of them")
	f.StringVar(&p.Name, "name", "", "name")
	f.StringVar(&p.JobTitle, "job", "", "job title")
	f.StringVar(&p.StaffGroup, "group", "", "staff group, a code of the vocabulary staff_groups")
	code := f.String("library", "", "code of the library")
	role := f.String("role", string(evidence.Requester), "requester, librarian, trainee, manager, system_lead or admin")
	if err := parse(f, args[1:]); err != nil {
		return err
	}
	return inDirectory(ctx, func(d directory) error {
		library, err := d.libraries.ByCode(ctx, *code)
		if err != nil {
			return fmt.Errorf("library %q: %w", *code, err)
		}
		id, err := d.people.Add(ctx, p)
		if err != nil {
			return err
		}
		if err := d.people.GiveRole(ctx, id, library.ID, evidence.Role(*role)); err != nil {
			return err
		}
		fmt.Fprintln(io.out, id)
		return nil
	})
}

func runToken(ctx context.Context, args []string, io streams) error {
	actions := map[string]func(context.Context, []string, streams) error{"issue": issueToken, "list": listTokens, "revoke": revokeToken}
	if len(args) > 0 && actions[args[0]] != nil {
		return actions[args[0]](ctx, args[1:], io)
	}
	fmt.Fprintln(io.err, "usage: evidencedesk token issue|list -email ADDRESS, evidencedesk token revoke -id ID")
	return errUsage
}

// issueToken prints a new token once; only its hash is kept.
func issueToken(ctx context.Context, args []string, io streams) error {
	f := flags("token issue", io)
	email := f.String("email", "", "for whom")
	label := f.String("label", "", "what it is for")
	life := f.Duration("for", defaultTokenLife, "how long it counts")
	if err := parse(f, args); err != nil {
		return err
	}
	return inDirectory(ctx, func(d directory) error {
		p, err := d.people.ByEmail(ctx, *email)
		if err != nil {
			return fmt.Errorf("nobody has this address: %w", err)
		}
		token, hash := auth.NewToken()
		id, err := d.tokens.Issue(ctx, p.ID, hash, *label, time.Now().Add(*life))
		if err != nil {
			return err
		}
		fmt.Fprintf(io.err, "token %s, shown once:\n", id)
		fmt.Fprintln(io.out, token)
		return nil
	})
}

func listTokens(ctx context.Context, args []string, io streams) error {
	f := flags("token list", io)
	email := f.String("email", "", "whose")
	if err := parse(f, args); err != nil {
		return err
	}
	return inDirectory(ctx, func(d directory) error {
		p, err := d.people.ByEmail(ctx, *email)
		if err != nil {
			return fmt.Errorf("nobody has this address: %w", err)
		}
		tokens, err := d.tokens.List(ctx, p.ID)
		if err != nil {
			return err
		}
		for _, t := range tokens {
			fmt.Fprintf(io.out, "%s  expires %s  revoked %s  last used %s  %s\n", t.ID, day(t.ExpiresAt), day(t.RevokedAt), day(t.LastUsedAt), t.Label)
		}
		return nil
	})
}

func day(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Format(time.DateOnly)
}

func revokeToken(ctx context.Context, args []string, io streams) error {
	f := flags("token revoke", io)
	id := f.String("id", "", "identifier of the token, from token list")
	if err := parse(f, args); err != nil {
		return err
	}
	return inDirectory(ctx, func(d directory) error { return d.tokens.Revoke(ctx, *id) })
}

// operatorConfig is the configuration of a command given by hand: the settings, completed from a running
// `evidencedesk dev` where they name no database.
func operatorConfig(ctx context.Context) (config.Config, error) {
	c, err := config.Load(ctx)
	if err != nil {
		return c, err
	}
	if c.DatabaseURL == "" {
		err = besideDev(&c, defaultData)
	}
	return c, err
}
