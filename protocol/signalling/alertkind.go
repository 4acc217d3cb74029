package signalling

import "fmt"

// AlertKind says whether, and as what, a request pops up at this agent now.
type AlertKind uint8

// The kinds of alerts.
const (
	AlertNone       AlertKind = 0
	AlertNew        AlertKind = 1 // Box, Button, Queue
	AlertMatch      AlertKind = 2 // the customer picked this agent
	AlertInvitation AlertKind = 3 // a colleague invites into a session
	AlertTransfer   AlertKind = 4 // a colleague hands a session over
)

// String returns the kind's name for logs.
func (k AlertKind) String() string {
	switch k {
	case AlertNone:
		return "none"
	case AlertNew:
		return "new"
	case AlertMatch:
		return "match"
	case AlertInvitation:
		return "invitation"
	case AlertTransfer:
		return "transfer"
	}
	return fmt.Sprintf("alert kind %d", uint8(k))
}
