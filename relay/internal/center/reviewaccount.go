package center

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/relay/internal/support"
)

// accountData is what a review shows of what agents' apps handed in.
type accountData struct {
	Seen, Controlled []presence
	Disputes         []dispute
	Files            []fileRow
	Pages            []pageRow
	Notes            []noteRow
	Proofs           []proofRow
	Missing          []string // whose apps handed nothing in
	Chat             bool     // whether the session's chat is there
	Download         string   // where the signed pages are, empty for none
}

// dispute is a time about which two reports do not agree.
type dispute struct {
	Key         string // catalogue key
	About, By   string
	Since, Till time.Time
}

// fileRow is a file that went from one side to the other.
type fileRow struct {
	At             time.Time
	Name, Who      string
	ToCustomer     bool
	Size, Sum, Cut string // of the hash all, and what is shown of it
}

// pageRow is a web address that an agent wanted opened.
type pageRow struct {
	At       time.Time
	Who, URL string
	Key      string // catalogue key of what came of it
}

// noteRow is what an agent wrote.
type noteRow struct{ Who, Text string }

// proofRow tells who handed in what, and whether it holds.
type proofRow struct {
	Who, Device string
	Received    time.Time
	Cut         bool
	Parts       []partRow
}

// partRow is a part of what was handed in.
type partRow struct {
	Key   string // catalogue key of its name
	State string // catalogue key of how it stands
	Holds bool
}

// keyShown is how many bytes of the hash of a device's key are shown: enough to tell devices apart, and to compare by eye.
const keyShown = 6

// newAccount says in words what agents' apps handed in.
func newAccount(v support.Review, known names, zone *time.Location, l words.Language) accountData {
	a := &v.Account
	who := func(s support.Stretch) string {
		if name := known.agent(s.Agent); name != "" {
			return name
		}
		return s.Name
	}
	stretch := func(s support.Stretch) presence {
		p := presenceOf(who(s), s.Since, s.Until, zone)
		if s.By != s.Agent {
			p.By = known.agent(s.By)
		}
		return p
	}
	d := accountData{Chat: slices.ContainsFunc(a.Reports, func(r support.Report) bool { return r.Chat.There })}
	for _, s := range a.Seen {
		d.Seen = append(d.Seen, stretch(s))
	}
	for _, s := range a.Controlled {
		d.Controlled = append(d.Controlled, stretch(s))
	}
	for _, s := range a.Disputes {
		key := "handin.dispute.denies"
		if s.Could {
			key = "handin.dispute.claims"
		}
		d.Disputes = append(d.Disputes, dispute{Key: key, About: known.agent(s.About), By: known.agent(s.By), Since: s.Since.In(zone), Till: s.Until.In(zone)})
	}
	for _, h := range a.Files() {
		d.Files = append(d.Files, fileOf(h, known, zone, l))
	}
	for _, p := range a.Pages() {
		key := [...]string{support.PageUnanswered: "handin.page.unanswered", support.PageOpened: "handin.page.opened", support.PageNotOpened: "handin.page.notopened"}[p.Answer]
		d.Pages = append(d.Pages, pageRow{At: p.At.In(zone), Who: known.agent(p.By), URL: p.URL, Key: key})
	}
	for _, r := range a.Reports {
		if r.Wrote.Text != "" && r.Notes.Holds() && r.Wrote.Text != v.Notes {
			d.Notes = append(d.Notes, noteRow{Who: known.agent(r.Session.Agent), Text: r.Wrote.Text})
		}
		d.Proofs = append(d.Proofs, proofOf(r, known, zone))
	}
	for _, id := range a.Missing {
		d.Missing = append(d.Missing, known.agent(id))
	}
	if len(a.Reports) > 0 {
		d.Download = sessionsPath + "/signed/" + v.Case.Name()
	}
	return d
}

func fileOf(h support.Happening, known names, zone *time.Location, l words.Language) fileRow {
	f, _ := h.Fact.(handin.File)
	sum := hex.EncodeToString(f.Hash[:])
	return fileRow{
		At: h.At.In(zone), Name: f.Name, Who: known.agent(h.By[0]), ToCustomer: f.ToCustomer, Size: size(f.Size, l),
		Sum: sum, Cut: sum[:4] + " " + sum[4:8] + " … " + sum[len(sum)-4:],
	}
}

