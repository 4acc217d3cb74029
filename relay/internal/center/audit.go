package center

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"beside.example/relay/internal/support"
)

// auditPage is how many acts a page of the log shows.
const auditPage = 100

// auditData is a page of the audit log.
type auditData struct {
	Events []auditLine
	Next   uint64 // where the next page begins, 0 at the end
	Paged  bool   // it is not the first page
}

// auditLine is one act.
type auditLine struct{ support.AuditEvent }

// Key is the catalogue key of the act.
func (l auditLine) Key() string {
	return "center.audit.act." + strings.ReplaceAll(string(l.Act), "-", "")
}

// FieldKey is the catalogue key of a field that was changed.
func (auditLine) FieldKey(field string) string {
	return "center.audit.field." + strings.ReplaceAll(field, "-", "")
}

func (c *Center) showAudit(w http.ResponseWriter, r *http.Request, who Manager) error {
	var before uint64
	if text := r.URL.Query().Get("before"); text != "" {
		var err error
		if before, err = strconv.ParseUint(text, 10, 63); err != nil {
			return support.ErrNotFound
		}
	}
	events, err := c.Directory.Audit(r.Context(), who.Organisation.ID, 0, before, auditPage+1)
	if err != nil {
		return fmt.Errorf("read the audit log: %w", err)
	}
	data := auditData{Paged: before != 0}
	if len(events) > auditPage {
		events = events[:auditPage]
		data.Next = events[auditPage-1].ID
	}
	for _, e := range events {
		data.Events = append(data.Events, auditLine{e})
	}
	return c.render(w, r, who, http.StatusOK, pageAudit, auditPath, data)
}

// Link is where the object of the act is shown, empty for nowhere.
func (l auditLine) Link() string {
	if _, ok := support.ParseCaseName(l.Object); ok && (l.Act == support.AuditReviewed || l.Act == support.AuditMonitorBegun || l.Act == support.AuditMonitorEnded) {
		return sessionsPath + "/" + l.Object
	}
	return ""
}
