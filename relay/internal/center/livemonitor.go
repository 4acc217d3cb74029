package center

import (
	"errors"
	"net/http"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// monitorLive has a manager's own app ask whether to watch a session now. What happens then is between the apps.
func (c *Center) monitorLive(w http.ResponseWriter, r *http.Request, who Manager) error {
	id, ok := support.ParseCaseName(r.PathValue("case"))
	if !ok {
		return web.NotFound()
	}
	err := c.Monitor.Ask(r.Context(), who, id)
	if err == nil {
		return backToLive(w, r, "monitor")
	}
	for problem, key := range map[error]string{
		support.ErrMonitoringOff: "monitor.problem.off", support.ErrOwnSession: "monitor.problem.own", support.ErrNoApp: "monitor.problem.noapp",
		support.ErrAway: "monitor.problem.away", support.ErrGone: "monitor.problem.gone", support.ErrTooMany: "monitor.problem.often",
	} {
		if errors.Is(err, problem) {
			return c.renderLive(w, r, who, http.StatusConflict, key)
		}
	}
	return err
}
