package center

import "net/http"

// conflictData says that somebody else was faster.
type conflictData struct {
	Name  string // of what was to be changed
	Again string // where it is shown as it is now
}

// renderConflict tells a manager that the form was not kept, since somebody else changed the same thing meanwhile.
func (c *Center) renderConflict(w http.ResponseWriter, r *http.Request, who Manager, section string, data conflictData) error {
	return c.render(w, r, who, http.StatusConflict, pageConflict, section, data)
}
