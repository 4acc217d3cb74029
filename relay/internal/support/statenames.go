package support

import "fmt"

// stateNames are the states of requests by the names that programs use, those of the counters.
var stateNames = [...]string{
	RequestSubmitted: "submitted", RequestPosted: "posted", RequestAccepted: "accepted", RequestInSession: "in_session",
	RequestDownloadError: "download_error", RequestConnectionError: "connection_error", RequestDeclined: "declined",
	RequestNoResponse: "no_response", RequestAbandoned: "abandoned", RequestResolved: "resolved", RequestUnresolved: "unresolved", RequestUnknown: "unknown",
}

// Name returns the state's name as programs know it.
func (s RequestState) Name() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return fmt.Sprintf("state_%d", uint8(s))
}

// outcomeNames are the outcomes of sessions by the names that programs use.
var outcomeNames = [...]string{OutcomeUnknown: "unknown", OutcomeResolved: "resolved", OutcomeUnresolved: "unresolved"}

// Name returns the outcome's name as programs know it.
func (o Outcome) Name() string {
	if int(o) < len(outcomeNames) {
		return outcomeNames[o]
	}
	return fmt.Sprintf("outcome_%d", uint8(o))
}
