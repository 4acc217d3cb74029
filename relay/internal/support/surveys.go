package support

import (
	"context"
	"fmt"
	"slices"
	"time"

	"beside.example/protocol/text"
)

// SurveyStore is what Surveys needs of a store.
type SurveyStore interface {
	// KeepAnswers keeps a customer's answers and the event that tells of them; ErrExists when there are some already.
	KeepAnswers(ctx context.Context, id RequestID, answers []Answer, e Event) error
	// Answers lists what a customer answered, nothing when there was no answer.
	Answers(ctx context.Context, id RequestID) ([]Answer, error)
}

// Surveys keeps what customers say about the help that they got.
type Surveys struct {
	store SurveyStore
}

// NewSurveys returns the surveys kept in store.
func NewSurveys(store SurveyStore) *Surveys { return &Surveys{store: store} }

// Answer keeps a customer's answers to the survey of the portal. ErrGone when nobody helped or the portal has no survey,
// ErrExists when the customer answered before, ErrInvalid when an answer fits no question.
func (s *Surveys) Answer(ctx context.Context, portal Portal, r Request, answers []Answer) error {
	if r.Portal != portal.ID || r.Agent == 0 || len(portal.Survey) == 0 || !portal.Features.Has(FeatureSurvey) {
		return ErrGone
	}
	var kept []Answer
	for _, q := range portal.Survey {
		i := slices.IndexFunc(answers, func(a Answer) bool { return a.Key == q.Key })
		if i < 0 {
			continue // no question must be answered
		}
		a, err := q.clean(answers[i])
		if err != nil {
			return err
		}
		if a.Rating != 0 || a.Text != "" {
			kept = append(kept, a)
		}
	}
	if len(kept) == 0 {
		return fmt.Errorf("a survey without an answer: %w", ErrInvalid)
	}
	return s.store.KeepAnswers(ctx, r.ID, kept, r.event(EventSurveyed, ByCustomer(), time.Now()))
}

// Answered reports whether the customer of a request has answered the survey.
func (s *Surveys) Answered(ctx context.Context, id RequestID) (bool, error) {
	answers, err := s.store.Answers(ctx, id)
	return len(answers) > 0, err
}

// clean returns an answer to the question as it may be kept.
func (q Question) clean(a Answer) (Answer, error) {
	if q.Kind == QuestionText {
		return Answer{Key: q.Key, Text: text.CleanLines(a.Text, MaxTextAnswer)}, nil
	}
	if a.Rating > MaxRating {
		return a, fmt.Errorf("rating %d of %d: %w", a.Rating, MaxRating, ErrInvalid)
	}
	return Answer{Key: q.Key, Rating: a.Rating}, nil
}
