package cli

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"beside.example/relay/internal/server"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// writeDesk writes a desk file with a logo beside it.
func writeDesk(t *testing.T, text string) string {
	t.Helper()
	folder := t.TempDir()
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(folder, "desk.toml")
	for path, data := range map[string][]byte{name: []byte(text), filepath.Join(folder, "logo.png"): logo.Bytes()} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return name
}

// TestDeskApply applies the example of the help, which thereby stays right, more than once.
func TestDeskApply(t *testing.T) {
	folder := t.TempDir()
	data := "--data=" + folder
	file := writeDesk(t, deskExample)
	out := mustRun(t, "", "desk", "apply", file, data)
	if strings.Count(out, " created\n") != 5 || !strings.Contains(out, "agent claire@northfield.example created\npassword: ") {
		t.Errorf("first: %q", out)
	}
	out = mustRun(t, "", "desk", "apply", file, data)
	if strings.Count(out, " unchanged\n") != 5 || strings.Contains(out, "password") {
		t.Errorf("again: %q", out)
	}
	next := strings.NewReplacer(`"team-manager"`, `"agent"`, `colour = "#0b7285"`, `colour = "#0b7280"`, "how can I help?", "what is it?",
		`["view", `, `[`).Replace(deskExample)
	out = mustRun(t, "", "desk", "apply", writeDesk(t, next+"\n[[portal]]\nname = \"Phone\"\nkind = \"pin\"\n"), data)
	if strings.Count(out, " changed\n") != 4 || !strings.Contains(out, "portal phone created\n") {
		t.Errorf("changed: %q", out)
	}
	s, err := store.Open(t.Context(), filepath.Join(folder, server.StoreFile))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p, err := s.PortalBySlug(t.Context(), "pharmacy")
	if err != nil || p.Kind != support.PortalQueue || !p.ChatFirst || p.Page.Colour != "#0b7280" || !p.Page.HasLogo || len(p.Page.Fields) != 1 ||
		p.Survey[0].Key != "help" || p.Hours.Days[1][1] != (support.Span{From: 14 * 60, To: 18 * 60}) || p.Features != support.FeaturesAll {
		t.Errorf("portal %+v, %v", p, err)
	}
	a, err := s.AgentByMail(t.Context(), "claire@northfield.example")
	if err != nil || a.Role != support.RoleAgent {
		t.Errorf("agent %+v, %v", a, err)
	}
	if served, err := s.AgentPortals(t.Context(), a.ID); err != nil || len(served) != 1 || served[0] != p.ID {
		t.Errorf("the agent serves %v, %v", served, err)
	}
}

