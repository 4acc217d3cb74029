package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"

	"beside.example/internal/ui"
	"beside.example/internal/view"
	"beside.example/protocol"
)

// TestDiagnosis: it is shown and hidden by its button, and while it is hidden what changes in it paints nothing.
func TestDiagnosis(t *testing.T) {
	newTestApp(t)
	p := presenterIn("en")
	v := newViewer(p.texts, ui.NewRemoteDisplay(newPicture(640, 360)), &hands{}, viewerActs{})
	show(t, v.root, viewerSize)
	state := func(picture pictureState) viewerState {
		return p.viewer(allowed(), signedIn().Askable(allowed()), picture, now)
	}
	v.show(state(pictureState{}))
	if v.diagnosis.root.Visible() || v.shown.Facts != nil {
		t.Error("the diagnosis is there before anybody asks for it")
	}
	test.Tap(v.diagnose)
	if !v.diagnosis.root.Visible() || !v.diagnose.On {
		t.Fatal("the button does not show the diagnosis")
	}
	v.show(state(pictureState{Stats: view.Stats{Encoding: protocol.EncodingContext, Exact: true, Bytes: 1001, Updates: 8}, Glass: true}))
	for _, want := range []ui.Detail{{Name: "Picture", Value: "Exact"}, {Name: "Arrives", Value: "2 kB/s, 8/s"}, {Name: "Painting", Value: "At once"}} {
		if !slices.Contains(v.diagnosis.facts, want) {
			t.Errorf("no %q in %q", want, v.diagnosis.facts)
		}
	}
	test.Tap(v.diagnose)
	if v.diagnosis.root.Visible() || v.shown.Facts != nil {
		t.Error("the button does not hide the diagnosis again")
	}
}

// TestDiagnosisSaysWhatIsSo: every choice, encoding and way of painting has its words.
func TestDiagnosisSaysWhatIsSo(t *testing.T) {
	p, s := presenterIn("en"), allowed().Session
	said := func(picture pictureState) (all []string) {
		for _, f := range p.diagnosis(s, picture) {
			all = append(all, f.Value)
		}
		return all
	}
	s.Theirs.Fidelity = protocol.FidelitySaving
	got := said(pictureState{Stats: view.Stats{Encoding: protocol.EncodingTiles}})
	if want := []string{"Save data", "Nearly exact", "Tiles", "0 kB/s, 0/s", "0 ms", "With the window’s next picture"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	s.Theirs.Fidelity = protocol.FidelityExact
	got = said(pictureState{})
	if want := []string{"Exact only", "None yet", "–", "0 kB/s, 0/s", "0 ms", "With the window’s next picture"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
