package support

import "context"

// ImportEntry is an agent as a file names them, who may be there already.
type ImportEntry struct {
	AgentEntry
	PasswordHash string // of one who is not there yet, or
	Invite       string // the language in which such a one is invited by mail; empty for none
	KeepPortals  bool   // the file says nothing of portals
}

// ImportAgents makes or invites the agents who are missing and changes those who are there, all or nothing. index names the entry that the error is
// about.
func (m *Manage) ImportAgents(ctx context.Context, who Manager, entries []ImportEntry) (index int, err error) {
	err = m.store.Manage(ctx, func(within ManageStore) error {
		agents, err := within.Agents(ctx, who.Organisation.ID)
		if err != nil {
			return err
		}
		known := map[string]AgentID{}
		for _, a := range agents {
			known[a.Mail] = a.ID
		}
		for i, e := range entries {
			index = i
			if err := importAgent(ctx, within, who, known, e); err != nil {
				return err
			}
		}
		return nil
	})
	return index, err
}

func importAgent(ctx context.Context, within ManageStore, who Manager, known map[string]AgentID, e ImportEntry) error {
	id, there := known[e.Mail]
	if !there && e.Invite != "" {
		_, err := invite(ctx, within, who, e.AgentEntry, e.Invite, true)
		return err
	}
	if !there {
		id, err := createAgent(ctx, within, who, e.AgentEntry, e.PasswordHash)
		known[e.Mail] = id
		return err
	}
	before, err := agentFor(ctx, within, who, id)
	if err != nil {
		return err
	}
	if e.KeepPortals {
		e.Portals = before.Portals
	}
	return changeAgent(ctx, within, who, before, e.AgentEntry)
}
