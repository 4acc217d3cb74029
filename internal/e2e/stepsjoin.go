package e2e

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"slices"
	"strings"
	"time"

	"beside.example/internal/look"
	"beside.example/internal/words"
	"beside.example/protocol"
)

func (j *Journey) furnish(ctx context.Context) (err error) {
	j.typed, err = j.Furnish(ctx)
	return err
}

func (j *Journey) agentStarts(ctx context.Context) error {
	began := time.Now()
	if err := j.StartAgent(ctx); err != nil {
		return err
	}
	_, err := j.Agent.Find(ctx, Named("signin-begin"))
	j.figure("agent_window_ms", began)
	return err
}

// agentAsked names the relay, whose fingerprint the app shows.
func (j *Journey) agentAsked(ctx context.Context) error {
	if err := j.Agent.Fill(ctx, Named("signin-relay"), j.Relay.Address()); err != nil {
		return err
	}
	if err := j.Agent.Click(ctx, Named("signin-begin")); err != nil {
		return err
	}
	shown, err := j.Agent.Find(ctx, Named("signin-fingerprint"))
	if err != nil {
		return err
	}
	if plain(shown.Text) != plain(j.Relay.Fingerprint) {
		return fmt.Errorf("the app shows the fingerprint %q, the relay has %q", shown.Text, j.Relay.Fingerprint)
	}
	return nil
}

// agentConfirms says that the fingerprint is the relay's, upon which the browser opens.
func (j *Journey) agentConfirms(ctx context.Context) error {
	if err := j.Agent.ClickAway(ctx, Named("signin-trust")); err != nil {
		return err
	}
	title := words.MustLoad(words.English).T("relay.signin.title") // the browser's language, whatever the apps speak
	if err := await(ctx, "the relay's page in the browser", func() (bool, error) { return j.Desk.Titled(title) }); err != nil {
		return err
	}
	return j.pageShown(ctx)
}

func plain(s string) string { return strings.Join(strings.Fields(s), "") }

func (j *Journey) agentSignsIn(ctx context.Context) error {
	began := time.Now()
	if err := j.Desk.Hand.Type(j.Mail + "\t" + j.Password + "\n"); err != nil {
		return err
	}
	if _, err := j.Agent.Find(ctx, Named("nav")); err != nil {
		return err
	}
	j.figure("sign_in_ms", began)
	if err := j.Agent.See(ctx, Text(j.Texts.T("agent.line.connected", words.Args{"Relay": j.Relay.Address()}))); err != nil {
		return err
	}
	return j.Desk.closeWindow(ctx, "Chromium") // as its page says that one can
}

// pageShown waits until the browser shows the relay's page, whose title comes before it: until its one filled button is
// there, and then stands still.
func (j *Journey) pageShown(ctx context.Context) error {
	r, g, b, _ := look.Accent.Colour(false).RGBA()
	accent := color.RGBA{R: uint8(r >> 8), G: uint8(g >> 8), B: uint8(b >> 8), A: 0xff}
	const button = 2000 // pixels: more than any letter or mark in this colour has
	err := await(ctx, "the button on the relay's page", func() (bool, error) {
		picture, err := j.Desk.Picture()
		if err != nil {
			return false, err
		}
		n := 0
		for i := 0; i < len(picture.Pix); i += 4 {
			if picture.Pix[i] == accent.R && picture.Pix[i+1] == accent.G && picture.Pix[i+2] == accent.B {
				n++
			}
		}
		return n > button, nil
	})
	if err != nil {
		return err
	}
	return j.settle(ctx, image.Rectangle{Max: ScreenSize})
}

func (j *Journey) makesCode(ctx context.Context) (err error) {
	things, err := j.Agent.Things()
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(things, Named("codes-name").holds) {
		if err := j.Agent.Click(ctx, Named("list-newcode")); err != nil {
			return err
		}
	}
	if err := j.Agent.Fill(ctx, Named("codes-name"), customerName); err != nil {
		return err
	}
	if err := j.Agent.Click(ctx, Named("codes-new").Enabled()); err != nil {
		return err
	}
	j.digits, err = j.Digits(ctx)
	return err
}

func (j *Journey) customerStarts(ctx context.Context) error {
	began := time.Now()
	if err := j.StartCustomer(ctx); err != nil {
		return err
	}
	_, err := j.Customer.Find(ctx, Named("relay-yes").Enabled())
	j.figure("customer_window_ms", began)
	return err
}

func (j *Journey) customerConfirms(ctx context.Context) error {
	if _, err := j.Customer.Find(ctx, Containing(j.Relay.Fingerprint[:9])); err != nil {
		return err
	}
	if err := j.Customer.Click(ctx, Named("relay-yes").Enabled()); err != nil {
		return err
	}
	_, err := j.Customer.Find(ctx, Containing(strings.TrimSuffix(j.Texts.T("customer.line.ready"), ".")))
	return err
}

// typeCode types nine digits, with separators as people do, and presses Continue.
func (j *Journey) typeCode(ctx context.Context, digits string) error {
	if err := j.Customer.Fill(ctx, Named("code-entry"), digits[:4]+" "+digits[4:]); err != nil {
		return err
	}
	return j.Customer.Click(ctx, Named("code-continue").Enabled())
}

func (j *Journey) wrongCode(ctx context.Context) error {
	if err := j.typeCode(ctx, j.wrongDigits()); err != nil {
		return err
	}
	_, err := j.Customer.Find(ctx, Containing(protocol.FaultCodeWrong.String()))
	return err
}

// wrongDigits differ from the code in the last one.
func (j *Journey) wrongDigits() string {
	last := (j.digits[8]-'0'+1)%10 + '0'
	return j.digits[:8] + string(last)
}

func (j *Journey) rightCode(ctx context.Context) error {
	if err := j.typeCode(ctx, j.digits); err != nil {
		return err
	}
	began := time.Now()
	_, err := j.Customer.Find(ctx, Named("consent-start"))
	j.figure("continue_to_consent_ms", began)
	return err
}
