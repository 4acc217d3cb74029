package ui

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"beside.example/customerapp/internal/model"
	"beside.example/internal/company"
	"beside.example/internal/session"
	"beside.example/protocol"
)

// pageState is a page as a person may meet it.
type pageState struct {
	name string
	size fyne.Size
	make func(p presenter) fyne.CanvasObject
}

// pageStates lists every state of every page.
func pageStates() []pageState {
	var all []pageState
	add := func(page string, size fyne.Size, states map[string]func(presenter) fyne.CanvasObject) {
		for name, build := range states {
			all = append(all, pageState{page + "/" + name, size, build})
		}
	}
	add("relay", codeSize, relayStates())
	add("code", codeSize, codeStates())
	add("consent", consentSize, consentStates())
	add("chatbox", chatSize, chatStates())
	add("banner", bannerSize, bannerStates())
	add("ended", codeSize, endedStates())
	return all
}

func relayStates() map[string]func(presenter) fyne.CanvasObject {
	page := func(s model.Snapshot) func(presenter) fyne.CanvasObject {
		return func(p presenter) fyne.CanvasObject { return newRelayPage(p.texts, p.relay(s), relayActs{}).root }
	}
	const relay, print = "help.northfield.example", "9f86 d081 884c 7d65 9a2f eaa0 c55a d015 a3bf 4f1b 2b0b 822c d15d 6c15 b0f0 0a08"
	return map[string]func(presenter) fyne.CanvasObject{
		"ask":        page(model.Snapshot{}),
		"no-address": page(model.Snapshot{Relay: "help northfield", Fault: protocol.FaultRelayUnknown}),
		"unreached":  page(model.Snapshot{Relay: relay, Fault: protocol.FaultRelayUnreachable}),
		"checking":   page(model.Snapshot{Relay: relay, Checking: true}),
		"confirm":    page(model.Snapshot{Relay: relay, Ready: true}),
		"selfsigned": page(model.Snapshot{Relay: relay, Fingerprint: print}),
	}
}

func codeStates() map[string]func(presenter) fyne.CanvasObject {
	page := func(digits string, s model.Snapshot) func(presenter) fyne.CanvasObject {
		s.Page, s.Relay = model.PageCode, "help.northfield.example"
		return func(p presenter) fyne.CanvasObject {
			code := newCodePage(p.texts, p.code(s), codeActs{})
			code.entry.SetCode(digits)
			return code.root
		}
	}
	return map[string]func(presenter) fyne.CanvasObject{
		"checking":   page("", model.Snapshot{Checking: true}),
		"partial":    page("1234567", model.Snapshot{Ready: true}),
		"one-to-go":  page("12345678", model.Snapshot{Ready: true}),
		"whole":      page("123456789", model.Snapshot{Ready: true}),
		"away":       page("123456789", model.Snapshot{}),
		"wrong":      page("123456789", model.Snapshot{Ready: true, Fault: protocol.FaultCodeWrong}),
		"portal":     page("K7MWQ2", model.Snapshot{Ready: true}),
		"joining":    page("123456789", model.Snapshot{Ready: true, Joining: true, Stage: model.StageChecking}),
		"connecting": page("123456789", model.Snapshot{Ready: true, Joining: true, Stage: model.StageConnecting}),
	}
}

func consentStates() map[string]func(presenter) fyne.CanvasObject {
	page := func(stood time.Duration, s company.Snapshot) func(presenter) fyne.CanvasObject {
		return func(p presenter) fyne.CanvasObject {
			return newConsentPage(p.texts, p.consent(s, stood), nil, nil).root
		}
	}
	return map[string]func(presenter) fyne.CanvasObject{
		"arming": page(protocol.ArmAfter/2, claire()),
		"armed":  page(protocol.ArmAfter, claire()),
		"unsigned": page(protocol.ArmAfter, changed(claire(), func(s *company.Snapshot) {
			s.Peer.Key = ""
		})),
		"vouched": page(protocol.ArmAfter, changed(claire(), func(s *company.Snapshot) {
			s.Peer.Vouched = true
		})),
		"withheld": page(protocol.ArmAfter, changed(claire(), func(s *company.Snapshot) {
			s.Peer.Withheld.Permissions = protocol.PermissionControl | protocol.PermissionDiagnostics
		})),
		"kept": page(protocol.ArmAfter, changed(claire(), func(s *company.Snapshot) {
			s.Keeps = protocol.KeepsFacts | protocol.KeepsChat
		})),
		"watch": page(protocol.ArmAfter, changed(claire(), func(s *company.Snapshot) {
			s.Keeps = protocol.KeepsFacts | protocol.KeepsWatch
		})),
		"long": page(protocol.ArmAfter, changed(claire(), func(s *company.Snapshot) {
			s.Keeps = protocol.KeepsFacts | protocol.KeepsChat | protocol.KeepsWatch
			s.Peer.Name, s.Peer.Organisation = "Wilhelmina Featherstonehaugh-Montgomery", "Northfield and District General Hospitals Trust"
			s.Peer.Relay = "remote-support.northfield-and-district.example:8443"
		})),
	}
}

