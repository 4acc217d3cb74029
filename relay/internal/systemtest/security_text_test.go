package systemtest

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"beside.example/protocol/signalling"
	"beside.example/protocol/text"
	"beside.example/relay/internal/support"
)

// harmless is a word that no page has of its own.
const harmless = "Zanzibar"

// hostile are texts that want to be more than texts. None is longer than a name may be.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' autofocus onfocus='alert(1)`, `x onmouseover=alert(1) y`, `</textarea><svg onload=alert(1)>`,
	`</title><meta http-equiv=refresh content=0;url=//evil.example>`, `--><form action=//evil.example><input name=x>`, `</template><iframe srcdoc=x></iframe>`,
	`javascript:alert(1)`, `data:text/html,<b>`, `{{.Relay}}{{template "main" .}}`, `&lt;b&gt;&#60;script&#62;`, `<![CDATA[<b>]]><?php x?>`, `<!--#include x-->`,
	`</ol></section><base href=//evil.example>`, `<a href="beside://evil.example/p/A2345678">Northfield</a>`, "\\u003cscript\\u003e", "＜script＞alert(1)＜/script＞",
	"\u202egnp.exe\u2066<b>", "a\x00b\x1b]0;x\x07c\u009bd", "+ADw-script+AD4-", `id: 7 event: turn data: x`,
}

// dressed is an organisation in which everything that somebody may fill in says the same.
type dressed struct {
	*office
	words       string
	box, choice support.Portal
	agent       *colleague
}

// dress makes the n-th such organisation.
func (o *office) dress(n int, words string) *dressed {
	o.t.Helper()
	d := &dressed{office: o, words: words}
	ctx := context.Background()
	name := support.CleanName(words) // as every way to the store does
	texts := support.Texts{"en": words}
	_, key, err := ed25519.GenerateKey(nil)
	must(o.t, err)
	organisation, err := o.store.CreateOrganisation(ctx, support.Organisation{Name: name, Key: key})
	must(o.t, err)
	team, err := o.store.CreateTeam(ctx, support.Team{Organisation: organisation, Name: name, Features: support.FeaturesAll})
	must(o.t, err)
	create := func(kind support.PortalKind) support.Portal {
		p, err := support.Portal{
			Organisation: organisation, Name: name + " " + kind.String(), Slug: fmt.Sprintf("dressed-%d-%v", n, kind), Kind: kind, Features: support.FeaturesAll, ChatFirst: true,
			Page: support.Page{Greeting: texts, Colour: "#123456", Fields: []support.Field{
				{Key: "room", Label: texts, Kind: support.FieldLine},
				{Key: "story", Label: texts, Kind: support.FieldText},
				{Key: "mail", Label: texts, Kind: support.FieldMail},
				{Key: "phone", Label: texts, Kind: support.FieldPhone},
			}},
			Survey: []support.Question{{Key: "helped", Label: texts, Kind: support.QuestionRating}, {Key: "words", Label: texts, Kind: support.QuestionText}},
		}.Clean()
		must(o.t, err)
		p.ID, err = o.store.CreatePortal(ctx, p)
		must(o.t, err)
		return p
	}
	d.box, d.choice = create(support.PortalBox), create(support.PortalMatch)
	id, err := o.store.CreateAgent(ctx, support.Agent{
		Organisation: organisation, Team: team, Name: name, Mail: fmt.Sprintf("dressed-%d@southfield.example", n), Role: support.RoleAgent,
	}, []support.PortalID{d.box.ID, d.choice.ID})
	must(o.t, err)
	d.agent = o.desk(o.here, id)
	must(o.t, d.agent.SetStatus(ctx, signalling.StatusAvailable))
	return d
}

// seen is what a browser was shown, in the order of the visit.
type seen struct {
	names []string
	pages []answer
}

func (s *seen) add(name string, pages ...answer) {
	for _, page := range pages {
		s.names = append(s.names, fmt.Sprintf("%s: %s", name, page.Request.URL.Path))
		s.pages = append(s.pages, page)
	}
}

