package center

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"beside.example/relay/internal/support"
)

// tokensOf makes tokens: one that is used, one that nobody used, one for a team, one revoked, one expired.
func tokensOf(s *scene) {
	ctx := s.t.Context()
	manage, who := support.NewManage(s.Store), s.manager(s.who(""))
	for i, e := range []support.TokenEntry{
		{Name: "Ticketing", Scopes: support.ScopesAll},
		{Name: longName, Scopes: 1},
		{Name: "For the second line", Scopes: 3, Teams: []support.TeamID{s.back}},
		{Name: "Given back", Scopes: 1},
		{Name: "Old", Scopes: 1, Expires: time.Now().Add(time.Minute)},
	} {
		if e.Expires.IsZero() {
			e.Expires = time.Now().AddDate(0, 3, 0)
		}
		made, _, err := manage.CreateToken(ctx, who, e)
		must(s.t, err)
		switch i {
		case 0:
			must(s.t, s.TokenUsed(ctx, made.ID, time.Now()))
		case 3:
			must(s.t, manage.RevokeToken(ctx, who, made.ID))
		}
	}
	s.pass(2 * time.Minute)
}

// webhook makes a webhook of which a number of deliveries ended so or so.
func webhook(s *scene, name string, failing bool, deliveries int) {
	ctx := s.t.Context()
	made, err := support.NewManage(s.Store).CreateWebhook(ctx, s.manager(s.who("")), support.WebhookEntry{Name: name, URL: "https://desk.northfield.example/hooks/beside", Events: 7})
	must(s.t, err)
	s.names["hook"] = made.ID
	for i := range deliveries {
		must(s.t, s.TestWebhook(ctx, made.ID, time.Now()))
		if i == deliveries-1 {
			break // one waits
		}
		d, _, err := s.ClaimDelivery(ctx, time.Now(), time.Now().Add(time.Minute))
		must(s.t, err)
		d.Tries, d.Tried, d.Code = 1, time.Now(), http.StatusOK
		d.Status = support.DeliveryTaken
		if failing {
			d.Code, d.Error, d.Status, d.Next = http.StatusBadGateway, "the receiver answered 502", support.DeliveryWaiting, time.Now().Add(5*time.Minute)
		}
		if failing && i == 0 {
			d.Status, d.Tries = support.DeliveryGivenUp, 9
		}
		_, err = s.FinishDelivery(ctx, d, time.Now().AddDate(0, 0, -5), false)
		must(s.t, err)
	}
}

// integrationStates are the pages about API tokens and webhooks.
func integrationStates() map[string]pageState {
	const fresh, hook = webhooksPath + "/new", webhooksPath + "/{hook}"
	token := func(name string) url.Values {
		return url.Values{"name": {name}, "expires": {"2027-02-01"}, "scope": {support.ScopesAll.Names()[0]}, "team": {"{back}"}}
	}
	form := func(name string) url.Values {
		return url.Values{"name": {name}, "url": {"https://desk.northfield.example/hooks"}, "event": {"request.posted"}, "seen": {"{seen}"}}
	}
	usual := func(s *scene) { webhook(s, "Ticketing", false, 3) }
	failing := func(s *scene) { webhook(s, longName, true, 4) }
	givenUp := func(s *scene) {
		failing(s)
		ctx := s.t.Context()
		s.pass(5 * time.Second)
		must(s.t, s.TestWebhook(ctx, s.names["hook"].(support.WebhookID), time.Now()))
		d, _, err := s.ClaimDelivery(ctx, time.Now(), time.Now().Add(time.Minute))
		must(s.t, err)
		d.Status, d.Tries, d.Error, d.Code, d.Tried = support.DeliveryGivenUp, 9, "the receiver is gone", http.StatusGone, time.Now()
		_, err = s.FinishDelivery(ctx, d, time.Now(), true)
		must(s.t, err)
	}
	full := func(s *scene) {
		for i := range support.MaxWebhooks {
			webhook(s, fmt.Sprint("Hook ", i), false, 0)
		}
	}
	enough := func(s *scene) {
		for i := range support.MaxTokens {
			_, _, err := support.NewManage(s.Store).CreateToken(s.t.Context(), s.manager(s.who("")), support.TokenEntry{Name: fmt.Sprint("Token ", i), Scopes: 1, Expires: time.Now().AddDate(0, 1, 0)})
			must(s.t, err)
		}
	}
	return map[string]pageState{
		"tokens/none":            {at: tokensPath},
		"tokens/all kinds":       {at: tokensPath, scene: tokensOf},
		"tokens/made":            {at: tokensPath + "/new", form: token("Ticketing")},
		"token/new":              {at: tokensPath + "/new"},
		"token/no name":          {at: tokensPath + "/new", form: token(""), status: http.StatusUnprocessableEntity},
		"token/there are many":   {at: tokensPath + "/new", form: token("One more"), scene: enough, status: http.StatusConflict},
		"webhooks/none":          {at: webhooksPath},
		"webhooks/all kinds":     {at: webhooksPath, scene: inTurn(usual, failing, givenUp)},
		"webhook/new":            {at: fresh},
		"webhook/made":           {at: fresh, form: form("Ticketing")},
		"webhook/no name":        {at: fresh, form: form(""), status: http.StatusUnprocessableEntity},
		"webhook/there are many": {at: fresh, form: form("One more"), scene: full, status: http.StatusConflict},
		"webhook/usual":          {at: hook, scene: usual},
		"webhook/failing":        {at: hook, scene: failing},
		"webhook/given up":       {at: hook, scene: givenUp},
		"webhook/more to see":    {at: hook, scene: func(s *scene) { webhook(s, "Ticketing", false, deliveriesPage+3) }},
		"webhook/new secret":     {at: hook + "/secret", form: url.Values{}, scene: usual},
		"webhook/name taken":     {at: hook, form: form(""), scene: usual, status: http.StatusUnprocessableEntity},
		"conflict/webhook":       {at: hook, form: url.Values{"name": {"x"}, "url": {"https://x.example/"}, "event": {"request.posted"}, "seen": {"stale"}}, scene: usual, status: http.StatusConflict},
		"conflict/delete hook":   {at: hook + "/delete", form: url.Values{"seen": {"stale"}}, scene: usual, status: http.StatusConflict},
	}
}

