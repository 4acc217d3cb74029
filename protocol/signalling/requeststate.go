package signalling

import "fmt"

// RequestState says how far a request has come.
type RequestState uint8

// The states of a request; from RequestDownloadError on it is over.
const (
	RequestSubmitted       RequestState = 1  // the form is filled in, the page not yet there to wait
	RequestPosted          RequestState = 2  // the customer waits
	RequestTaken           RequestState = 3  // an agent said Yes
	RequestInSession       RequestState = 4  // both apps met
	RequestDownloadError   RequestState = 5  // the customer could not get or start the app
	RequestConnectionError RequestState = 6  // the two apps did not meet
	RequestDeclined        RequestState = 7  // every agent said No
	RequestNoResponse      RequestState = 8  // nobody answered in time
	RequestAbandoned       RequestState = 9  // the customer left
	RequestResolved        RequestState = 10 // the agent judged so
	RequestUnresolved      RequestState = 11
	RequestUnknown         RequestState = 12 // ended without a judgement
)

// Final reports whether the request is over.
func (s RequestState) Final() bool { return s >= RequestDownloadError }

// String returns the state's name for logs.
func (s RequestState) String() string {
	names := [...]string{
		RequestSubmitted: "submitted", RequestPosted: "posted", RequestTaken: "accepted", RequestInSession: "in session",
		RequestDownloadError: "download error", RequestConnectionError: "connection error", RequestDeclined: "declined",
		RequestNoResponse: "no response", RequestAbandoned: "abandoned", RequestResolved: "resolved",
		RequestUnresolved: "unresolved", RequestUnknown: "unknown",
	}
	if int(s) < len(names) && names[s] != "" {
		return names[s]
	}
	return fmt.Sprintf("request state %d", uint8(s))
}
