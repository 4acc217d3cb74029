package api

import (
	"context"
	"time"

	"beside.example/relay/internal/support"
)

// questionView tells how the customers of a portal answered one question.
type questionView struct {
	Portal  Ref      `json:"portal"`
	Key     string   `json:"key"`
	Answers uint64   `json:"answers"`
	Ratings []uint64 `json:"ratings" doc:"How many gave 1, 2, … 5"`
	Mean    *float64 `json:"mean,omitempty" doc:"Of the ratings"`
}

// givenView is what a customer answered to one question.
type givenView struct {
	Request string    `json:"request"`
	Portal  Ref       `json:"portal"`
	Agent   *Ref      `json:"agent,omitempty" doc:"Who had the request last"`
	At      time.Time `json:"at"`
	Key     string    `json:"key"`
	Rating  uint8     `json:"rating,omitempty"`
	Text    string    `json:"text,omitempty"`
}

// surveyView is the report on surveys.
type surveyView struct {
	SpanView
	Customers uint64         `json:"customers" doc:"Who answered anything"`
	Rows      []questionView `json:"rows"`
	Texts     []givenView    `json:"texts" doc:"The latest answers in words, the latest first; all of them are in the export"`
}

func viewGiven(g support.GivenAnswer, k known) givenView {
	return givenView{
		Request: hexOf(g.Request), Portal: k.portal(g.Portal), Agent: k.agent(g.Agent), At: g.At.UTC(), Key: g.Key, Rating: g.Rating, Text: g.Text,
	}
}

func (a *API) survey(ctx context.Context, who support.Manager, in *Period) (*struct{ Body surveyView }, error) {
	q, k, err := a.about(ctx, who, *in)
	if err != nil {
		return nil, err
	}
	report, err := a.Reports.Survey(ctx, q)
	if err != nil {
		return nil, err
	}
	v := surveyView{
		SpanView: viewSpan(q), Customers: report.Customers, Rows: []questionView{},
		Texts: views(report.Texts, func(g support.GivenAnswer) givenView { return viewGiven(g, k) }),
	}
	for _, r := range report.Rows {
		row := questionView{Portal: k.portal(r.Portal), Key: r.Key, Answers: r.Answers, Ratings: r.Ratings[:]}
		if mean, ok := r.Mean(); ok {
			row.Mean = &mean
		}
		v.Rows = append(v.Rows, row)
	}
	return &struct{ Body surveyView }{v}, nil
}
