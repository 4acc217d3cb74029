package server

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"time"

	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/center"
	"beside.example/relay/internal/forward"
	"beside.example/relay/internal/mail"
	"beside.example/relay/internal/portal"
	"beside.example/relay/internal/signalhub"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// assemble makes the parts and hangs them on the two listeners.
func (s *Server) assemble(ctx context.Context) error {
	registry := newRegistry()
	s.monitor = s.newHTTP(monitor(registry, s.store.Ping))
	mux := http.NewServeMux()
	limited, err := limitConnections(s.tcp, maxPerHousehold, s.config.Proxies, registry)
	if err != nil {
		return err
	}
	s.tcp = limited
	if s.ticketKeys, err = openTicketKeys(ctx, s.store, s.config.Logger); err != nil {
		return err
	}
	s.forwarder = forward.New(forward.Config{
		Relay: s.legs, Keys: s.ticketKeys.public(), Conn: s.udp, Logger: s.config.Logger, Registerer: registry,
	})
	mux.Handle("GET "+leg.Path, s.forwarder)
	limits := support.NewJoinLimits(s.config.Limits)
	codes := support.NewCodes(s.store, s.config.Codes)
	accounts := support.NewAccounts(s.store)
	s.sessions = support.NewSessions(s.store)
	counters, err := newDeskMetrics(s.store, registry, s.config.Logger)
	if err != nil {
		return err
	}
	if err := registerOutboxes(s.store, registry, s.config.Logger); err != nil {
		return err
	}
	s.desk = newDesk(s.store, s.config.Requests, counters, s.config.Logger)
	s.desk.webhooks = s.newWebhooks(registry)
	if store.IsServer(s.config.Store) {
		s.desk.fleet = support.NewFleet(s.store, s.desk.presence, s.legs)
	}
	hub := signalhub.Config{
		Name: s.name(), Agents: accounts, Codes: codes, Sessions: s.sessions, Limits: limits,
		Tickets: homeTickets{keys: s.ticketKeys, here: s.legs, fleet: s.desk.fleet}, Legs: s.forwarder,
		Desk: s.desk.signalling(), Logger: s.config.Logger, Registerer: registry,
	}
	if s.desk.fleet != nil {
		hub.Fleet = s.desk.fleet
	}
	if s.hub, err = signalhub.New(hub); err != nil {
		return fmt.Errorf("assemble signalling: %w", err)
	}
	mux.Handle("GET "+signalling.Path, s.hub)
	s.mail, err = mail.New(mail.Config{
		Settings: s.config.Mail, Relay: s.relay, Store: s.store, Links: support.NewLinks(s.store), Logger: s.config.Logger, Registerer: registry,
	})
	if err != nil {
		return err
	}
	drain, err := s.addPages(mux, accounts, codes, limits)
	if err != nil {
		return err
	}
	s.pages = s.newHTTP(web.TrustProxies(s.config.Proxies, web.Secure(s.certificates.vouched(), mux)))
	s.pages.RegisterOnShutdown(drain) // pages that stay open would hold it up
	return nil
}

// name returns what the relay calls itself.
func (s *Server) name() string {
	if s.config.Name != "" {
		return s.config.Name
	}
	return s.relay
}

// addPages hangs the pages for browsers on mux, and returns what ends those that stay open.
func (s *Server) addPages(mux *http.ServeMux, accounts *support.Accounts, codes *support.Codes, limits *support.JoinLimits) (drain func(), err error) {
	site, err := web.New(s.relay, s.config.Logger)
	if err != nil {
		return nil, err
	}
	signIn, err := s.signIns(site, accounts)
	if err != nil {
		return nil, err
	}
	s.downloads = portal.NewDownloads(s.config.Downloads, filepath.Join(s.config.Data, "downloads"), s.relay, s.config.Logger)
	portals, err := portal.New(portal.Config{
		Site: site, Logger: s.config.Logger, Codes: codes, Limits: limits, Downloads: s.downloads, Directory: s.store,
		Requests: s.desk.requests, Surveys: s.desk.surveys, Feed: s.desk.feed, Presence: s.desk.presence,
	})
	if err != nil {
		return nil, err
	}
	managers, err := center.New(center.Config{
		Site: site, Logger: s.config.Logger, Passwords: signIn, Factors: signIn.Factors, SignIns: support.NewCenterSignIns(s.store),
		Directory: s.store, Manage: support.NewManage(s.store), Preview: portals, Reports: support.NewReports(s.store), Jobs: s.desk.jobs, Privacy: s.desk.privacy,
		Reviews: support.NewReviews(s.store), Live: support.NewLive(store.Past{Store: s.store}), Monitor: s.desk.monitoring, Feed: s.desk.feed,
		Mail: s.mail, Links: support.NewLinks(s.store), Relay: itself{started: time.Now(), forwarder: s.forwarder},
	})
	if err != nil {
		return nil, err
	}
	signIn.Open(managers.Door())
	if err := s.addAPI(mux, signIn.NormalMail); err != nil {
		return nil, err
	}
	site.Routes(mux)
	signIn.Routes(mux)
	managers.Routes(mux)
	portals.Routes(mux)
	return func() { portals.Drain(); managers.Drain() }, nil
}
