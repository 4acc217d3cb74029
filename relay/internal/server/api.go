package server

import (
	"fmt"
	"net/http"

	"beside.example/relay/internal/api"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// addAPI hangs what programs may ask on mux.
func (s *Server) addAPI(mux *http.ServeMux, normalMail api.NormalMail) error {
	programs, err := api.New(api.Config{
		Logger: s.config.Logger, Tokens: support.NewTokens(s.store), Directory: store.Past{Store: s.store}, Manage: support.NewManage(s.store), Reports: support.NewReports(s.store),
		Reviews: support.NewReviews(s.store), Live: support.NewLive(store.Past{Store: s.store}), Sessions: support.NewSessionList(s.store), NormalMail: normalMail,
		Privacy: s.desk.privacy, Post: s.mail,
		ClientAddr: web.ClientAddr,
	})
	if err != nil {
		return fmt.Errorf("assemble the API: %w", err)
	}
	mux.Handle(api.Root+"/", programs)
	return nil
}
