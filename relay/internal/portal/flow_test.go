package portal

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
)

// TestWithoutScript goes from the form to the survey as a browser does that runs no script.
func TestWithoutScript(t *testing.T) {
	d := newDesk(t)
	_, h := pagesOf(t, d, FloodSettings{})
	form := url.Values{
		fieldName: {" Aiko\u202e Tanaka "}, fieldQuestion: {"Scanner\r\nnot found\x00"}, fieldPrefix + "phone": {"4417"}, fieldPrefix + "unasked": {"x"},
	}
	response, _ := ask(t, h, http.MethodPost, "/p/pharmacy", "", form, words.English)
	token := tokenOf(response)
	if response.StatusCode != http.StatusSeeOther || response.Header.Get("Location") != "/request" || token == "" {
		t.Fatalf("status %d, %v", response.StatusCode, response.Header)
	}
	cookie := response.Header.Get("Set-Cookie")
	for _, want := range []string{"__Host-request=", "Path=/", "HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("cookie %q lacks %q", cookie, want)
		}
	}
	sent := d.Submitted()[0]
	if sent.Customer != "Aiko Tanaka" || sent.Question != "Scanner\nnot found" || sent.Fields["phone"] != "4417" || len(sent.Fields) != 2 || sent.Language != "en" {
		t.Errorf("submitted %+v", sent)
	}
	see := func(address string, wants ...string) {
		t.Helper()
		response, body := ask(t, h, http.MethodGet, address, token, nil, words.English)
		for _, want := range wants {
			if response.StatusCode != http.StatusOK || !strings.Contains(body, want) {
				t.Errorf("%s: status %d, lacks %q: %s", address, response.StatusCode, want, body)
			}
		}
	}
	see("/request", "We connect you", `<iframe class="card still" src="/request/frame?part=status"`)
	see("/request/frame?part=status", "Somebody answers soon")
	mine, err := d.Find(t.Context(), token)
	if err != nil || mine.State != support.RequestPosted {
		t.Fatalf("the frame did not post the request: %+v, %v", mine.State, err)
	}
	if response, _ := ask(t, h, http.MethodPost, "/request/say", token, url.Values{fieldText: {"It is the \u2066blue\u2069 one"}}, words.English); response.StatusCode != http.StatusSeeOther {
		t.Errorf("a line: status %d", response.StatusCode)
	}
	see("/request/frame?part=lines", "It is the blue one", "Scanner\nnot found")
	d.Alter(mine.ID, support.EventAccepted, support.ByAgent(claire), "", func(r *support.Request) { r.State, r.Agent = support.RequestAccepted, claire })
	see("/request/frame?part=status", "Claire Moreau is here")
	d.Alter(mine.ID, support.EventAppOffered, support.ByAgent(claire), "", appOffered)
	see("/request/frame?part=status", "beside://", "Get it for Linux")
	see("/request/frame?part=lines", "Claire Moreau asks you to open the app.")
	d.Alter(mine.ID, support.EventEnded, support.ByAgent(claire), "", func(r *support.Request) { r.State, r.Notes = support.RequestResolved, "secret note" })
	see("/request/frame", "This conversation has ended", `target="_top"`)
	see("/request", "Did we help you?")
	answers := url.Values{surveyPrefix + "helped": {"4"}, surveyPrefix + "words": {"Nothing"}, surveyPrefix + "unasked": {"5"}}
	if response, _ := ask(t, h, http.MethodPost, "/request/survey", token, answers, words.English); response.StatusCode != http.StatusSeeOther {
		t.Errorf("the survey: status %d", response.StatusCode)
	}
	if kept := d.Answers(mine.ID); len(kept) != 2 || kept[0].Rating != 4 || kept[1].Text != "Nothing" {
		t.Errorf("answers %+v", kept)
	}
	see("/request", "Thank you. Your answer helps us.")
	see("/p/pharmacy", "Look at your last conversation")
}