// settingsStates are the organisation's settings.
func settingsStates() map[string]pageState {
	form := func(name, value string) url.Values {
		all := url.Values{"name": {"Northfield Health"}, "zone": {"Europe/Paris"}, "keep-requests": {"730"}, "keep-chats": {"90"}, "keep-audit": {"1095"}, "keep-sign-ins": {"365"}, "hand-in": {"1"}, "seen": {"{seen}"}}
		all.Set(name, value)
		return all
	}
	wrong := func(name, value string, status int) pageState {
		return pageState{at: settingsPath, form: form(name, value), status: status}
	}
	decided := func(s *scene) {
		must(s.t, s.PutSettings(s.t.Context(), s.organisation, support.Settings{TimeZone: "Europe/Paris", HandIn: true, FactorRequired: true, Keep: support.Retention{Requests: 30, Chats: 7}}))
	}
	worn := func(s *scene) {
		for range mailTries {
			s.look(pageState{at: settingsPath + "/mail", form: url.Values{}}, "en")
		}
	}
	fails := func(s *scene) { s.mail.Fails = errors.New("550 no") }
	return map[string]pageState{
		"settings/usual":            {at: settingsPath},
		"settings/decided":          {at: settingsPath + "?done=saved", scene: decided},
		"settings/without mail":     {at: settingsPath, scene: mailOff},
		"settings/mail sent":        {at: settingsPath + "?done=mailed"},
		"settings/mail fails":       {at: settingsPath + "/mail", form: url.Values{}, scene: fails, status: http.StatusBadGateway},
		"settings/mail too often":   {at: settingsPath + "/mail", form: url.Values{}, scene: worn, status: http.StatusTooManyRequests},
		"settings/no name":          wrong("name", " ", http.StatusUnprocessableEntity),
		"settings/name taken":       wrong("name", "Southfield", http.StatusConflict),
		"settings/no zone":          wrong("zone", "Mars/Olympus", http.StatusUnprocessableEntity),
		"settings/too many days":    wrong("keep-audit", "1", http.StatusUnprocessableEntity),
		"settings/factor of nobody": wrong("factor-required", "1", http.StatusConflict),
		"settings/untried sign-on":  wrong("only-single-sign-on", "1", http.StatusConflict),
		"conflict/settings":         wrong("seen", "stale", http.StatusConflict),
	}
}

