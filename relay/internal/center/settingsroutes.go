package center

import "beside.example/relay/internal/support"

// Where the organisation's settings are.
const settingsPath = "/center/settings"

// Names of the templates of the pages about the organisation.
const pageSettings = "settings"

func settingsPages() []string { return []string{pageSettings} }

// settingsRoutes are the routes of what an organisation decides about itself.
func (c *Center) settingsRoutes() []route {
	return []route{
		{"GET " + settingsPath, support.ActSeeSettings, c.showSettings},
		{"POST " + settingsPath, support.ActChangeSettings, c.putSettings},
		{"POST " + settingsPath + "/mail", support.ActManageOrganisation, c.tryMail},
	}
}