// TestTeamWithoutChatOrSurvey: what the agent's team does not allow is not there once an agent has the request.
func TestTeamWithoutChatOrSurvey(t *testing.T) {
	d := newDesk(t)
	d.Withheld = support.FeatureWebChat | support.FeatureSurvey
	_, h := pagesOf(t, d, FloodSettings{})
	request, token := d.Open(boxID, support.RequestPosted, support.Form{Customer: "Aiko Tanaka"})
	say := func() int {
		response, _ := ask(t, h, http.MethodPost, "/request/say", token, url.Values{fieldText: {"Hello"}}, words.English)
		return response.StatusCode
	}
	if status := say(); status != http.StatusSeeOther {
		t.Errorf("while nobody has the request: status %d", status)
	}
	d.Alter(request.ID, support.EventAccepted, support.ByAgent(claire), "", func(r *support.Request) { r.State, r.Agent = support.RequestAccepted, claire })
	if status := say(); status == http.StatusSeeOther {
		t.Error("the agent's team allows no chat, and a line was taken")
	}
	d.Alter(request.ID, support.EventEnded, support.ByAgent(claire), "", func(r *support.Request) { r.State = support.RequestResolved })
	if _, body := ask(t, h, http.MethodGet, "/request", token, nil, words.English); strings.Contains(body, "Did we help you?") {
		t.Error("the agent's team allows no survey, and the customer is asked")
	}
	ask(t, h, http.MethodPost, "/request/survey", token, url.Values{surveyPrefix + "helped": {"4"}}, words.English)
	if kept := d.Answers(request.ID); len(kept) != 0 {
		t.Errorf("answers %+v", kept)
	}
}

// TestChatLog saves what was said, and nothing that is not the customer's to read.
func TestChatLog(t *testing.T) {
	d := newDesk(t)
	_, h := pagesOf(t, d, FloodSettings{})
	token := opened(d, boxID, support.RequestAccepted, nil)
	mine, _ := d.Find(t.Context(), token)
	d.Alter(mine.ID, support.EventIntroduced, support.ByAgent(claire), "a difficult one", nil)
	d.Alter(mine.ID, support.EventDeclined, support.ByAgent(karim), "", nil)
	d.Alter(mine.ID, support.EventSaid, support.ByCustomer(), "two\n12:00 Claire Moreau: lines", nil)
	response, body := ask(t, h, http.MethodGet, "/request/chat.txt", token, nil, words.French)
	if response.Header.Get("Content-Type") != "text/plain; charset=utf-8" || !strings.HasPrefix(response.Header.Get("Content-Disposition"), "attachment;") {
		t.Errorf("headers %v", response.Header)
	}
	for _, want := range []string{"Northfield Health, Pharmacy help", "Claire Moreau: Hello Aiko.", "Vous: It says", "-- Claire Moreau est là.", "two\r\n      12:00"} {
		if !strings.Contains(body, want) {
			t.Errorf("log lacks %q: %s", want, body)
		}
	}
	for _, never := range []string{"difficult", "Karim"} {
		if strings.Contains(body, never) {
			t.Errorf("log tells %q", never)
		}
	}
}

// TestSamePlace leaves and comes back, asks twice, and asks elsewhere.
func TestSamePlace(t *testing.T) {
	d := newDesk(t)
	_, h := pagesOf(t, d, FloodSettings{})
	form := url.Values{fieldName: {"Aiko"}, fieldQuestion: {"Scanner"}}
	response, _ := ask(t, h, http.MethodPost, "/p/pharmacy", "", form, words.English)
	token := tokenOf(response)
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		response, _ := ask(t, h, method, "/p/pharmacy", token, form, words.English)
		if response.StatusCode != http.StatusSeeOther || response.Header.Get("Location") != "/request" || tokenOf(response) != "" {
			t.Errorf("%s again: status %d, %v", method, response.StatusCode, response.Header)
		}
	}
	if n := len(d.Submitted()); n != 1 {
		t.Errorf("%d requests were made", n)
	}
	if _, body := ask(t, h, http.MethodGet, "/p/staff", token, nil, words.English); !strings.Contains(body, "You are waiting at Pharmacy help") {
		t.Errorf("no way back from another portal: %s", body)
	}
	response, _ = ask(t, h, http.MethodPost, "/p/staff", token, form, words.English)
	if other := tokenOf(response); other == "" || other == token {
		t.Error("another portal gives no token of its own")
	}
	if before, _ := d.Find(t.Context(), token); before.State != support.RequestAbandoned {
		t.Errorf("the first request is in state %d", before.State)
	}
	if response, _ := ask(t, h, http.MethodPost, "/request/leave", tokenOf(response), nil, words.English); response.StatusCode != http.StatusSeeOther {
		t.Errorf("leaving: status %d", response.StatusCode)
	}
}

