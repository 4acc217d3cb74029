package center

import "beside.example/relay/internal/support"

// Names of the templates of the pages about portals and canned replies.
const (
	pagePortals = "portals"
	pagePortal  = "portal"
	pageNoView  = "noview"
	pageReplies = "replies"
	pageReply   = "reply"
)

func portalPages() []string {
	return []string{pagePortals, pagePortal, pageNoView, pageReplies, pageReply}
}

// portalRoutes are the routes of portals and canned replies.
func (c *Center) portalRoutes() []route {
	return []route{
		{"GET " + portalsPath, support.ActPutCanned, c.showPortals},
		{"GET " + portalsPath + "/new", support.ActManagePortal, c.showNewPortal},
		{"POST " + portalsPath + "/new", support.ActManagePortal, c.putPortal},
		{"POST " + portalsPath + "/new/preview", support.ActManagePortal, c.previewPortal},
		{"GET " + portalsPath + "/{id}", support.ActManagePortal, c.showPortal},
		{"POST " + portalsPath + "/{id}", support.ActManagePortal, c.putPortal},
		{"POST " + portalsPath + "/{id}/preview", support.ActManagePortal, c.previewPortal},
		{"POST " + portalsPath + "/{id}/logo", support.ActManagePortal, c.putLogo},
		{"GET " + portalsPath + "/preview.css", support.ActManagePortal, c.previewColours},
		{"GET " + repliesPath, support.ActPutCanned, c.showReplies},
		{"GET " + repliesPath + "/new", support.ActPutCanned, c.showNewReply},
		{"POST " + repliesPath + "/new", support.ActPutCanned, c.putReply},
		{"GET " + repliesPath + "/{id}", support.ActPutCanned, c.showReply},
		{"POST " + repliesPath + "/{id}", support.ActPutCanned, c.putReply},
		{"POST " + repliesPath + "/{id}/delete", support.ActPutCanned, c.deleteReply},
	}
}
