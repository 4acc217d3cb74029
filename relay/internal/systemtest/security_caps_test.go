package systemtest

import (
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// mess is a text of more than so many characters that can be seen, full of what nobody can see or what turns round what follows.
func mess(seen int) string {
	const unit = "é\u202e\u2066\x00\x1b[31m\u200b\ufeff\U000e0041x\u0085\r\n\u2028e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301"
	return strings.Repeat(unit, seen/10)
}

// unseen is what must never come out again; a line feed may, in some.
const unseen = "\u202e\u2066\u202d\x00\x1b\u200b\ufeff\U000e0041\u0085\r\u2028"

// mustFit holds a text against its limit.
func mustFit(t *testing.T, what, text string, limit int) {
	t.Helper()
	if n := utf8.RuneCountInString(text); n > limit || n < limit/2 {
		t.Errorf("%s has %d characters, may have %d", what, n, limit)
	}
	if strings.ContainsAny(text, unseen) || !utf8.ValidString(text) || strings.Contains(text, strings.Repeat("\u0301", 5)) {
		t.Errorf("%s is not clean: %.100q", what, text)
	}
}

// TestTooLong fills too much into every field, on both sides of the chat, and reads it where it comes out: in the store, on the page and in the
// agents' apps.
func TestTooLong(t *testing.T) {
	o := newOffice(t, 0)
	d := o.dress(1, harmless)
	huge := mess(2 * support.MaxLine)
	long := mess(support.MaxQuestion + 100)
	bea := d.visit(t)
	bea.asks(d.box.Slug, form{
		"customer": long, "question": long, "field.room": long, "field.story": long, "field.mail": "bea@southfield.example", "field.unasked": long,
	})
	bea.post("/request/say", form{"text": huge})
	r := d.request(bea)
	q, lines, err := d.agent.AcceptRequest(t.Context(), rid(r))
	must(t, err)
	must(t, d.agent.SayInRequest(t.Context(), rid(r), huge))
	must(t, d.agent.CloseRequest(t.Context(), rid(r), signalling.OutcomeResolved, huge))
	bea.post("/request/survey", form{"answer.words": huge, "answer.helped": "9999999999", "answer.unasked": "5"})
	for what, text := range map[string]string{"the name": r.Customer, "the name in the app": q.Customer} {
		mustFit(t, what, text, support.MaxName)
	}
	for what, text := range map[string]string{"the question": r.Question, "the question in the app": q.Question, "the story": r.Fields["story"]} {
		mustFit(t, what, text, support.MaxQuestion)
	}
	mustFit(t, "the room", r.Fields["room"], support.MaxLineAnswer)
	if len(r.Fields) != 3 || strings.Contains(r.Fields["room"]+r.Customer, "\n") || len(lines) != 1 {
		t.Errorf("kept %d fields, %q, and %d lines", len(r.Fields), r.Customer, len(lines))
	}
	mustFit(t, "the customer's line", lines[0].Text, support.MaxLine)
	events, err := d.requests.Events(t.Context(), r.ID, 0, support.MaxEvents)
	must(t, err)
	said := 0
	for _, e := range events {
		if e.Kind == support.EventSaid {
			said++
			mustFit(t, "a line", e.Text, support.MaxLine)
		}
	}
	if said != 2 {
		t.Errorf("%d lines are kept", said)
	}
	mustFit(t, "the note", d.now(r).Notes, support.MaxNotes)
	answers, err := d.store.Answers(t.Context(), r.ID)
	if err != nil || len(answers) != 1 || answers[0].Key != "words" {
		t.Fatalf("the survey is kept as %+v, %v", answers, err)
	}
	mustFit(t, "the answer", answers[0].Text, support.MaxTextAnswer)
	for _, path := range []string{"/request", "/request/chat.txt", pageOf(d.box.Slug) + "?again=1"} {
		if a := bea.get(path); a.StatusCode != http.StatusOK || strings.ContainsAny(strings.ReplaceAll(a.body, "\r\n", "\n"), unseen) {
			t.Errorf("%s: status %d", path, a.StatusCode)
		}
	}
}

// TestLongestForm fills every field to its limit with what takes the most bytes: such a form is taken, and nothing of it is lost.
func TestLongestForm(t *testing.T) {
	const fields = 8 // as many as a portal may have
	o := newOffice(t, 0)
	o.hire("Ada")
	box := o.portals[support.PortalBox]
	box.Page.Fields = nil
	words := strings.Repeat("\U0001f980", support.MaxQuestion)
	body := form{"customer": "Bea", "question": words}
	for n := range fields {
		key := string(rune('a' + n))
		box.Page.Fields = append(box.Page.Fields, support.Field{Key: key, Kind: support.FieldText, Label: support.Texts{"en": key}})
		body["field."+key] = words
	}
	box, err := box.Clean()
	must(t, err)
	must(t, o.store.UpdatePortal(t.Context(), box))
	bea := o.visit(t)
	bea.asks("box", body)
	r := o.request(bea)
	if len(r.Fields) != fields || r.Question != words || r.Fields["h"] != words {
		t.Errorf("%d fields and %d bytes of the question are kept", len(r.Fields), len(r.Question))
	}
}

// TestTooLongComment has an agent write too much to a colleague.
func TestTooLongComment(t *testing.T) {
	o := newOffice(t, 0)
	ada, ben := o.hire("Ada"), o.hire("Ben")
	_, s := o.helping(ada)
	id, err := ada.Introduce(t.Context(), signalling.Introduce{
		Session: s.agent.Session, Kind: signalling.IntroductionInvite, ToAgent: signalling.AgentID(ben.id), Comment: mess(6 * support.MaxComment),
	})
	must(t, err)
	offer := awaitPush(ben, "the invitation", func(m signalling.IntroductionOffer) bool { return m.ID == id })
	mustFit(t, "the comment", offer.Comment, support.MaxComment)
}

// TestTooMuch sends forms that are longer than any form of ours, with and without saying so, and addresses and headers without an end.
func TestTooMuch(t *testing.T) {
	o := newOffice(t, 0)
	o.hire("Ada")
	bea := o.visit(t)
	bea.asks("box", everything())
	before := o.record(t, o.request(bea).ID)
	const tooMuch = 1 << 20
	for path := range changing {
		a, err := bea.try(t.Context(), http.MethodPost, path, form{"text": strings.Repeat("x", tooMuch), "what": "download"})
		if err == nil && a.StatusCode != http.StatusBadRequest { // the relay may hang up before all is sent
			t.Errorf("%s takes a form of a megabyte: status %d", path, a.StatusCode)
		}
	}
	for what, a := range map[string]func() (answer, error){
		"an address": func() (answer, error) {
			return bea.try(t.Context(), http.MethodGet, "/me?n="+strings.Repeat("1", tooMuch), nil)
		},
		"a header": func() (answer, error) {
			return bea.with("X-Long", strings.Repeat("1", tooMuch)).try(t.Context(), http.MethodGet, "/me", nil)
		},
		"a cookie": func() (answer, error) {
			return bea.with("Cookie", strings.Repeat("a=b; ", tooMuch/5)).try(t.Context(), http.MethodGet, "/request", nil)
		},
	} {
		got, err := a()
		if err == nil && got.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("%s of a megabyte: status %d", what, got.StatusCode)
		}
	}
	if after := o.record(t, o.request(bea).ID); after != before {
		t.Errorf("changed from\n%s\nto\n%s", before, after)
	}
}