// TestProblems sends forms that cannot be taken: what was typed stays.
func TestProblems(t *testing.T) {
	whole := url.Values{fieldName: {"Aiko"}, fieldQuestion: {"Scanner"}, fieldWanted: {"11"}}
	for name, c := range map[string]struct {
		portal, field, value string
		status               int
		want                 string
	}{
		"no name":     {"pharmacy", fieldName, " \u202e ", 422, "Something is missing"},
		"no question": {"pharmacy", fieldQuestion, "", 422, "Something is missing"},
		"nobody":      {"person", fieldWanted, "", 422, "Choose a person"},
		"busy":        {"person", fieldWanted, "12", 422, "Choose a person"},
		"stranger":    {"person", fieldWanted, "99", 422, "Choose a person"},
		"closed":      {"day", fieldName, "Aiko", 409, "Everyone has just left"},
		"no requests": {"phone", fieldName, "Aiko", 400, "do not understand"},
		"no portal":   {"nowhere", fieldName, "Aiko", 404, "nothing here"},
	} {
		d := newDesk(t)
		_, h := pagesOf(t, d, FloodSettings{})
		form := url.Values{}
		for k, v := range whole {
			form[k] = v
		}
		form.Set(c.field, c.value)
		response, body := ask(t, h, http.MethodPost, "/p/"+c.portal, "", form, words.English)
		if response.StatusCode != c.status || !strings.Contains(body, c.want) || !strings.Contains(body, `role="alert"`) {
			t.Errorf("%s: status %d: %s", name, response.StatusCode, body)
		}
		if kept := strings.Contains(body, `value="Aiko"`) || strings.Contains(body, ">Scanner<"); kept != (c.status == 422 || c.status == 409) {
			t.Errorf("%s: what was typed is kept: %v", name, kept)
		}
		if len(d.Submitted()) > 0 || tokenOf(response) != "" {
			t.Errorf("%s: a request was made", name)
		}
	}
}

// TestTrouble reports that the app cannot be had.
func TestTrouble(t *testing.T) {
	for what, want := range map[string]support.RequestState{troubleDownload: support.RequestDownloadError, troubleConnection: support.RequestConnectionError, "else": support.RequestAccepted} {
		d := newDesk(t)
		_, h := pagesOf(t, d, FloodSettings{})
		token := opened(d, boxID, support.RequestAccepted, appOffered)
		ask(t, h, http.MethodPost, "/request/trouble", token, url.Values{fieldTrouble: {what}}, words.English)
		if mine, _ := d.Find(t.Context(), token); mine.State != want {
			t.Errorf("%s: state %d, want %d", what, mine.State, want)
		}
	}
}

// TestLanguages asks for a language once and in a portal that has but one.
func TestLanguages(t *testing.T) {
	d := newDesk(t)
	_, h := pagesOf(t, d, FloodSettings{})
	response, _ := ask(t, h, http.MethodGet, "/p/pharmacy?lang=fr", "", nil, words.English)
	if cookie := response.Header.Get("Set-Cookie"); !strings.HasPrefix(cookie, "__Host-language=fr;") || response.Header.Get("Content-Language") != "fr" {
		t.Errorf("cookie %q, %v", cookie, response.Header)
	}
	d.Change(func(*portalDesk) {
		p := d.Portals[boxID]
		p.Page.Languages = []string{"fr", "oc"}
		d.Portals[boxID] = p
	})
	for _, address := range []string{"/p/pharmacy", "/p/pharmacy?lang=en"} {
		response, body := ask(t, h, http.MethodGet, address, "", nil, words.English)
		if response.Header.Get("Content-Language") != "fr" || strings.Contains(body, "English") || response.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s: in %s, %s", address, response.Header.Get("Content-Language"), body)
		}
	}
}
