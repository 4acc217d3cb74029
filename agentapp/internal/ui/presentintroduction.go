package ui

import (
	"slices"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/session"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// keepNews is how long what became of a colleague who was asked is shown.
const keepNews = time.Minute

// introduction says what becomes of the last colleague who was asked into a session.
func (p presenter) introduction(s model.Snapshot, l model.Live, now time.Time) string {
	for _, made := range slices.Backward(s.Desk.Introductions) {
		if made.Session != l.ID {
			continue
		}
		name := made.Name
		if name == "" {
			name = made.To
		}
		if made.Answer != model.IntroductionAsked && now.Sub(made.At) > keepNews {
			return ""
		}
		return p.texts.T("agent.introduced."+introductionKey(made, l.Session), words.Args{"Name": name})
	}
	return ""
}

// introductionKey is the part of the catalogue's key for how far an introduction is: first at the relay, then at the customer's.
func introductionKey(made model.Introduction, s session.Snapshot) string {
	switch made.Answer {
	case model.IntroductionAsked:
		return "asked"
	case model.IntroductionRefused:
		return "refused"
	case model.IntroductionFailed:
		return "failed"
	}
	i := slices.IndexFunc(s.Introductions, func(i session.Introduction) bool { return i.ID == uint64(made.ID) })
	if i < 0 || !s.Introductions[i].Answered {
		return "taken"
	}
	if s.Introductions[i].Result == protocol.IntroductionJoined {
		return "joined." + protocol.IntroductionKind(made.Kind).String()
	}
	return s.Introductions[i].Result.String()
}