// size writes how many bytes something has, as people read it.
func size(bytes uint64, l words.Language) string {
	const step = 1000
	units := []string{"B", "kB", "MB", "GB", "TB"}
	if l == words.French {
		units = []string{"o", "ko", "Mo", "Go", "To"}
	}
	n, unit := float64(bytes), 0
	for n >= step && unit < len(units)-1 {
		n, unit = n/step, unit+1
	}
	text := fmt.Sprintf("%.1f", n)
	if unit == 0 {
		text = fmt.Sprintf("%.0f", n)
	}
	if l == words.French {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text + "\u00a0" + units[unit]
}

func proofOf(r support.Report, known names, zone *time.Location) proofRow {
	sum := sha256.Sum256(r.DeviceKey)
	p := proofRow{Who: known.agent(r.Session.Agent), Device: hex.EncodeToString(sum[:keyShown]), Received: r.Received.In(zone), Cut: r.Cut()}
	for _, part := range []struct {
		key   string
		proof support.Proof
	}{{"handin.part.facts", r.Facts}, {"handin.part.chat", r.Chat}, {"handin.part.notes", r.Notes}} {
		if !part.proof.There {
			continue
		}
		row := partRow{Key: part.key, State: "handin.proof.checked", Holds: part.proof.Holds()}
		switch {
		case !part.proof.Signed:
			row.State = "handin.proof.forged"
		case !part.proof.Whole:
			row.State = "handin.proof.torn"
		}
		p.Parts = append(p.Parts, row)
	}
	return p
}

// accountLines are the lines of the log that agents' apps handed in.
func accountLines(v support.Review, known names, zone *time.Location, c *words.Catalogue) []logLine {
	several := len(v.Account.Reports) > 1
	by := func(all []support.AgentID) string {
		var some []string
		for _, id := range all {
			some = append(some, known.agent(id))
		}
		return strings.Join(some, ", ")
	}
	var lines []logLine
	told := tellShowing(v.Account.Happened, known)
	for _, h := range v.Account.Happened {
		text := factWords(h, v.Customer, known, c)
		if f, status := h.Fact.(handin.Status); text == "" || status && told[f.Name] && (f.Status == protocol.StatusSharing || f.Status == protocol.StatusStopped) {
			continue
		}
		line := logLine{At: h.At.In(zone), Text: text}
		if several {
			line.By = by(h.By)
		}
		lines = append(lines, line)
	}
	for _, s := range v.Account.Said {
		line := logLine{At: s.At.In(zone), Text: s.Text, Private: s.Private, Who: s.Name, Agent: true}
		switch {
		case s.Agent != 0:
			line.Who = known.agent(s.Agent)
		case s.Name == "":
			line.Who, line.Agent = customerOr(v.Customer, c), false
		}
		if several {
			line.By, line.Not = by(s.By), by(s.Not)
		}
		lines = append(lines, line)
	}
	return lines
}

// tellShowing returns the names of those whose own apps tell when they showed a screen: the status lines of the session say it once more.
func tellShowing(all []support.Happening, known names) map[string]bool {
	told := map[string]bool{}
	for _, h := range all {
		if _, showing := h.Fact.(handin.Showing); showing {
			told[known.agent(h.By[0])] = true
		}
	}
	return told
}

func customerOr(name string, c *words.Catalogue) string {
	if name == "" {
		return c.T("report.event.customer", nil)
	}
	return name
}

// factWords says what a fact tells; empty for one that the lanes show, or the line of something else.
func factWords(h support.Happening, customer string, known names, c *words.Catalogue) string {
	agent := known.agent(h.By[0])
	either := func(on bool, yes, no string) string {
		if on {
			return c.T(yes, words.Args{"Agent": agent})
		}
		return c.T(no, words.Args{"Agent": agent})
	}
	switch f := h.Fact.(type) {
	case handin.Began:
		return c.T("handin.event.began", words.Args{"Agent": agent, "Customer": customerOr(customer, c)})
	case handin.Link:
		return either(f.Up, "handin.event.back", "handin.event.lost")
	case handin.Showing:
		return either(f.On, "handin.event.shows", "handin.event.hides")
	case handin.Ended:
		return either(f.Cut, "handin.event.cut", "handin.event.ended")
	case handin.Lost:
		return c.T("handin.event.missing", words.Args{"Agent": agent, "N": f.Entries})
	case handin.WebPage:
		return c.T("handin.event.page", words.Args{"Agent": agent, "URL": f.URL})
	case handin.File:
		return c.T("handin.event.file", words.Args{"Name": f.Name})
	case handin.Unknown:
		return c.T("handin.event.newer", words.Args{"Agent": agent})
	case handin.Status:
		return statusWords(f, customer, c)
	}
	return ""
}

// statusWords says what a status line of the session told, as the apps do.
func statusWords(f handin.Status, customer string, c *words.Catalogue) string {
	if !f.Status.Known() || f.Status == protocol.StatusPushed { // of which there is a line with the address
		return ""
	}
	key := "chat.status." + f.Status.String()
	name := f.Name
	if f.Who == protocol.CustomerID {
		name = customerOr(customer, c)
	}
	switch f.Status {
	case protocol.StatusGranted, protocol.StatusRefused, protocol.StatusUnanswered, protocol.StatusRevoked, protocol.StatusExpired:
		if f.Whom != "" {
			key += "_for"
		}
	}
	permission := ""
	if f.Permission.Single() {
		permission = c.T("chat.permission." + f.Permission.String())
	}
	return c.T(key, words.Args{"Name": name, "Permission": permission, "Whom": f.Whom})
}
