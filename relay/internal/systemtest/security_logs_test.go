package systemtest

import (
	"net/http"
	"strings"
	"testing"

	"beside.example/internal/join"
	"beside.example/protocol/signalling"
)

// TestLogsTellNothing goes from the form to the session and the survey, with mistakes on the way, and looks for what was typed, and for what
// opens something, in all that the relay and the apps logged.
func TestLogsTellNothing(t *testing.T) {
	o := newOffice(t, 0)
	ada := o.hire("Ada")
	bea, eve := o.visit(t), o.visit(t)
	const digits = "987654321" // as somebody types the whole code where four are wanted
	secrets := map[string]string{"digits": digits, "last digits": digits[4:]}
	typed := func(what string) string {
		secrets[what] = "Zanzibar " + what
		return secrets[what]
	}
	bea.post(pageOf("box"), form{"customer": typed("left out")})
	bea.asks("box", form{"customer": typed("name"), "question": typed("question"), "field.room": typed("room")})
	secrets["the token"] = bea.token()
	bea.post("/request/say", form{"text": typed("line")})
	bea.post("/request/trouble", form{"what": typed("trouble")})
	eve.hold(requestCookie, bea.token()+"x")
	eve.get("/request")
	eve.with("Origin", "https://"+evil).post("/request/say", form{"text": typed("forged line")})
	eve.get("/me?n=" + digits)
	eve.post(signIn, form{"mail": "nobody@southfield.example", "password": typed("password")})
	r := o.request(bea)
	_, _, err := ada.AcceptRequest(t.Context(), rid(r))
	must(t, err)
	must(t, ada.SayInRequest(t.Context(), rid(r), typed("answer")))
	shown, _, err := ada.OfferApp(t.Context(), rid(r))
	must(t, err)
	secrets["the portal code"], secrets["the portal code as shown"] = shown.Canonical(), shown.Show()
	s := meetPortal(ada, o.here.customer(), join.Meeting{Request: rid(r)}, shown)
	s.echo()
	must(t, ada.CloseRequest(t.Context(), rid(r), signalling.OutcomeResolved, typed("note")))
	if a := bea.post("/request/survey", form{"answer.words": typed("survey")}); a.StatusCode != http.StatusSeeOther {
		t.Errorf("the survey: status %d", a.StatusCode)
	}
	o.logs.mu.Lock()
	defer o.logs.mu.Unlock()
	logged := o.logs.text.String()
	for what, secret := range secrets {
		if strings.Contains(logged, secret) {
			t.Errorf("the logs show the %s", what)
		}
	}
	if !strings.Contains(logged, "request accepted") {
		t.Error("this is not the relay's log")
	}
}