func chatStates() map[string]func(presenter) fyne.CanvasObject {
	page := func(s company.Snapshot) func(presenter) fyne.CanvasObject {
		return func(p presenter) fyne.CanvasObject {
			return newChatBox(p.texts, p.chat(whole(s), now), chatActs{}).root
		}
	}
	return map[string]func(presenter) fyne.CanvasObject{
		"chat":       page(chatting()),
		"typing":     page(changed(chatting(), func(s *company.Snapshot) { s.PeerTyping = true })),
		"seen":       page(seen()),
		"controlled": page(controlled()),
		"hand":       page(changed(controlled(), func(s *company.Snapshot) { s.Input = protocol.InputHand })),
		"paused":     page(changed(seen(), func(s *company.Snapshot) { s.Mine.State = protocol.SharePaused })),
		"asks":       page(asks(false)),
		"renews":     page(asks(true)),
		"lost":       page(changed(seen(), func(s *company.Snapshot) { s.Phase = session.PhaseReconnecting })),
		"offers":     page(changed(chatting(), func(s *company.Snapshot) { s.Theirs.State = protocol.ShareOn })),
		"three":      page(three()),
		"watched":    page(watched()),
		"takesover": page(changed(three(), func(s *company.Snapshot) {
			s.Members[2].Session.Permissions = append(slices.Clone(s.Members[2].Session.Permissions), session.Permission{
				Permission: protocol.PermissionControl, Grant: protocol.GrantAsked, Until: now.Add(time.Minute),
			})
		})),
		"transfer": page(changed(seen(), func(s *company.Snapshot) {
			s.Card = &company.Card{ID: 7, Kind: protocol.IntroductionTransfer, From: "Claire Moreau", Name: "Ben Okafor", Since: now.Add(-protocol.ArmAfter)}
		})),
		"invite": page(changed(seen(), func(s *company.Snapshot) {
			s.Card = &company.Card{ID: 7, Kind: protocol.IntroductionInvite, From: "Claire Moreau", Name: "Ben Okafor", Since: now}
		})),
		"push": page(changed(seen(), func(s *company.Snapshot) {
			s.Push = &session.Push{URL: "https://help.northfield.example/printers/reset?model=7100&step=2", Since: now.Add(-protocol.CardArmAfter)}
		})),
		"push-long": page(changed(seen(), func(s *company.Snapshot) {
			s.Push = &session.Push{URL: "https://help.northfield.example/" + strings.Repeat("q", protocol.MaxURL-32), Since: now}
		})),
		"fault": page(changed(seen(), func(s *company.Snapshot) { s.Trouble = protocol.FaultGrab })),
	}
}

func bannerStates() map[string]func(presenter) fyne.CanvasObject {
	page := func(s company.Snapshot) func(presenter) fyne.CanvasObject {
		return func(p presenter) fyne.CanvasObject {
			b := newBanner(p.texts, nil, nil)
			b.show(p.banner(whole(s), now), s.Mine.State == protocol.SharePaused)
			return b.root
		}
	}
	return map[string]func(presenter) fyne.CanvasObject{
		"seen":         page(seen()),
		"controlled":   page(controlled()),
		"hand":         page(changed(controlled(), func(s *company.Snapshot) { s.Input = protocol.InputHand })),
		"paused":       page(changed(seen(), func(s *company.Snapshot) { s.Mine.State = protocol.SharePaused })),
		"three":        page(three()),
		"watched":      page(watched()),
		"three-points": page(pointed(three())),
		"three-seen": page(changed(three(), func(s *company.Snapshot) {
			s.Permissions = s.Permissions[:1]
			s.Members[1].Session.Permissions = s.Members[1].Session.Permissions[:1]
		})),
	}
}

func endedStates() map[string]func(presenter) fyne.CanvasObject {
	page := func(reason protocol.CloseCode, s company.Snapshot) func(presenter) fyne.CanvasObject {
		s.Phase, s.Ended = session.PhaseEnded, &session.End{Reason: reason, At: now}
		var managers []string
		for _, m := range s.Members {
			if m.Monitors {
				managers = append(managers, m.Session.Peer.Name)
			}
		}
		receipt := model.Receipt{Watched: managers, Lasted: 25 * time.Minute, Seen: 18*time.Minute + 4*time.Second, With: []string{s.Peer.Name}}
		return func(p presenter) fyne.CanvasObject {
			page, _ := newEndedPage(p.texts, p.ended(s, receipt), endedActs{})
			return page
		}
	}
	return map[string]func(presenter) fyne.CanvasObject{
		"declined":   page(protocol.CloseDeclined, claire()),
		"unanswered": page(protocol.CloseUnanswered, claire()),
		"byagent":    page(protocol.CloseByAgent, seen()),
		"bycustomer": page(protocol.CloseByCustomer, seen()),
		"lost":       page(protocol.CloseLost, seen()),
		"watched":    page(protocol.CloseByAgent, watched()),
	}
}
