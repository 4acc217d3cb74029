package ui

import (
	"slices"
	"strings"
	"testing"

	"beside.example/internal/words"
)

// TestCheckWordsOfEverybody: every agent has words of its own, which the person finds in the menu and in a report.
func TestCheckWordsOfEverybody(t *testing.T) {
	p := in(words.English)
	if got := p.checkWords(whole(claire())); !slices.Equal(got, []string{"Check words: river · candle · north"}) {
		t.Errorf("with one agent: %q", got)
	}
	s := three()
	s.Members[1].Session.Peer.CheckWords = []string{"apple", "stone", "east"}
	s.Members[2].Session.Peer.CheckWords = nil
	want := []string{"Check words with Claire: river · candle · north", "Check words with Ben: apple · stone · east"}
	if got := p.checkWords(s); !slices.Equal(got, want) {
		t.Errorf("with three: %q", got)
	}
	if got := p.report(s, now); !strings.Contains(got, "Claire: river, candle, north; Ben: apple, stone, east") {
		t.Errorf("the report says %q", got)
	}
	var lines []string
	for _, item := range newChatBox(p.texts, p.chat(s, now), chatActs{}).menu() {
		if item.Disabled {
			lines = append(lines, item.Label)
		}
	}
	if !slices.Equal(lines, want) {
		t.Errorf("the menu has %q", lines)
	}
}

// TestWhoPoints: the person sees who points, besides who controls.
func TestWhoPoints(t *testing.T) {
	p, s := in(words.English), pointed(three())
	if got := p.banner(s, now).Detail; !strings.Contains(got, "also seen by Claire (pointing) and Zoé") {
		t.Errorf("the banner says %q", got)
	}
	if got := p.pane(s, now).Detail; !strings.Contains(got, "seen by Claire (pointing), Ben and Zoé") {
		t.Errorf("the chat box says %q", got)
	}
}