func TestDeskErrorsNameTheirPlace(t *testing.T) {
	data := "--data=" + t.TempDir()
	head := "organisation = \"Northfield\"\n"                         // line 1
	portal := head + "\n[[portal]]\nname = \"Box\"\nkind = \"box\"\n" // lines 3 to 5
	for name, c := range map[string]struct{ text, want string }{
		"no organisation": {"\n", "desk.toml:1: organisation"},
		"no TOML":         {head + "[[portal]\n", "desk.toml:3:"},
		"unknown":         {portal + "color = \"red\"\n", `desk.toml:6: there is no "portal.color" here`},
		"unknown section": {head + "[[portals]]\nname = \"x\"\n", `desk.toml:2: there is no "portals" here`},
		"wrong type":      {portal + "chat-first = \"yes\"\n", "line 6"},
		"kind":            {portal + "[[portal]]\nname = \"Two\"\nkind = \"web\"\n", "desk.toml:8: kind: "},
		"colour":          {portal + "colour = \"red\"\n", `desk.toml:3: colour "red"`},
		"features":        {portal + "features = [\"fly\"]\n", "desk.toml:6: features: "},
		"hours":           {portal + "hours = { monday = \"9-17\" }\n", `desk.toml:3: monday: "9-17", write such as 09:00-12:30`},
		"hours apart":     {portal + "[portal.hours]\nzone = \"Europe/Paris\"\nmonday = \"18:00-09:00\"\n", "desk.toml:8: monday: "},
		"zone":            {portal + "[portal.hours]\nzone = \"Mars\"\n", "desk.toml:7: zone: "},
		"logo":            {portal + "logo = \"desk.toml\"\n", "desk.toml:6: logo: "},
		"no logo":         {portal + "logo = \"missing.png\"\n", "desk.toml:6: logo: "},
		"twice":           {portal + "[[portal]]\nname = \"Box\"\nkind = \"pin\"\n", "desk.toml:6: slug: "},
		"team":            {head + "[[team]]\nparent = \"x\"\n", "desk.toml:2: name: "},
		"no parent":       {head + "[[team]]\nname = \"a\"\nparent = \"x\"\n", `team "a": parent "x"`},
		"mail":            {head + "[[agent]]\nname = \"Bo\"\nmail = \"bo\"\n", "desk.toml:4: mail: "},
		"role":            {head + "[[agent]]\nname = \"Bo\"\nmail = \"bo@x.example\"\nrole = \"boss\"\n", "desk.toml:5: role: "},
		"portals":         {head + "[[agent]]\nname = \"Bo\"\nmail = \"bo@x.example\"\nportals = [\"x\"]\n", `agent bo@x.example: portal "x"`},
		"reply":           {head + "[[canned]]\ntitle = \"Hi\"\nurl = \"javascript:x\"\n", `desk.toml:2: page "javascript:x"`},
		"whose":           {head + "[[canned]]\ntitle = \"Hi\"\ntext = \"x\"\nteam = \"a\"\nagent = \"b\"\n", "desk.toml:5: team: "},
		"whose agent":     {head + "[[canned]]\ntitle = \"Hi\"\ntext = \"x\"\nagent = \"b@x.example\"\n", `desk.toml:2: canned reply "Hi"`},
	} {
		out, err := run(t.Context(), "", "desk", "apply", writeDesk(t, c.text), data)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q, error %v, want %q", name, out, err, c.want)
		}
	}
	if _, err := run(t.Context(), "", "desk", "apply", "missing.toml", data); err == nil {
		t.Error("a file that is missing is applied")
	}
}

func TestPortalEdit(t *testing.T) {
	data := "--data=" + t.TempDir()
	mustRun(t, "", "organisation", "create", "Northfield", data)
	logo := filepath.Join(filepath.Dir(writeDesk(t, "")), "logo.png")
	out := mustRun(t, "", "portal", "create", "Ask us", "--kind", "box", "--chat-first", "--logo", logo, data)
	if !strings.Contains(out, "/p/ask-us") {
		t.Errorf("created: %q", out)
	}
	mustRun(t, "", "portal", "edit", "ask-us", "--slug", "ask", "--colour", "#0B7285", "--feature", "view", "--feature", "web-chat", data)
	if out := mustRun(t, "", "portal", "list", data); out != "Ask us\task\tbox\n" {
		t.Errorf("portals: %q", out)
	}
	for _, bad := range [][]string{
		{"portal", "edit", "ask-us", "--name", "x"},
		{"portal", "edit", "ask", "--kind", "web"},
		{"portal", "edit", "ask", "--feature", "fly"},
		{"portal", "edit", "ask", "--colour", "red"},
		{"portal", "edit", "ask", "--logo", "missing.png"},
		{"portal", "create", "Other", "--slug", "ask"},
		{"portal", "create", "援助"},
	} {
		if out, err := run(t.Context(), "", append(bad, data)...); err == nil {
			t.Errorf("%v: printed %q", bad, out)
		}
	}
}

// FuzzDeskFile reads what is no desk file, without ever failing to say so.
func FuzzDeskFile(f *testing.F) {
	f.Add(deskExample)
	f.Add("organisation = \"x\"\n[[portal]]\nkind = \"box\"\n[portal.hours]\nmonday = \"09:00-24:00\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := parseDeskFile("desk.toml", text)
		if err != nil {
			return
		}
		for i := range file.Portals {
			file.Portals[i].Logo = "" // names any file of this machine
		}
		plan, err := file.check()
		if err != nil {
			return
		}
		for _, p := range plan.portals {
			if _, err := p.Clean(); err != nil {
				t.Errorf("portal %+v passed: %v", p, err)
			}
		}
	})
}
