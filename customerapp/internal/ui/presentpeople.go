package ui

import (
	"strings"

	"beside.example/internal/company"
	"beside.example/internal/session"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// Who of those who are here: all who help, the managers who watch, who may see, who may control.
func everybody(m company.Member) bool { return !m.Monitors }
func monitors(m company.Member) bool  { return m.Monitors }
func sees(m company.Member) bool      { return m.Session.Granted().Has(protocol.PermissionSee) }
func controls(m company.Member) bool  { return m.Session.Granted().Has(protocol.PermissionControl) }

// count returns how many agents are such.
func count(s company.Snapshot, such func(company.Member) bool) int {
	n := 0
	for _, m := range s.Members {
		if such(m) {
			n++
		}
	}
	return n
}

// agents returns who helps: one by the whole name, several by their first names.
func (p presenter) agents(s company.Snapshot) string {
	if count(s, everybody) > 1 {
		return p.names(s, everybody)
	}
	return s.Peer.Name
}

// names returns the first names of the agents who are such, as they stand in a sentence. Where nobody is, it is whoever has been here
// longest: sentences need somebody.
func (p presenter) names(s company.Snapshot, such func(company.Member) bool) string {
	return p.called(s, such, func(_ company.Member, name string) string { return name })
}

// viewers is names, with a mark at those who point at the screen. Whoever controls has none: their pointer is the person's own.
func (p presenter) viewers(s company.Snapshot, such func(company.Member) bool) string {
	return p.called(s, such, func(m company.Member, name string) string {
		if m.Monitors {
			return p.texts.T("monitor.customer.sees", words.Args{"Name": name})
		}
		if m.Session.Mine.Pointed && sees(m) && !controls(m) {
			return p.texts.T("customer.points", words.Args{"Name": name})
		}
		return name
	})
}

// called writes the first names of the agents who are such, each as call returns it.
func (p presenter) called(s company.Snapshot, such func(company.Member) bool, call func(m company.Member, name string) string) string {
	var list []string
	for _, m := range s.Members {
		if such(m) {
			list = append(list, call(m, first(m.Session.Peer.Name)))
		}
	}
	if len(list) == 0 {
		return first(s.Peer.Name)
	}
	return p.list(list)
}

// watched says which managers watch, by their whole names; empty when none does.
func (p presenter) watched(s company.Snapshot) string {
	var names []string
	for _, m := range s.Members {
		if m.Monitors {
			names = append(names, m.Session.Peer.Name)
		}
	}
	if len(names) == 0 || s.Phase == session.PhaseEnded {
		return ""
	}
	return p.texts.N("monitor.customer.watched", len(names), words.Args{"Names": p.list(names)})
}

// fullName returns the whole name of the one agent who is such.
func (p presenter) fullName(s company.Snapshot, such func(company.Member) bool) string {
	for _, m := range s.Members {
		if such(m) {
			return m.Session.Peer.Name
		}
	}
	return s.Peer.Name
}

// list writes names as a sentence has them: "Claire, Ben and Zoé".
func (p presenter) list(names []string) string {
	if len(names) == 0 {
		return ""
	}
	last := names[len(names)-1]
	if len(names) == 1 {
		return last
	}
	return p.texts.T("customer.and", words.Args{"Most": strings.Join(names[:len(names)-1], ", "), "Last": last})
}

// checkWords says the words that the person may compare with every agent.
func (p presenter) checkWords(s company.Snapshot) []string {
	say := func(key string, peer session.Peer) string {
		return p.texts.T(key, words.Args{"Name": first(peer.Name), "Words": strings.Join(peer.CheckWords, " · ")})
	}
	if len(s.Members) <= 1 && len(s.Peer.CheckWords) > 0 {
		return []string{say("customer.chat.words", s.Peer)}
	}
	var lines []string
	for _, m := range s.Members {
		if len(m.Session.Peer.CheckWords) > 0 {
			lines = append(lines, say("customer.chat.wordsof", m.Session.Peer))
		}
	}
	return lines
}
