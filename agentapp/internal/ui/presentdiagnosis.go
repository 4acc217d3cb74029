package ui

import (
	"time"

	"beside.example/internal/session"
	"beside.example/internal/ui"
	"beside.example/internal/view"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// pictureState is how the picture of a viewer comes about.
type pictureState struct {
	view.Stats
	// Glass tells that what changes is put into the window at once, past Fyne.
	Glass bool
}

// diagnosis says what whoever helps needs when a picture is slow, coarse or wrong.
func (p presenter) diagnosis(s session.Snapshot, picture pictureState) []ui.Detail {
	const kilo = 1000
	fact := func(key, value string) ui.Detail {
		return ui.Detail{Name: p.texts.T("agent.diagnosis." + key), Value: value}
	}
	facts := []ui.Detail{fact("quality", p.texts.T("agent.diagnosis.quality."+s.Theirs.Fidelity.String()))}
	now, encoding := "nothing", "none"
	switch picture.Encoding {
	case protocol.EncodingTiles:
		encoding = "tiles"
	case protocol.EncodingContext:
		encoding = "context"
	}
	switch {
	case picture.Encoding == 0:
	case picture.Exact:
		now = "exact"
	default:
		now = "nearly"
	}
	painting := "window"
	if picture.Glass {
		painting = "glass"
	}
	return append(facts,
		fact("now", p.texts.T("agent.diagnosis.now."+now)),
		fact("encoding", p.texts.T("agent.diagnosis.encoding."+encoding)),
		fact("arrives", p.texts.T("agent.diagnosis.rate", words.Args{"Bytes": (picture.Bytes + kilo - 1) / kilo, "Updates": picture.Updates})),
		fact("decoding", p.texts.T("agent.diagnosis.took", words.Args{"MS": (picture.DecodeTime + time.Millisecond - 1).Milliseconds()})),
		fact("painting", p.texts.T("agent.diagnosis.painting."+painting)),
	)
}
