package ui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// thousandsPast is a history of ten thousand sessions.
func thousandsPast() model.Snapshot {
	s := signedIn()
	const many = 10_000
	for i := range many {
		p := past(0, fmt.Sprintf("Customer %d", i*7919%many), "Phone", time.Duration(i)*time.Minute, signalling.OutcomeResolved, "Password changed.")
		p.Session = leg.SessionID{1, byte(i), byte(i >> 8)}
		s.History.Entries = append(s.History.Entries, p)
	}
	return s
}

// BenchmarkTenThousandRows measures what a list of ten thousand costs: a new one, one sorted by names, one searched, a second
// that goes by, a step of the wheel with all that it paints.
func BenchmarkTenThousandRows(b *testing.B) {
	a := test.NewTempApp(b)
	a.Settings().SetTheme(ui.NewTheme(ui.ForAgent).Fixed(theme.VariantLight))
	s, p := thousandsPast(), presenter{texts: words.MustLoad(words.English), all: newCatalogues()}
	page := newListPage(p, pageHistory, listActs{Choose: func(listChoice) {}})
	w := test.NewTempWindow(b, ui.NewRoot(page.root))
	w.Resize(pageSize)
	show := func(choice listChoice) func(b *testing.B) {
		return func(b *testing.B) {
			for b.Loop() {
				page.show(p.listed(s, pageHistory, choice, now))
			}
		}
	}
	b.Run("new", show(newListChoice()))
	b.Run("sorted", show(listChoice{Sort: columnCustomer, Ascending: true}))
	b.Run("searched", show(listChoice{Sort: columnWhen, Find: "customer 42"}))
	b.Run("second", func(b *testing.B) {
		page.show(p.listed(s, pageHistory, newListChoice(), now))
		for i := 0; b.Loop(); i++ {
			page.tick(now.Add(time.Duration(i) * time.Second))
		}
	})
	b.Run("wheel", func(b *testing.B) {
		const notch = -10
		for b.Loop() {
			test.Scroll(w.Canvas(), fyne.NewPos(400, 400), 0, notch)
		}
	})
}
