package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/protocol/signalling"
)

const (
	// cannedMark begins the search for a ready-made reply, where it stands first in the box.
	cannedMark = "/"
	// mostCanned is how many are offered at once: what fits above the box.
	mostCanned = 6
	// cannedText is how much of a reply is shown behind its title.
	cannedText = 200
)

// canned offers ready-made replies above a chat's box while the agent types.
type canned struct {
	panel *ui.ChatPanel
	list  *ui.Suggestions
	// page is told the address of a reply that is a page; nil puts it into the box.
	page func(address string)

	replies  []signalling.CannedReply
	found    []signalling.CannedReply
	language string            // the customer's
	values   map[string]string // of placeholders
}

// newCanned has a panel offer replies.
func newCanned(panel *ui.ChatPanel, page func(address string)) *canned {
	c := &canned{panel: panel, page: page}
	c.list = e2e.Name(ui.NewSuggestions(c.take), "canned")
	panel.Box().OnText = c.typed
	panel.Box().OnKey = c.key
	return c
}

// set changes what there is to offer and what placeholders stand for.
func (c *canned) set(replies []signalling.CannedReply, language string, values map[string]string) {
	c.replies, c.language, c.values = replies, language, values
}

// usable returns the replies, unless the organisation allows none here.
func usable(replies []signalling.CannedReply, allowed signalling.Features) []signalling.CannedReply {
	if !allowed.Has(signalling.FeatureCanned) {
		return nil
	}
	return replies
}

// begin starts the search, as the mark does.
func (c *canned) begin(canvas fyne.Canvas) {
	canvas.Focus(c.panel.Box())
	c.panel.Box().Put(cannedMark)
}

func (c *canned) typed(text string) {
	c.found = nil
	if rest, search := strings.CutPrefix(text, cannedMark); search && !strings.Contains(rest, "\n") {
		c.found = model.FindCanned(c.replies, rest, c.language, mostCanned)
	}
	c.show()
}

func (c *canned) show() {
	was := c.list.Len()
	var list []ui.Suggestion
	for _, r := range c.found {
		s := ui.Suggestion{Icon: look.IconFlash, Title: r.Title, Text: oneLine(model.FillCanned(r.Text, c.values))}
		if r.URL != "" {
			s.Icon, s.Text = look.IconGlobe, r.URL
		}
		if runes := []rune(s.Text); len(runes) > cannedText {
			s.Text = string(runes[:cannedText])
		}
		list = append(list, s)
	}
	c.list.Set(list)
	if len(list) == was {
		return
	}
	if len(list) == 0 {
		c.panel.SetQuestion(nil)
		return
	}
	c.panel.SetQuestion(c.list)
}

// key moves the choice and takes it, while replies are offered.
func (c *canned) key(key fyne.KeyName) bool {
	if len(c.found) == 0 {
		return false
	}
	switch key {
	case fyne.KeyUp:
		c.list.Step(-1)
	case fyne.KeyDown:
		c.list.Step(1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyTab:
		c.take(c.list.Chosen())
	case fyne.KeyEscape:
		c.found = nil
		c.show()
	default:
		return false
	}
	return true
}

// take puts a reply into the box, for the agent to read before it goes, or offers its page to the customer.
func (c *canned) take(index int) {
	if index < 0 || index >= len(c.found) {
		return
	}
	r := c.found[index]
	if r.URL != "" && c.page != nil {
		c.panel.Box().Put("")
		c.page(r.URL)
		return
	}
	text := model.FillCanned(r.Text, c.values)
	if r.URL != "" {
		text = strings.TrimSpace(text + " " + r.URL)
	}
	c.panel.Box().Put(text)
}
