package store

import (
	"context"

	"beside.example/relay/internal/support"
)

var _ support.SurveyStore = (*Store)(nil)

// KeepAnswers implements support.SurveyStore. That an answer has the same place as one of another attempt makes the second fail.
func (s *Store) KeepAnswers(ctx context.Context, id support.RequestID, answers []support.Answer, e support.Event) error {
	return s.transactWithEvents(ctx, func(tx queryer) (bool, error) {
		for place, a := range answers {
			_, err := tx.ExecContext(ctx, `INSERT INTO survey_answers (request, place, key, rating, text) VALUES (?, ?, ?, ?, ?)`,
				id[:], place, a.Key, a.Rating, a.Text)
			if err != nil {
				return false, mapped(err)
			}
		}
		_, err := addEvents(ctx, tx, []support.Event{e})
		return true, err
	})
}

// Answers implements support.SurveyStore.
func (s *Store) Answers(ctx context.Context, id support.RequestID) ([]support.Answer, error) {
	scan := func(row scanner) (a support.Answer, err error) { return a, row.Scan(&a.Key, &a.Rating, &a.Text) }
	return list(ctx, s.db, scan, `SELECT key, rating, text FROM survey_answers WHERE request = ? ORDER BY place`, id[:])
}
