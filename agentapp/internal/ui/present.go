package ui

import (
	"slices"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/look"
	"beside.example/internal/product"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// clock is how the windows tell the time of day.
const clock = "15:04"

// catalogues are those of every language: what a customer is sent may be in another one than the windows.
type catalogues map[words.Language]*words.Catalogue

func newCatalogues() catalogues {
	all := catalogues{}
	for _, l := range words.Languages() {
		all[l] = words.MustLoad(l)
	}
	return all
}

// presenter says a model's snapshot in words: it turns snapshots into the states of pages.
type presenter struct {
	texts *words.Catalogue
	all   catalogues
}

// fault returns a fault's sentence with its number, or nothing for none.
func (p presenter) fault(f protocol.Fault) string { return ui.FaultText(p.texts, f) }

// customer returns what a customer is called who may have no name.
func (p presenter) customer(name string) string {
	if name == "" {
		return p.texts.T("agent.codes.nobody")
	}
	return name
}

func (p presenter) signIn(s model.Snapshot) signInState {
	return signInState{Relay: s.Relay, Busy: s.Account == model.SigningIn, Fingerprint: s.Fingerprint, Trouble: p.fault(s.Fault)}
}

// main says who is signed in and how the line is.
func (p presenter) main(s model.Snapshot, now time.Time) mainState {
	agent := s.Agent()
	state := mainState{
		Name: agent.Name, Team: agent.Team, Self: s.Status, Waiting: waiting(s), Sessions: len(s.Live), Codes: len(s.Codes),
		Status: []ui.StatusItem{p.line(s, now)},
	}
	if s.Line.Phase != signalling.PhaseConnected { // the line says it all
		return state
	}
	if n := len(agent.Portals); n > 0 {
		state.Status = append(state.Status, ui.StatusItem{Text: p.texts.N("agent.line.portals", n)})
		if text := p.present(s); text != "" {
			state.Status = append(state.Status, ui.StatusItem{Text: text})
		}
		if longest := longestWait(s); !longest.IsZero() {
			state.Longest = p.texts.T("agent.line.longest", words.Args{"Time": ui.ElapsedText(now.Sub(longest))})
		}
	}
	if s.Fault != 0 { // which has the line to itself: it may be long
		state.Status = []ui.StatusItem{{Icon: look.IconWarning, Colour: look.Danger, Text: p.fault(s.Fault)}}
	}
	return state
}

// waiting counts the requests that nobody holds.
func waiting(s model.Snapshot) (n int) {
	for _, r := range s.Desk.Requests {
		if r.State == signalling.RequestPosted {
			n++
		}
	}
	return n
}

// longestWait is since when the customer waits who waits longest; zero when nobody does.
func longestWait(s model.Snapshot) (longest time.Time) {
	for _, r := range s.Desk.Requests {
		if r.State == signalling.RequestPosted && (longest.IsZero() || r.Since.Before(longest)) {
			longest = r.Since
		}
	}
	return longest
}

// present says how many agents are available, this one included; nothing to an agent alone.
func (p presenter) present(s model.Snapshot) string {
	if len(s.Desk.Colleagues) == 0 {
		return ""
	}
	available := 0
	for _, c := range s.Desk.Colleagues {
		if c.Status == signalling.StatusAvailable {
			available++
		}
	}
	if s.Status == signalling.StatusAvailable {
		available++
	}
	return p.texts.T("agent.line.present", words.Args{"Available": available, "All": len(s.Desk.Colleagues) + 1})
}

// line says how the way to the relay is.
func (p presenter) line(s model.Snapshot, now time.Time) ui.StatusItem {
	relay := words.Args{"Relay": s.Relay}
	switch s.Line.Phase {
	case signalling.PhaseConnecting:
		return ui.StatusItem{Icon: look.IconRefresh, Colour: look.Warning, Text: p.texts.T("agent.line.connecting", relay)}
	case signalling.PhaseWaiting:
		seconds := max(1, int(s.Line.Until.Sub(now).Seconds()+1))
		return ui.StatusItem{Icon: look.IconRefresh, Colour: look.Danger, Text: p.texts.N("agent.line.waiting", seconds, words.Args{"Why": p.fault(s.Line.Fault)})}
	case signalling.PhaseRefused:
		return ui.StatusItem{Icon: look.IconWarning, Colour: look.Danger, Text: p.fault(s.Line.Fault)}
	}
	return ui.StatusItem{Icon: look.IconDot, Colour: look.Success, Text: p.texts.T("agent.line.connected", relay)}
}

func (p presenter) settings(s model.Snapshot, kept model.Settings) settingsState {
	seconds := kept.AlertSeconds
	if seconds == 0 {
		seconds = int(model.DefaultAlert / time.Second)
	}
	return settingsState{
		Relay: s.Relay, Fingerprint: kept.Pin, Name: s.Agent().Name, Organisation: s.Agent().Organisation, Version: product.Build(),
		Alert: slices.Index(alertSeconds(), seconds), Away: slices.Index(awayMinutes(), kept.AwayMinutes), Silent: kept.Silent,
	}
}
