package server

import (
	"github.com/prometheus/client_golang/prometheus"

	"beside.example/relay/internal/webhook"
)

// newWebhooks returns what tells receivers outside what happens.
func (s *Server) newWebhooks(registry prometheus.Registerer) *webhook.Dispatcher {
	return webhook.New(webhook.Config{Store: s.store, Guard: webhook.NewGuard(s.config.PrivateWebhooks), Logger: s.config.Logger, Registerer: registry})
}
