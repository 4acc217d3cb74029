package center

import "beside.example/relay/internal/support"

// Names of the templates of the pages about people, and of what they share with those about portals.
const (
	pagePeople   = "people"
	pageAgent    = "agent"
	pageTeam     = "team"
	pageImport   = "import"
	pageConflict = "conflict"
	pageAudit    = "audit"
)

func peoplePages() []string {
	return []string{pagePeople, pageAgent, pageTeam, pageImport, pageConflict, pageAudit}
}

// peopleRoutes are the routes of teams and agents, and of what managers did.
func (c *Center) peopleRoutes() []route {
	return []route{
		{"GET " + peoplePath, support.ActManageAgent, c.showPeople},
		{"GET " + agentsPath + "/new", support.ActManageAgent, c.showNewAgent},
		{"POST " + agentsPath + "/new", support.ActManageAgent, c.createAgent},
		{"GET " + agentsPath + "/{id}", support.ActManageAgent, c.showAgent},
		{"POST " + agentsPath + "/{id}", support.ActManageAgent, c.changeAgent},
		{"POST " + agentsPath + "/{id}/disable", support.ActManageAgent, c.onAgent("disabled", c.disableAgent)},
		{"POST " + agentsPath + "/{id}/enable", support.ActManageAgent, c.onAgent("enabled", c.enableAgent)},
		{"POST " + agentsPath + "/{id}/sign-out", support.ActSignOutAgent, c.onAgent("out", c.signOutAgent)},
		{"POST " + agentsPath + "/{id}/factor", support.ActManageOrganisation, c.onAgent("factor", c.resetFactor)},
		{"POST " + agentsPath + "/{id}/password", support.ActManageAgent, c.newPassword},
		{"GET " + peoplePath + "/agents.csv", support.ActManageAgent, c.exportAgents},
		{"GET " + peoplePath + "/import", support.ActManageAgent, c.showImport},
		{"POST " + peoplePath + "/import", support.ActManageAgent, c.importAgents},
		{"GET " + teamsPath + "/new", support.ActManageTeam, c.showNewTeam},
		{"POST " + teamsPath + "/new", support.ActManageTeam, c.putTeam},
		{"GET " + teamsPath + "/{id}", support.ActManageTeam, c.showTeam},
		{"POST " + teamsPath + "/{id}", support.ActManageTeam, c.putTeam},
		{"GET " + auditPath, support.ActManageOrganisation, c.showAudit},
	}
}
