package webhook

import (
	"encoding/hex"
	"encoding/json"
	"time"

	"beside.example/relay/internal/support"
)

// payload is what a receiver gets. It is made of the delivery alone, so that every try says the same.
type payload struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"` // when it happened
	Data      data      `json:"data"`
}

// data names what the event is about.
type data struct {
	Organisation uint64 `json:"organisation"`
	Request      string `json:"request,omitempty"` // as the REST API names it; a session that came of nine digits is its own
	Session      string `json:"session,omitempty"`
	Portal       uint64 `json:"portal,omitempty"`
	Agent        uint64 `json:"agent,omitempty"`
	State        string `json:"state,omitempty"`   // of the request
	Outcome      string `json:"outcome,omitempty"` // of the session
}

// body writes what a delivery tells an organisation's webhook.
func body(o support.OrganisationID, d support.Delivery) ([]byte, error) {
	p := payload{Type: d.Event.String(), Timestamp: d.At.UTC(), Data: data{Organisation: uint64(o), Portal: uint64(d.Portal), Agent: uint64(d.Agent)}}
	if d.Session != [len(d.Session)]byte{} {
		p.Data.Session = hex.EncodeToString(d.Session[:])
	}
	if about := (support.CaseID{Request: d.Request, Call: d.Session}); about != (support.CaseID{}) {
		p.Data.Request = about.Name()
	}
	switch d.Event {
	case support.WebhookRequestPosted, support.WebhookRequestAccepted, support.WebhookRequestEnded, support.WebhookSurveyAnswered:
		p.Data.State = support.RequestState(d.Outcome).Name()
	case support.WebhookSessionEnded:
		p.Data.Outcome = support.Outcome(d.Outcome).Name()
	}
	return json.Marshal(p)
}
