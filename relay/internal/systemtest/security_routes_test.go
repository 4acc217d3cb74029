package systemtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// reading and changes are what may be asked of a route.
const (
	reading = "GET HEAD"
	changes = "POST"
)

// A route as the relay's packages write it, an address that it is for, and the methods that it takes; empty when it answers nobody
// but with a page that says so.
type route struct{ address, methods string }

// routes are all there are. One that is missing here is missing in every test of this file too, so TestEveryRouteIsKnown finds it.
func routes(assets []string) map[string]route {
	return map[string]route{
		`"GET " + leg.Path`:                    {"", ""}, // an app's, not a page: TestForeignWebSockets
		`"GET " + signalling.Path`:             {"", ""},
		`"GET /metrics"`:                       {"/metrics", ""}, // at another port alone
		`"GET /healthz"`:                       {"/healthz", ""},
		`"/"`:                                  {"/nowhere", ""},
		`"GET " + s.sheet.path`:                {assets[0], reading},
		`"GET " + s.mark.path`:                 {assets[3], reading},
		`"GET " + p.sheet.Path()`:              {assets[1], reading},
		`"GET " + p.script.Path()`:             {assets[2], reading},
		`"GET " + p.again.Path()`:              {"", ""},                          // of pages without a request
		`"GET " + d.Path()`:                    {signIn, reading + " " + changes}, // of the apps' door and of the center's
		`"POST " + d.Path()`:                   {"/center/sign-in", reading + " " + changes},
		`"GET " + d.Path() + nextPath`:         {strings.Replace(signIn, "?", "/code?", 1), reading + " " + changes},
		`"POST " + d.Path() + nextPath`:        {"/center/sign-in/code", reading + " " + changes},
		`"GET " + d.Path() + singlePath`:       {"", ""}, // there is no provider: package account's own tests ask for it with one
		`"GET " + singleBackPath`:              {"/sign-in/single/back", reading},
		`"GET " + a.script.Path()`:             {"", ""}, // the sign-in's
		`"POST " + signalling.SignInTokenPath`: {"/sign-in/token", changes},
		`"GET " + c.sheet.Path()`:              {"", ""}, // the management center's, whose own tests ask every route as every role
		`"GET " + c.script.Path()`:             {"", ""},
		`"GET " + c.reportSheet.Path()`:        {"", ""},
		`api.Root + "/"`:                       {"", ""}, // programs', whose own tests ask every operation with every scope
		`"GET " + Root + "/openapi.json"`:      {"", ""},
		`"GET " + forgotPath`:                  {"/password", reading + " " + changes},
		`"POST " + forgotPath`:                 {"/password", reading + " " + changes},
		`"GET " + resetPath`:                   {"/password/new", reading + " " + changes},
		`"POST " + resetPath`:                  {"/password/new", reading + " " + changes},
		`"GET " + invitationPath`:              {"/invitation", reading + " " + changes},
		`"POST " + invitationPath`:             {"/invitation", reading + " " + changes},
		`r.pattern`:                            {"", ""}, // all that is behind the center's gate
		`"GET /{$}"`:                           {"/", reading},
		`"GET /me"`:                            {"/me", reading},
		`"GET /download/{file}"`:               {"/download/beside", ""}, // there is no such file
		`"GET /p/{slug}"`:                      {"/p/box", reading + " " + changes},
		`"POST /p/{slug}"`:                     {"/p/box", reading + " " + changes},
		`"GET /p/{slug}/logo.png"`:             {"/p/box/logo.png", ""}, // nor such a picture
		`"GET /p/{slug}/colours.css"`:          {"/p/box/colours.css", reading},
		`"GET /request"`:                       {"/request", reading},
		`"GET /request/frame"`:                 {"/request/frame", reading},
		`"GET /request/events"`:                {"", ""}, // has no end
		`"GET /request/chat.txt"`:              {"/request/chat.txt", reading},
		`"POST /request/here"`:                 {"/request/here", changes},
		`"POST /request/closing"`:              {"", ""}, // waits for the page to come back
		`"POST /request/say"`:                  {"/request/say", changes},
		`"POST /request/leave"`:                {"/request/leave", changes},
		`"POST /request/trouble"`:              {"/request/trouble", changes},
		`"POST /request/survey"`:               {"/request/survey", changes},
	}
}

// TestEveryRouteIsKnown looks for routes in the relay's sources, so that none is added without a word here.
func TestEveryRouteIsKnown(t *testing.T) {
	known := routes(make([]string, assetsOfPage))
	seen := map[string]bool{}
	files, err := filepath.Glob("../*/*.go")
	must(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, nil, 0)
		must(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 2 {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || f.Sel.Name != "Handle" && f.Sel.Name != "HandleFunc" {
				return true
			}
			var pattern strings.Builder
			must(t, printer.Fprint(&pattern, fset, call.Args[0]))
			seen[pattern.String()] = true
			if _, ok := known[pattern.String()]; !ok {
				t.Errorf("%s: no test knows the route %s", name, pattern.String())
			}
			return true
		})
	}
	for pattern := range known {
		if !seen[pattern] {
			t.Errorf("there is no route %s", pattern)
		}
	}
}

