package line

import (
	"context"
	"os"

	"beside.example/internal/desktop/browser"
	"beside.example/internal/product"
	"beside.example/internal/words"
	"beside.example/protocol/signalling"
)

// SignIn lets the agent sign in on the relay's page in the system's browser, until ctx ends.
func (cfg Config) SignIn(ctx context.Context, relay string, trust signalling.Trust) (deviceToken string, err error) {
	texts, err := words.Load(words.Language(cfg.Language()))
	if err != nil {
		return "", err
	}
	device, err := os.Hostname()
	if err != nil || device == "" {
		device = product.AgentBinary // a device without a name is still told from others by its day
	}
	return signalling.SignIn{
		Relay: relay, Trust: trust, Device: device, Open: browser.Open,
		Words: signalling.SignInWords{
			Language: cfg.Language(), Title: product.Name, Text: texts.T("agent.signin.done"), Wrong: texts.T("agent.signin.failed"),
		},
	}.Run(ctx)
}
