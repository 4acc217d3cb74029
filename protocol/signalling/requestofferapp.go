package signalling

import "beside.example/protocol/wire"

// RequestOfferApp makes the customer's page offer the customer's app, and show a portal code for it; RequestAppOffered answers it. Said
// again by the same device, it tells the code anew, which stays unless its time is nearly over: an app that was started again expects
// the customer with what the page shows. Said by another device of the agent, it replaces the code, and that one's app expects the
// customer's.
//
//	id [16]
type RequestOfferApp struct {
	ID RequestID
}

// Type returns TypeRequestOfferApp.
func (RequestOfferApp) Type() MessageType { return TypeRequestOfferApp }

func (m RequestOfferApp) append(b []byte) []byte { return append(b, m.ID[:]...) }

func readRequestOfferApp(r *wire.Reader) RequestOfferApp {
	var m RequestOfferApp
	r.Into(m.ID[:])
	return m
}
