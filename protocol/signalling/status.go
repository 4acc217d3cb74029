package signalling

import "fmt"

// Status says whether an agent takes requests.
type Status uint8

// The statuses.
const (
	StatusUntold    Status = 0 // an app of a version that knows availability alone
	StatusAvailable Status = 1 // takes requests
	StatusBusy      Status = 2 // at work: is not alerted, still sees the list and may be invited
	StatusAway      Status = 3 // not at the desk
)

// String returns the status's name for logs.
func (s Status) String() string {
	switch s {
	case StatusUntold:
		return "untold"
	case StatusAvailable:
		return "available"
	case StatusBusy:
		return "busy"
	case StatusAway:
		return "away"
	}
	return fmt.Sprintf("status %d", uint8(s))
}
