package ui

import (
	"fyne.io/fyne/v2"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*PermissionRow)(nil)

// PermissionText is what a permission's row says.
type PermissionText struct {
	Icon               look.Icon
	Title, Explanation string
	// No and Yes name the answers; without them the row has none.
	No, Yes string
	// Always stands in place of the answers, such as "Always on".
	Always string
	// Asked is the badge of a permission that the other side asks for; empty shows none.
	Asked string
}

// PermissionRow is one permission on the consent page: what it is, and No or Yes. No comes first and is the default.
type PermissionRow struct {
	block
	answer *Segmented
	asked  *Badge
}

// NewPermissionRow returns a row that answers No; changed is told each new answer.
func NewPermissionRow(text PermissionText, changed func(yes bool)) *PermissionRow {
	r := &PermissionRow{asked: NewBadge("", text.Asked, KindBlue)}
	r.asked.Hidden = text.Asked == ""
	title := NewLine(text.Title, RoleReading)
	title.Bold = true
	explanation := NewMuted(text.Explanation, RoleTable)
	end := Row(Space8, NewGlyph(look.IconCheck, look.Ink2, iconSize), muteLine(text.Always, RoleCaption))
	if text.Always == "" {
		r.answer = NewAnswer(text.No, text.Yes, changed)
		end = Row(0, r.answer)
	}
	r.content = NewPanel(look.Background, Bottom, Pad(Space4+1, 0, Row(Space12+2,
		NewGlyph(text.Icon, look.Ink2, permissionIcon),
		Grow(Column(0, Row(Space8, title, r.asked), explanation)),
		end,
	)))
	r.ExtendBaseWidget(r)
	return r
}

const permissionIcon = 22

// Answer returns the answer's control, nil where there is none: a page may focus it.
func (r *PermissionRow) Answer() *Segmented { return r.answer }

// Allowed reports whether the answer is Yes.
func (r *PermissionRow) Allowed() bool { return r.answer != nil && r.answer.Selected() == 1 }

// SetAllowed changes the answer, without telling anybody.
func (r *PermissionRow) SetAllowed(yes bool) {
	if r.answer == nil {
		return
	}
	if yes {
		r.answer.SetSelected(1)
	} else {
		r.answer.SetSelected(0)
	}
}

// SetAsked changes the badge; empty hides it.
func (r *PermissionRow) SetAsked(asked string) {
	r.asked.Hidden = asked == ""
	r.asked.Set(BadgeState{Word: asked, Kind: KindBlue})
	r.Refresh()
}

func muteLine(text string, role Role) *Text {
	t := NewLine(text, role)
	t.Colour = look.Ink2
	return t
}