// assetsOfPage is how many files a portal's page loads: two style sheets, a script and the icon.
const assetsOfPage = 4

// assetsOf returns the addresses of the style sheets, the script and the icon that a page loads.
func assetsOf(t *testing.T, page answer) (assets []string) {
	t.Helper()
	for _, e := range elements(t, page.body) {
		if address := e.attributes["href"] + e.attributes["src"]; strings.HasPrefix(address, "/static/") {
			assets = append(assets, address)
		}
	}
	if len(assets) != assetsOfPage {
		t.Fatalf("the page loads %v", assets)
	}
	return assets
}

// TestEveryRouteWithEveryMethod asks for every route by every method, with a customer's token and without: what is not meant is refused
// by a page and changes nothing, and whatever comes keeps to the rules for headers.
func TestEveryRouteWithEveryMethod(t *testing.T) {
	o := newOffice(t, 0)
	o.hire("Ada")
	first := o.visit(t)
	first.asks("box", everything())
	assets := assetsOf(t, first.get("/request"))
	nobody := o.visit(t)
	for pattern, where := range routes(assets) {
		if where.address == "" {
			continue
		}
		bea := o.visit(t)
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "BREW"} {
			if bea.token() == "" || method == http.MethodPut { // after what may have changed something
				bea = o.visit(t)
				bea.asks("queue", everything())
			}
			id := o.request(bea).ID
			before := o.record(t, id)
			meant := slices.Contains(strings.Fields(where.methods), method)
			a := bea.send(method, where.address, everything())
			if refused := a.StatusCode == http.StatusNotFound || a.StatusCode == http.StatusMethodNotAllowed; refused == meant {
				t.Errorf("%s %s (%s): status %d", method, where.address, pattern, a.StatusCode)
			}
			a.mustKeepToHeaders(t, fmt.Sprint(method, " ", where.address), where.address == "/request/frame" && meant)
			if method != http.MethodPost && where.address != "/request/frame" && o.record(t, id) != before { // a frame is a sign of life
				t.Errorf("%s %s changes something", method, where.address)
			}
			if a := nobody.send(method, where.address, nil); strings.HasPrefix(where.address, "/request") && a.StatusCode != http.StatusNotFound && a.StatusCode != http.StatusMethodNotAllowed {
				t.Errorf("%s %s without a token: status %d", method, where.address, a.StatusCode)
			}
		}
	}
	for _, address := range []string{
		"/p", "/p/", "/p/box/", "/p/box/../../request", "/p/box/logo.png/", "/request/", "/request/x", "/static/", "/static/site.css", "/download/", "/download/..%2frelay.db",
		"/.git/config", "/relay.db", "/admin", "/api", "/debug/pprof/", "/metrics", "/healthz", "/sign-in/", "/sign-in/x", "/P/box", "/p/BOX", "/p/%62ox%00", "/p/pin",
	} {
		a := first.get(address)
		if a.StatusCode != http.StatusNotFound && a.StatusCode/100 != 3 || strings.Contains(a.body, "<pre>") {
			t.Errorf("%s: status %d: %s", address, a.StatusCode, a.body)
		}
		a.mustKeepToHeaders(t, address, false)
	}
}

// mustKeepToHeaders holds an answer's headers against what keeps pages from being framed, scripted, guessed or kept.
func (a answer) mustKeepToHeaders(t *testing.T, what string, framed bool) {
	t.Helper()
	h := a.Header
	policy := h.Get("Content-Security-Policy")
	ancestors, frame := "frame-ancestors 'none'", "DENY"
	if framed {
		ancestors, frame = "frame-ancestors 'self'", "SAMEORIGIN"
	}
	for _, want := range []string{"default-src 'none'", "base-uri 'none'", "form-action 'self'", ancestors} {
		if !strings.Contains(policy, want) {
			t.Errorf("%s: the policy %q lacks %q", what, policy, want)
		}
	}
	if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") || strings.Contains(policy, "data:") {
		t.Errorf("%s: the policy is %q", what, policy)
	}
	if h.Get("X-Frame-Options") != frame || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Cross-Origin-Resource-Policy") != "same-origin" ||
		h.Get("Cross-Origin-Opener-Policy") != "same-origin" || h.Get("Referrer-Policy") != "same-origin" {
		t.Errorf("%s: headers %v", what, h)
	}
	for name := range h {
		if strings.HasPrefix(name, "Access-Control-") || name == "Server" || name == "X-Powered-By" {
			t.Errorf("%s: has the header %s", what, name)
		}
	}
	if keep := h.Get("Cache-Control"); keep != "no-store" && !strings.Contains(keep, "immutable") && a.StatusCode == http.StatusOK {
		t.Errorf("%s: may be kept: %q", what, keep)
	}
	if strings.Contains(h.Get("Cache-Control"), "immutable") && h.Get("Set-Cookie") != "" {
		t.Errorf("%s: a cookie that caches keep", what)
	}
}
