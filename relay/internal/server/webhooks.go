package server

import "beside.example/relay/internal/webhook"

// newWebhooks returns what tells receivers outside what happens.
func (s *Server) newWebhooks() *webhook.Dispatcher {
	return webhook.New(webhook.Config{Store: s.store, Guard: webhook.NewGuard(s.config.PrivateWebhooks), Logger: s.config.Logger})
}