// privacyStates are the pages on the data of persons.
func privacyStates() map[string]pageState {
	deletions := func(n int) func(s *scene) {
		return func(s *scene) {
			ctx := s.t.Context()
			for i := range n {
				must(s.t, s.AddDeletion(ctx, support.Deletion{
					Organisation: s.organisation, Kind: support.PerishableCases, At: opening().AddDate(0, 0, -i), Before: opening().AddDate(-2, 0, -i), Count: uint64(1234 + i),
				}))
			}
			must(s.t, s.SetRetentionMark(ctx, s.organisation, support.PerishableCases, support.RetentionMark{Before: opening().AddDate(-2, 0, 0), Looked: opening()}))
		}
	}
	person := func(name string) url.Values { return url.Values{"name": {name}, "mail": {""}, "phone": {""}} }
	waits := func(s *scene) { s.ask("Hannah Berg", "Once more, please.") }
	crowd := func(s *scene) {
		for range support.MaxTraces + 1 {
			s.ask("Hannah Berg", "Again.")
		}
	}
	ticked := func(other ...string) url.Values {
		form := url.Values{"case": {"{case}"}}
		for _, name := range other {
			form.Set(name, "1")
		}
		return form
	}
	gone := func(s *scene) {
		disabled(s)
		must(s.t, s.SetDisabled(s.t.Context(), s.claire.ID, true))
		must(s.t, support.NewPrivacy(s.Store).EraseAgent(s.t.Context(), s.manager(s.who("")), s.claire.ID))
	}
	return map[string]pageState{
		"privacy/usual":             {at: privacyPath},
		"privacy/something deleted": {at: privacyPath, scene: deletions(3)},
		"privacy/kept for ever": {at: privacyPath, scene: func(s *scene) {
			must(s.t, s.PutSettings(s.t.Context(), s.organisation, support.Settings{TimeZone: "UTC"}))
		}},
		"privacy/more than a page":     {at: privacyPath, scene: deletions(deletionsShown + 2)},
		"privacy/the last page":        {at: privacyPath + "?before=3", scene: deletions(deletionsShown + 2)},
		"privacyperson/usual":          {at: personPath},
		"privacyperson/too little":     {at: personPath, form: person("a"), status: http.StatusUnprocessableEntity},
		"privacyperson/nobody":         {at: personPath, form: person("Nobody at all")},
		"privacyperson/found":          {at: personPath, form: person("Hannah Berg"), scene: waits},
		"privacyperson/perhaps":        {at: personPath, form: person("Hannah")},
		"privacyperson/too many":       {at: personPath, form: person("Hannah Berg"), scene: crowd},
		"privacyperson/nothing ticked": {at: personPath + "/erase", form: url.Values{}, status: http.StatusUnprocessableEntity},
		"privacyerase/usual":           {at: personPath + "/erase", form: ticked()},
		"privacyerase/not sure":        {at: personPath + "/erase", form: ticked("answer"), status: http.StatusUnprocessableEntity},
		"privacyagents/none":           {at: formerPath},
		"privacyagents/usual":          {at: formerPath + "?done=erased", scene: gone},
		"privacyagent/usual":           {at: formerPath + "/{priya}", scene: disabled},
		"privacyagent/not sure":        {at: formerPath + "/{priya}/erase", form: url.Values{}, scene: disabled, status: http.StatusUnprocessableEntity},
	}
}

// auditStates are the log of what managers did.
func auditStates() map[string]pageState {
	acts := func(s *scene) {
		who := s.manager(s.who(""))
		manage := support.NewManage(s.Store)
		for _, e := range []struct {
			act     support.AuditAct
			object  string
			changed []support.Change
		}{
			{support.AuditSignIn, "127.0.0.1", nil},
			{support.AuditAgentChanged, longName, []support.Change{{Field: "role", Before: "agent", After: "team-manager"}, {Field: "team", Before: "", After: "Second line"}, {Field: "center", Before: "false", After: "true"}}},
			{support.AuditTeamChanged, "Second line", []support.Change{{Field: "features", Before: "view", After: "view, share-mine"}}},
			{support.AuditTokenCreated, "Ticketing", []support.Change{{Field: "scopes", After: "reports:read, people:read"}, {Field: "kind", Before: "queue"}}},
			{support.AuditReviewed, support.Case{Request: s.request}.Name(), nil},
		} {
			must(s.t, manage.Note(s.t.Context(), who, e.act, e.object, e.changed...))
		}
		for _, e := range []support.AuditEvent{
			{Agent: s.elena.ID, Token: 1, Name: "Ticketing", Act: support.AuditAgentCreated, Object: "Nina Blanc"}, {Act: support.AuditWebhookGivenUp, Object: "Ticketing"},
		} {
			e.Organisation, e.At = s.organisation, time.Now()
			must(s.t, s.AddAudit(s.t.Context(), e))
		}
	}
	long := func(s *scene) {
		for i := range auditPage + 2 {
			must(s.t, s.AddAudit(s.t.Context(), support.AuditEvent{Organisation: s.organisation, At: opening(), Name: "Elena Marsh", Act: support.AuditSignIn, Object: fmt.Sprint("192.0.2.", i)}))
		}
	}
	return map[string]pageState{
		"audit/none":             {at: auditPath, who: "south"},
		"audit/usual":            {at: auditPath, scene: acts},
		"audit/more than a page": {at: auditPath, scene: long},
		"audit/the last page":    {at: auditPath + "?before=3", scene: long},
	}
}
