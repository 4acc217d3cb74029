package support

import (
	"context"
	"fmt"
	"time"
)

// halfHour is how much of a day one figure of a DayReport counts. Days of 23 and 25 hours have as many halves less or more.
const halfHour = 30 * time.Minute

// DayReport counts the requests of a day, as those see it who look at it while it lasts. Sessions that came of nine digits are none: nobody
// waited for them.
type DayReport struct {
	Halves     []HalfHour // all of the day, in order
	Requests   uint64
	Waited     int           // how many requests an agent said Yes to
	MedianWait time.Duration // until then
}

// HalfHour counts the requests that were submitted in half an hour.
type HalfHour struct {
	Start    time.Time
	Requests uint64
}

// Day counts the requests of the query's period, which is at most one day. It reads no more than this day's cases, and once.
func (r *Reports) Day(ctx context.Context, q ReportQuery) (DayReport, error) {
	if err := q.Check(); err != nil {
		return DayReport{}, err
	}
	if days := newCalendar(q).starts; len(days) != 1 {
		return DayReport{}, fmt.Errorf("half hours of %d days: %w", len(days), ErrInvalid)
	}
	var day DayReport
	for at := q.From; at.Before(q.To); at = at.Add(halfHour) {
		day.Halves = append(day.Halves, HalfHour{Start: at})
	}
	var waits []time.Duration
	err := r.store.Cases(ctx, q, func(c Case) error {
		if c.phone() {
			return nil
		}
		day.Requests++
		day.Halves[c.Created.Sub(q.From)/halfHour].Requests++
		if wait, ok := c.Wait(); ok {
			waits = append(waits, wait)
		}
		return nil
	})
	if err != nil {
		return DayReport{}, fmt.Errorf("count the day's requests: %w", err)
	}
	day.Waited, day.MedianWait = len(waits), median(waits)
	return day, nil
}

// At returns the place of the half hour in which a time lies, within the day.
func (d DayReport) At(at time.Time) int {
	return min(max(0, int(at.Sub(d.Halves[0].Start)/halfHour)), len(d.Halves)-1)
}
