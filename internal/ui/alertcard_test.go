package ui

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"beside.example/internal/look"
)

// alertStates are the alerts of the look's picture.
func alertStates() map[string]AlertState {
	return map[string]AlertState{
		"request": {
			Kind: AlertRequest, Head: "New request", From: "Pharmacy · Box", Who: "Aiko Tanaka", Time: "waiting 1:05",
			Quote: "“Scanner not found after the update. It worked yesterday evening.”", Note: "Sent to all 3 available agents. First Yes wins.",
			Yes: "Yes, accept", No: "No", Left: "18 s left", Share: 0.6, Key: "Ctrl Shift Y",
		},
		"match": {
			Kind: AlertMatch, Head: "Asks for you", From: "Find my agent · Match", Who: "Ruth Abels", Time: "waiting 0:04",
			Quote: "“You helped me on Tuesday. The calendar is wrong again.”", Note: "Only you were asked.", Yes: "Yes, accept", No: "No", Left: "26 s left", Share: 0.87,
		},
		"invite": {
			Kind: AlertInvite, Head: "Invitation to a session", From: "from Tom Okafor", Who: "Session with Omar Haddad", Time: "7 min",
			Quote: "“Can you look at the VPN profile with me? Certificate error 13. I have tried everything that stands in the handbook, twice, and it is always the same.”",
			Note:  "The customer never sees this comment.", NoteIcon: look.IconEyeOff, Yes: "Yes, join", No: "No", Left: "21 s left", Share: 0.7,
		},
		"transfer": {
			Kind: AlertTransfer, Head: "Session transferred to you", From: "from Priya Nair", Who: "Session with Hannah Berg", Time: "18 min",
			Quote: "“Driver installed.”", Note: "Already allowed: see, control. Nothing to download again.", NoteIcon: look.IconEye,
			Yes: "Yes, take over", No: "No", Left: "9 s left", Share: 0.3, Locked: true,
		},
	}
}

func TestAlertCards(t *testing.T) {
	for name, state := range alertStates() {
		t.Run(name, func(t *testing.T) {
			newApp(t, ForAgent)
			card := NewAlertCard(nil)
			card.Set(state)
			size := AlertSize()
			w := show(t, card, size.Width, size.Height)
			if got := w.Canvas().Size(); got != size {
				t.Errorf("the alert needs %v, it has %v", got, size)
			}
			golden(t, "alertcard/"+name, w)
		})
	}
}

func TestAlertIsAnswered(t *testing.T) {
	newApp(t, ForAgent)
	var answers []bool
	card := NewAlertCard(func(yes bool) { answers = append(answers, yes) })
	size := AlertSize()
	show(t, card, size.Width, size.Height)
	state := alertStates()["request"]
	state.Locked = true
	card.Set(state)
	test.Tap(card.Yes()) // another alert stood here a moment ago
	state.Locked = false
	card.Set(state)
	test.Tap(card.No())
	test.Tap(card.Yes())
	if len(answers) != 2 || answers[0] || !answers[1] {
		t.Errorf("the answers are %v", answers)
	}
}
