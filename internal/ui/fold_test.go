package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"beside.example/internal/look"
)

// TestFold: tools go by their rank where there is no room, and stand in the menu instead; what is hidden by itself stays so.
func TestFold(t *testing.T) {
	newApp(t, ForAgent)
	tapped := ""
	tool := func(name string) *ToolButton {
		return NewToolButton(name, look.IconEye, func() { tapped = name })
	}
	stays, first, second, gone := tool("stays"), tool("first"), tool("second"), tool("gone")
	gone.Hide()
	row := Fold(0, "More tools", stays, Folds(2, first), Folds(1, second), Folds(1, gone), layout.NewSpacer())
	l := row.Layout.(*foldLayout)
	least := row.MinSize()
	if want := float32(toolWidth) + l.more.MinSize().Width; least.Width != want {
		t.Errorf("the row needs %v, want %v", least.Width, want)
	}
	for _, c := range []struct {
		width float32
		menu  []string
	}{
		{3 * toolWidth, nil},
		{3*toolWidth - 1, []string{"first"}},
		{least.Width, []string{"first", "second"}},
		{3 * toolWidth, nil},
	} {
		row.Resize(fyne.NewSize(c.width, toolHeight))
		items := l.items()
		if len(items) != len(c.menu) || l.more.Visible() != (len(c.menu) > 0) {
			t.Fatalf("%v dp wide, %d tools are in the menu, want %q", c.width, len(items), c.menu)
		}
		for i, item := range items {
			item.Action()
			if item.Label != c.menu[i] || tapped != c.menu[i] {
				t.Errorf("%v dp wide, item %d is %q, want %q", c.width, i, item.Label, c.menu[i])
			}
		}
	}
}

// TestFoldedMenus: in the menu of a Fold a menu's button leads to its menu, and a choice has an item for each segment.
func TestFoldedMenus(t *testing.T) {
	newApp(t, ForAgent)
	keys := NewMenuButton("Keys", "", Medium, func() []*fyne.MenuItem { return []*fyne.MenuItem{fyne.NewMenuItem("F1", nil)} })
	chosen := 0
	choice := NewSegmented([]Segment{{Text: "Fit"}, {Text: "1:1"}}, 0, func(i int) { chosen = i })
	row := Fold(0, "More tools", Folds(1, keys), Folds(1, choice))
	row.Resize(fyne.NewSize(10, 40))
	items := row.Layout.(*foldLayout).items()
	if len(items) != 3 || items[0].ChildMenu == nil || items[0].ChildMenu.Items[0].Label != "F1" || !items[1].Checked {
		t.Fatalf("the menu is %v", items)
	}
	items[2].Action()
	if chosen != 1 {
		t.Error("an item does not choose its segment")
	}
}
