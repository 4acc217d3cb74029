package e2e

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"beside.example/internal/words"
)

// notesText is what the agent writes for colleagues to come.
const notesText = "Dock WD19, firmware of 2023: updated."

// toldWhatIsKept has the customer read on the consent page that the organisation keeps what is written, before they agree to anything.
func (j *Journey) toldWhatIsKept(ctx context.Context) error {
	told, err := j.Customer.Find(ctx, Named("consent-kept"))
	if err != nil {
		return err
	}
	if want := j.Texts.T("handin.consent.chat", words.Args{"Organisation": trialOrganisation}); plain(told.Text) != plain(want) {
		return fmt.Errorf("the customer is told %q, should be %q", told.Text, want)
	}
	return nil
}

// writesNotes has the agent write notes, which the customer never sees.
func (j *Journey) writesNotes(ctx context.Context) error {
	if err := j.Agent.Raise(ctx, Named("notes")); err != nil {
		return err
	}
	return j.Agent.Fill(ctx, Named("notes"), notesText)
}

// readsWhatWasKept finds in the review what both wrote in the session, the agent's notes, and who saw and controlled what, drawn.
func (j *Journey) readsWhatWasKept(ctx context.Context) error {
	for _, part := range []string{chatHello, chatThanks, notesText, pageText("handin.chat.there")} {
		if err := j.manager.See(ctx, part); err != nil {
			return err
		}
	}
	lanes, err := evaluate[[]string](ctx, j.manager.Browser, `[...document.querySelectorAll(".lanes text")].map(t => t.textContent)`)
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(j.Name, " ")
	for _, lane := range []string{
		pageText("handin.lane.seen", words.Args{"Agent": first}), pageText("handin.lane.control", words.Args{"Agent": first}), pageText("report.review.lane.chat"),
	} {
		if !slices.Contains(lanes, lane) {
			return fmt.Errorf("the drawing has no lane “%s”: %q", lane, lanes)
		}
	}
	return nil
}
