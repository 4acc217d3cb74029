package signalling

import "beside.example/protocol/wire"

// RequestOfferApp makes the customer's page offer the customer's app, and show a portal code for it; RequestAppOffered answers it. Said
// again, it replaces the code, and the app that said it last is the one that expects the customer's.
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
