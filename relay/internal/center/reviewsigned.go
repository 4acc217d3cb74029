package center

import (
	"encoding/hex"
	"encoding/json"
	"net/http"
	"time"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// signedPage is one page that an agent's app handed in, as it was signed: with these anybody can check what a review says.
type signedPage struct {
	Session   string    `json:"session"`
	Agent     string    `json:"agent"`
	Part      string    `json:"part"`
	Number    uint16    `json:"number"`
	DeviceKey string    `json:"device_key"` // Ed25519, in hexadecimal
	Signature []byte    `json:"signature"`
	Signed    string    `json:"signed_with"` // what stands before the page in what is signed
	Page      []byte    `json:"page"`
	Received  time.Time `json:"received"`
}

// signedWith is what the signature covers before the page, with a zero byte behind it.
const signedWith = "beside hand-in"

// sendSigned sends all pages that were handed in of a session.
func (c *Center) sendSigned(w http.ResponseWriter, r *http.Request, who Manager) error {
	review, known, err := c.review(r, who)
	if err != nil {
		return err
	}
	pages, err := c.Reviews.Signed(r.Context(), review)
	if err != nil {
		return err
	}
	agents := map[string]string{}
	for _, s := range review.Sessions {
		agents[hex.EncodeToString(s.ID[:])] = known.agent(s.Agent)
	}
	all := []signedPage{}
	for _, p := range pages {
		session := hex.EncodeToString(p.Session[:])
		all = append(all, signedPage{
			Session: session, Agent: agents[session], Part: p.Part.String(), Number: p.Number, DeviceKey: hex.EncodeToString(p.DeviceKey),
			Signature: p.Signature, Signed: signedWith, Page: p.Page, Received: p.Received,
		})
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", `attachment; filename="`+review.Case.Name()+`.json"`)
	return json.NewEncoder(w).Encode(all)
}

// review reads the review that an address is of, with the names of those in it.
func (c *Center) review(r *http.Request, who Manager) (review support.Review, known names, err error) {
	id, ok := support.ParseCaseName(r.PathValue("case"))
	if !ok {
		return review, known, web.NotFound()
	}
	if known, err = c.names(r.Context(), who); err != nil {
		return review, known, err
	}
	review, err = c.Reviews.Case(r.Context(), who, id)
	return review, known, err
}