// visitAll goes through every page that shows what somebody filled in, from the form to the thanks.
func (d *dressed) visitAll(t *testing.T) *seen {
	s := &seen{}
	bea := d.visit(t)
	box, choice := pageOf(d.box.Slug), pageOf(d.choice.Slug)
	body := form{"customer": d.words, "question": d.words, "field.room": d.words, "field.story": d.words, "field.mail": d.words, "field.phone": d.words, "wanted": d.words}
	s.add("empty", bea.get(box), bea.get(choice))
	s.add("wrong", bea.post(box, body), bea.post(choice, body), bea.post(box, form{"customer": d.words}))
	body["field.mail"], body["field.phone"] = "bea@southfield.example", "+44 17"
	bea.asks(d.box.Slug, body)
	bea.post("/request/say", form{"text": d.words})
	look := func(name string) {
		s.add(name, bea.get("/request"), bea.get("/request/frame"), bea.get("/request/frame?part=lines"), bea.get(choice))
	}
	look("waiting")
	r := d.request(bea)
	told, lines, err := d.agent.AcceptRequest(t.Context(), rid(r))
	must(t, err)
	line, lone := text.CleanLines(d.words, support.MaxLine), text.Clean(d.words, support.MaxLine)
	if told.Customer != support.CleanName(d.words) || told.Question != line || told.Fields[0].Value != lone || told.Fields[1].Value != line || len(lines) != 1 || lines[0].Text != line {
		t.Errorf("%q: the agent is told %+v, %+v", d.words, told, lines)
	}
	must(t, d.agent.SayInRequest(t.Context(), rid(r), d.words))
	look("talking")
	s.add("stream", bea.stream(t))
	s.add("kept", bea.get("/request/chat.txt"))
	_, _, err = d.agent.OfferApp(t.Context(), rid(r))
	must(t, err)
	look("app")
	eve := d.here.at(bea.address).visit(t) // another browser in the same place
	slowed := eve.post(box, body)
	slowed.mustSaySlow(t, "")
	s.add("too many", slowed)
	must(t, d.agent.CloseRequest(t.Context(), rid(r), signalling.OutcomeResolved, d.words))
	s.add("ended", bea.get("/request"), bea.get("/request/frame"), bea.get(box+"?again=1"), bea.get(box))
	bea.post("/request/survey", form{"answer.helped": "4", "answer.words": d.words})
	s.add("thanks", bea.get("/request"))
	return s
}

// stream opens the stream of events that a page listens to, and returns the parts of the page that come at once.
func (v *visitor) stream(t *testing.T) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.base+"/request/events?after=0&phase=talking", http.NoBody)
	must(t, err)
	response, err := v.client.Do(request)
	must(t, err)
	defer func() { _ = response.Body.Close() }() // it has no end
	a := answer{Response: response}
	left := map[string]bool{"lines": true, "status": true, "steps": true}
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		line := lines.Text()
		if event, ok := strings.CutPrefix(line, "event: "); ok {
			delete(left, event)
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			a.body += data + "\n"
		} else if name, _, _ := strings.Cut(line, ":"); !slices.Contains([]string{"", "id", "event", "retry", "data"}, name) {
			t.Errorf("the stream has a line %q", line)
		}
		if line == "" && len(left) == 0 {
			break
		}
	}
	return a
}

// count is how often words stand on a page, as text or in an attribute.
func count(t *testing.T, page answer, words string) (n int) {
	t.Helper()
	if !strings.HasPrefix(page.Header.Get("Content-Type"), "text/html") && !strings.HasPrefix(page.Header.Get("Content-Type"), "text/event-stream") {
		return strings.Count(page.body, words)
	}
	for _, e := range elements(t, page.body) {
		n += strings.Count(e.text, words)
		for _, value := range e.attributes {
			n += strings.Count(value, words)
		}
	}
	return n
}

