package support

import (
	"context"
	"fmt"
	"time"
)

// GivenAnswer is a customer's answer to one question of a survey.
type GivenAnswer struct {
	Request RequestID
	Portal  PortalID
	Agent   AgentID // who had the request last
	At      time.Time
	Answer
}

// SurveyRow tells how the customers of a portal answered one question.
type SurveyRow struct {
	Portal  PortalID
	Key     string            // of the question
	Answers uint64            // how many there are
	Ratings [MaxRating]uint64 // how many gave 1, 2, … MaxRating
	Sum     uint64            // of all ratings
}

// Mean returns the mean rating; ok is false when nobody gave one.
func (s SurveyRow) Mean() (mean float64, ok bool) {
	n := uint64(0)
	for _, count := range s.Ratings {
		n += count
	}
	if n == 0 {
		return 0, false
	}
	return float64(s.Sum) / float64(n), true
}

// SurveyReport tells how customers answered in a period.
type SurveyReport struct {
	Customers uint64        // who answered anything
	Rows      []SurveyRow   // in the order in which portals and questions were first answered
	Texts     []GivenAnswer // the latest answers in words, the latest first, at most MaxSurveyTexts
}

// MaxSurveyTexts is how many answers in words a report shows; all of them are in the export.
const MaxSurveyTexts = 100

// Survey tells how customers answered in a period.
func (r *Reports) Survey(ctx context.Context, q ReportQuery) (SurveyReport, error) {
	if err := q.Check(); err != nil {
		return SurveyReport{}, err
	}
	type question struct {
		portal PortalID
		key    string
	}
	var report SurveyReport
	places := map[question]int{}
	var last RequestID
	err := r.EachAnswer(ctx, q, func(a GivenAnswer) error {
		report.Customers += one(a.Request != last) // the answers of one customer come together
		last = a.Request
		place, ok := places[question{a.Portal, a.Key}]
		if !ok {
			place = len(report.Rows)
			places[question{a.Portal, a.Key}] = place
			report.Rows = append(report.Rows, SurveyRow{Portal: a.Portal, Key: a.Key})
		}
		row := &report.Rows[place]
		row.Answers++
		if a.Rating >= 1 && a.Rating <= MaxRating {
			row.Ratings[a.Rating-1]++
			row.Sum += uint64(a.Rating)
		}
		if a.Text != "" {
			report.Texts = append(report.Texts, a)
			if len(report.Texts) > 2*MaxSurveyTexts {
				report.Texts = append(report.Texts[:0], report.Texts[len(report.Texts)-MaxSurveyTexts:]...)
			}
		}
		return nil
	})
	if err != nil {
		return SurveyReport{}, fmt.Errorf("read the answers: %w", err)
	}
	report.Texts = latestFirst(report.Texts)
	return report, nil
}

func latestFirst(all []GivenAnswer) []GivenAnswer {
	var texts []GivenAnswer
	for i := len(all) - 1; i >= 0 && len(texts) < MaxSurveyTexts; i-- {
		texts = append(texts, all[i])
	}
	return texts
}

// EachAnswer hands every answer of a period to each, in the order in which they came, piece by piece: whoever reads slowly holds nothing open.
func (r *Reports) EachAnswer(ctx context.Context, q ReportQuery, each func(GivenAnswer) error) error {
	if err := q.Check(); err != nil {
		return err
	}
	var answers []GivenAnswer
	return bitByBit(ctx, r, q.pieces(), func(piece ReportQuery) error {
		answers = answers[:0]
		if err := r.store.GivenAnswers(ctx, piece, func(a GivenAnswer) error { answers = append(answers, a); return nil }); err != nil {
			return err
		}
		for _, a := range answers {
			if err := each(a); err != nil {
				return err
			}
		}
		return nil
	})
}
