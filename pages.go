package main

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/auth"
	"evidencedesk/api/web"
	"evidencedesk/api/web/account"
	"evidencedesk/api/web/ask"
	"evidencedesk/api/web/assets"
	"evidencedesk/api/web/cases"
	listing "evidencedesk/api/web/directory"
	"evidencedesk/api/web/evidencework"
	"evidencedesk/api/web/info"
	"evidencedesk/api/web/live"
	"evidencedesk/api/web/living"
	"evidencedesk/api/web/manage"
	"evidencedesk/api/web/mine"
	"evidencedesk/api/web/outcomes"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/published"
	"evidencedesk/api/web/queue"
	"evidencedesk/api/web/records"
	"evidencedesk/api/web/reports"
	"evidencedesk/api/web/selection"
	"evidencedesk/api/web/staffing"
	"evidencedesk/api/web/wellbeing"
	"evidencedesk/api/web/work"
	"evidencedesk/internal/demo"
	"evidencedesk/internal/postgres"
)

// site is what the pages run beside answering: the poller of changes, and letters on their way.
type site struct {
	handler http.Handler
	hub     *live.Hub
	links   *auth.Links
}

// pages makes the site over the API. The people of the demonstration, if any, sign in with one click.
func (p *parts) pages(api http.Handler, demonstration *auth.Demo) (*site, error) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		return nil, err
	}
	files, err := assets.New()
	if err != nil {
		return nil, err
	}
	brand, brandFiles, err := p.brand()
	if err != nil {
		return nil, err
	}
	signIns := postgres.NewSignIns(p.pool, nil)
	sessions := auth.NewSessions(auth.SessionOptions{
		Store: postgres.NewSessions(p.pool, p.config.SessionIdle, nil), Key: p.key, PublicURL: p.config.PublicURL, Life: p.config.SessionLife,
		Proxies: p.config.TrustedProxies, Failed: failedSession,
	})
	ways, err := p.waysIn(sessions, signIns, demonstration)
	if err != nil {
		return nil, err
	}
	hub := live.New(p.reader, p.people, p.log)
	s := &site{hub: hub, links: ways.links}
	s.handler = web.New(web.Deps{
		Page: page.Options{
			API: api, Sessions: sessions, Stash: auth.NewStash(signIns, sessions, p.key, p.config.PublicURL), Assets: files, Brand: brand,
			Vocabulary: p.vocabulary, Zone: zone, Now: time.Now, Log: p.log, Demo: demonstration != nil,
		},
		Static: files.Handler(), Brand: brandFiles, Session: sessions.Handler, Proxies: p.config.TrustedProxies,
		Areas: append(areas(),
			func(k *page.Kit, r gin.IRouter) { account.Register(k, r, ways.account) },
			func(k *page.Kit, r gin.IRouter) { queue.Register(k, r, hub) },
			func(k *page.Kit, r gin.IRouter) { live.Register(k, r, hub) },
		),
	})
	return s, nil
}

// areas are the parts of the site that need nothing but the kit.
func areas() []func(*page.Kit, gin.IRouter) {
	return []func(*page.Kit, gin.IRouter){
		ask.Register, info.Register, mine.Register, work.Register, living.Register, wellbeing.Register, listing.Register,
		evidencework.Register, records.Register, selection.Register, manage.Register, reports.Register, cases.Register, staffing.Register,
		outcomes.Register, published.Register,
	}
}

// ways are how people sign in.
type ways struct {
	account account.Deps
	links   *auth.Links
}

func (p *parts) waysIn(sessions *auth.Sessions, store *postgres.SignIns, demonstration *auth.Demo) (ways, error) {
	providers, err := p.config.Providers()
	if err != nil {
		return ways{}, err
	}
	sender, err := p.mailer()
	if err != nil {
		return ways{}, err
	}
	links := auth.NewLinks(auth.LinkOptions{
		Store: store, People: p.people, Mailer: sender, Key: p.key, PublicURL: p.config.PublicURL, Staff: len(providers) == 0, Log: p.log,
	})
	return ways{links: links, account: account.Deps{
		Sessions: sessions, Links: links, Demo: demonstration, Providers: auth.NewOIDC(auth.OIDCOptions{
			Providers: providers, Store: store, PublicURL: p.config.PublicURL, Key: p.key, Log: p.log, Now: time.Now,
		}),
	}}, nil
}

// failedSession answers when the database, in which sessions are, cannot be reached.
func failedSession(w http.ResponseWriter, _ *http.Request, _ error) {
	w.Header().Set("Retry-After", "5")
	http.Error(w, "Evidence Desk cannot be reached just now. Nothing that was saved is lost: go back and try again in a moment.", http.StatusServiceUnavailable)
}

func (p *parts) brand() (page.Brand, http.Handler, error) {
	b, files := p.config.Brand, &web.BrandFiles{}
	logo, err := files.Add(b.LogoFile)
	if err != nil {
		return page.Brand{}, nil, err
	}
	style, err := files.Add(b.StylesheetFile)
	return page.Brand{
		Mode: b.Mode, Service: b.Service, Organisation: b.Organisation, Split: b.Split, Descriptor: b.Descriptor, LogoURL: logo, StylesheetURL: style,
		FontOrigin: b.FontOrigin, Copyright: b.Copyright, HelpEmail: b.HelpEmail, HelpPhone: b.HelpPhone, StatementsName: b.Organisation,
	}, files, err
}

// demoPeople are the people of the demonstration as the sign-in page offers them.
func (p *parts) demoPeople(ctx context.Context, signIns []demo.SignIn) (*auth.Demo, error) {
	people := make([]auth.DemoPerson, 0, len(signIns))
	for _, s := range signIns {
		who, err := p.tokens.Principal(ctx, auth.Hash(s.Token))
		if err != nil {
			return nil, err
		}
		people = append(people, auth.DemoPerson{Person: who.Person, Label: s.Label, Name: s.Name, Library: s.Library})
	}
	return auth.NewDemo(people), nil
}