// TestHostileTextIsText fills hostile text into everything that a customer, an agent or a manager may fill in, and looks at every page that shows
// it: it consists of the same elements and leads to the same places as with a harmless word, and the text stands there in full wherever the
// word would.
func TestHostileTextIsText(t *testing.T) {
	o := fewRequests(t, 1)
	plain := o.dress(0, harmless).visitAll(t)
	for n, words := range hostile {
		got := o.dress(n+1, words).visitAll(t)
		for i, page := range got.pages {
			what := fmt.Sprintf("%q, %s", words, got.names[i])
			if page.StatusCode != plain.pages[i].StatusCode || page.Header.Get("Content-Type") != plain.pages[i].Header.Get("Content-Type") {
				t.Errorf("%s: status %d, %v", what, page.StatusCode, page.Header)
			}
			slug := strings.NewReplacer(fmt.Sprintf("/dressed-%d-", n+1), "/dressed-0-")
			want, is := shape(t, plain.pages[i].body, leading), shape(t, slug.Replace(page.body), leading)
			if first, same := difference(want, is); !same && strings.HasPrefix(page.Header.Get("Content-Type"), "text/html") {
				t.Errorf("%s: %s", what, first)
			}
			expected := text.Clean(words, support.MaxName)
			if w, c := count(t, plain.pages[i], harmless), count(t, page, expected); w != c {
				t.Errorf("%s: shows it %d times, want %d: %s", what, c, w, page.body)
			}
			if strings.ContainsAny(page.body, "\u202e\u2066\x1b\x00\x07\u009b") {
				t.Errorf("%s: shows what nobody can see", what)
			}
		}
	}
}

// difference returns the first line in which two shapes differ.
func difference(want, got []string) (first string, same bool) {
	for i := range max(len(want), len(got)) {
		switch {
		case i >= len(want):
			return fmt.Sprintf("has %q more", got[i]), false
		case i >= len(got):
			return fmt.Sprintf("lacks %q", want[i]), false
		case want[i] != got[i]:
			return fmt.Sprintf("has %q instead of %q", got[i], want[i]), false
		}
	}
	return "", true
}

// TestHostileAddresses writes hostile text into every part of an address.
func TestHostileAddresses(t *testing.T) {
	o := newOffice(t, 0)
	o.hire("Ada")
	bea := o.visit(t)
	bea.asks("box", everything())
	pages := func(words string) (all []answer) {
		for _, path := range []string{"/me?n=", "/me?lang=", "/p/queue?again=", "/request?lang=", "/request/frame?part=", "/request/frame?lang=", "/nowhere?x=", signIn + "&lang=", signIn + "&state="} {
			all = append(all, bea.get(path+url.QueryEscape(words)), bea.get(path+"x&"+url.QueryEscape(words)+"=x"))
		}
		for _, path := range []string{"/", "/p/", "/download/", "/request/", "/static/"} {
			all = append(all, bea.get(path+url.PathEscape(words)))
		}
		for _, name := range []string{"Accept-Language", "User-Agent", "Referer"} {
			if !strings.ContainsAny(words, "\x00\x07\x1b") {
				all = append(all, bea.with(name, words).get("/me"), bea.with(name, words).get("/request"))
			}
		}
		return all
	}
	plain := pages(harmless)
	for _, words := range hostile {
		for i, page := range pages(words) {
			if !strings.HasPrefix(page.Header.Get("Content-Type"), "text/html") || page.StatusCode/100 == 3 {
				continue // a download that is not there, an address with a slash too many
			}
			if first, same := difference(shape(t, plain[i].body, nil), shape(t, page.body, nil)); !same {
				t.Errorf("%q, %s: %s", words, page.Request.URL, first)
			}
			for _, e := range elements(t, page.body) {
				for _, name := range leading {
					if to, err := url.Parse(e.attributes[name]); name != "content" && (err != nil || to.Host != "" && to.Scheme != "beside") {
						t.Errorf("%q, %s: leads to %q", words, page.Request.URL, e.attributes[name])
					}
				}
			}
		}
	}
}
