package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"beside.example/internal/company"
	"beside.example/internal/session"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// inFrench lists the states that are held in French too: of each page the one with most words.
var inFrench = map[string]bool{
	"relay/selfsigned": true, "code/wrong": true, "consent/arming": true, "consent/vouched": true, "consent/kept": true, "consent/watch": true, "chatbox/watched": true, "banner/watched": true, "ended/watched": true, "code/portal": true, "chatbox/asks": true, "chatbox/three": true, "chatbox/transfer": true, "chatbox/invite": true, "chatbox/push": true, "banner/three": true, "banner/paused": true, "ended/lost": true,
}

// TestGoldens draws every page in its states.
func TestGoldens(t *testing.T) {
	for _, s := range pageStates() {
		t.Run(s.name, func(t *testing.T) {
			newApp(t)
			w := open(t, s.make(in(words.English)), s.size)
			test.AssertRendersToMarkup(t, s.name+".xml", w.Canvas())
		})
		if inFrench[s.name] {
			t.Run(s.name+"-fr", func(t *testing.T) {
				newApp(t)
				w := open(t, s.make(in(words.French)), s.size)
				test.AssertRendersToMarkup(t, s.name+"-fr.xml", w.Canvas())
			})
		}
	}
}

// sheetStates lists what comes up in front of pages.
func sheetStates() map[string]func(w *world) {
	ended := changed(seen(), func(s *company.Snapshot) {
		s.Phase, s.Ended = session.PhaseEnded, &session.End{Reason: protocol.CloseByAgent, Remote: true, At: now}
	})
	return map[string]func(w *world){
		"allowed":       func(w *world) { w.be(controlled()); w.windows.live.showAllowed() },
		"allowed-three": func(w *world) { w.be(three()); w.windows.live.showAllowed() },
		"picture":       func(w *world) { w.be(seen()); w.windows.choosePicture(w.windows.live.chat) },
		"report":        func(w *world) { w.be(seen()); w.windows.report(w.windows.live.chat, seen()) },
		"report-ended": func(w *world) {
			w.be(ended)
			w.windows.report(w.window(), ended)
		},
	}
}

// TestSheetGoldens draws every sheet in front of its page, in both languages.
func TestSheetGoldens(t *testing.T) {
	for name, put := range sheetStates() {
		for _, l := range words.Languages() {
			t.Run(name+"-"+string(l), func(t *testing.T) {
				startSession(t, claire(), l, func(w *world) {
					put(w)
					c := w.window().Canvas()
					if w.windows.live != nil {
						c = w.windows.live.chat.Canvas()
					}
					file := "sheet/" + name + ".xml"
					if l != words.English {
						file = strings.TrimSuffix(file, ".xml") + "-" + string(l) + ".xml"
					}
					test.AssertRendersToMarkup(t, file, c)
				})
			})
		}
	}
}
