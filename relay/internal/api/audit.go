package api

import (
	"context"
	"strconv"
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
		var before uint64
		if in.Cursor != "" {
			var err error
			if before, err = strconv.ParseUint(in.Cursor, 10, 63); err != nil || before == 0 {
				return nil, badCursor()
			}
		}
		events, err := a.Directory.Audit(ctx, who.Organisation.ID, support.AgentID(in.Agent), before, in.Limit+1)
		if err != nil {
			return nil, err
		}
		next := ""
		if len(events) > in.Limit {
			events = events[:in.Limit]
			next = strconv.FormatUint(events[in.Limit-1].ID, 10)
		}
		return newList(views(events, viewAudit), next), nil
	})
}

func viewAudit(e support.AuditEvent) auditView {
	return auditView{
		ID: e.ID, At: e.At.UTC(), Act: string(e.Act), Agent: uint64(e.Agent), Token: uint64(e.Token), Name: e.Name, Object: e.Object,
		Changes: append([]support.Change{}, e.Changes...),
	}
}
