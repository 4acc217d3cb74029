package api

import (
	"context"
	"time"

	"beside.example/relay/internal/support"
)

// auditView is one act of management.
type auditView struct {
	ID      uint64           `json:"id"`
	At      time.Time        `json:"at"`
	Act     string           `json:"act"`
	Agent   uint64           `json:"agent" doc:"Who did it; of a program, who made its token"`
	Token   uint64           `json:"token,omitempty" doc:"The API token with which a program did it"`
	Name    string           `json:"name" doc:"The agent's at that time, or the token's"`
	Object  string           `json:"object" doc:"What it was done to, as people call it"`
	Changes []support.Change `json:"changes"`
}

// auditFilter picks acts of management.
type auditFilter struct {
	Paging
	Agent uint64 `query:"agent" doc:"Only what this agent did, and programs whose tokens the agent made"`
}

func (a *API) audit() {
	register(a, operation{
		method: "GET", path: "/audit", id: "list-audit", group: "Audit log", summary: "Acts of management, the latest first", act: support.ActSeeAudit,
	}, func(ctx context.Context, who support.Manager, in *auditFilter) (*list[auditView], error) {
		return latestFirst(in.Paging, func(before uint64, limit int) ([]support.AuditEvent, error) {
			return a.Directory.Audit(ctx, who.Organisation.ID, support.AgentID(in.Agent), before, limit)
		}, viewAudit, func(e support.AuditEvent) uint64 { return e.ID })
	})
}

func viewAudit(e support.AuditEvent) auditView {
	return auditView{
		ID: e.ID, At: e.At.UTC(), Act: string(e.Act), Agent: uint64(e.Agent), Token: uint64(e.Token), Name: e.Name, Object: e.Object,
		Changes: append([]support.Change{}, e.Changes...),
	}
}
