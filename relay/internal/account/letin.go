package account

import (
	"net/http"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// LetIn goes on at the door of a path as after the right password of an agent, for whoever has just chosen it: to a second factor where one is
// wanted, and in.
func (a *Account) LetIn(w http.ResponseWriter, r *http.Request, path string, agent support.Agent) error {
	for _, d := range a.doors {
		if d.Path() == path {
			return visit{a, d}.proved(w, r, agent)
		}
	}
	return web.NotFound()
}
