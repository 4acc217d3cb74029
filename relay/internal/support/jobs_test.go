package support

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// jobShelf keeps jobs in memory.
type jobShelf struct {
	mu      sync.Mutex // guards the following
	last    JobID
	jobs    map[JobID]Job
	results map[JobID][]byte
}

func newShelf() *jobShelf { return &jobShelf{jobs: map[JobID]Job{}, results: map[JobID][]byte{}} }

func (s *jobShelf) AddJob(_ context.Context, j Job, most int) (JobID, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	running := 0
	for id, other := range s.jobs {
		same := other.Agent == j.Agent && other.Key == j.Key
		switch {
		case same && other.State == JobRuns:
			return 0, ErrExists
		case same:
			delete(s.jobs, id)
		case other.State == JobRuns:
			running++
		}
	}
	if running >= most {
		return 0, &TooManyError{}
	}
	s.last++
	j.ID = s.last
	s.jobs[j.ID] = j
	return j.ID, nil
}

func (s *jobShelf) Job(_ context.Context, id JobID) (Job, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if j, ok := s.jobs[id]; ok {
		return j, nil
	}
	return Job{}, ErrNotFound
}

// now returns a job as it is.
func (s *jobShelf) now(id JobID) Job {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.jobs[id]
}

func (s *jobShelf) JobByKey(_ context.Context, agent AgentID, key SecretHash) (Job, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range s.jobs {
		if j.Agent == agent && j.Key == key {
			return j, nil
		}
	}
	return Job{}, ErrNotFound
}

func (s *jobShelf) Jobs(_ context.Context, agent AgentID) (all []Job, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range s.jobs {
		if j.Agent == agent {
			all = append(all, j)
		}
	}
	return all, nil
}

func (s *jobShelf) JobResult(_ context.Context, id JobID) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.results[id], nil
}

// change changes a job that runs.
func (s *jobShelf) change(id JobID, change func(j *Job)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	j, ok := s.jobs[id]
	if !ok || j.State != JobRuns {
		return ErrNotFound
	}
	change(&j)
	s.jobs[id] = j
	return nil
}

func (s *jobShelf) BeatJob(_ context.Context, id JobID, done, whole int, at time.Time) error {
	return s.change(id, func(j *Job) { j.Done, j.Whole, j.Beat = done, whole, at })
}

func (s *jobShelf) EndJob(_ context.Context, id JobID, state JobState, result []byte, at time.Time) error {
	return s.change(id, func(j *Job) { j.State, j.Ended, s.results[id] = state, at, result })
}

func (s *jobShelf) SweepJobs(context.Context, time.Time, time.Time, time.Time) error { return nil }

func (s *jobShelf) DeleteJob(_ context.Context, _ AgentID, id JobID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.jobs, id)
	return nil
}

// slow counts so many pieces, each of which takes a second, and looks at its context as reports do.
func slow(pieces int) func(context.Context, func(done, whole int)) (int, error) {
	return func(ctx context.Context, tell func(done, whole int)) (int, error) {
		for i := range pieces {
			tell(i, pieces)
			select {
			case <-ctx.Done():
				return 0, ctx.Err()
			case <-time.After(time.Second):
			}
		}
		return pieces, nil
	}
}

func askFor(agent AgentID, what byte) JobAsk {
	return JobAsk{Organisation: 1, Agent: agent, Key: SecretHash{what}, Report: "summary"}
}

// withJobs runs a test of jobs in virtual time and returns what went wrong in the background.
func withJobs(t *testing.T, test func(t *testing.T, s *Jobs, shelf *jobShelf)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		shelf := newShelf()
		s := NewJobs(shelf, func(err error) { t.Error(err) })
		defer s.Close()
		test(t, s, shelf)
	})
}

// TestQuickReport shows that a quick report is no job.
func TestQuickReport(t *testing.T) {
	withJobs(t, func(t *testing.T, s *Jobs, shelf *jobShelf) {
		c, err := Count(t.Context(), s, askFor(1, 1), func(context.Context, func(done, whole int)) (int, error) { return 7, nil })
		if err != nil || c.Result != 7 || c.Under || c.Job.ID != 0 || len(shelf.jobs) != 0 {
			t.Errorf("%+v, %v, %d jobs", c, err, len(shelf.jobs))
		}
		sorry := errors.New("sorry")
		if _, err := Count(t.Context(), s, askFor(1, 1), func(context.Context, func(done, whole int)) (int, error) { return 0, sorry }); !errors.Is(err, sorry) {
			t.Error(err)
		}
	})
}

// TestLongReport follows a report that takes ten seconds from its first page to its result, which is kept for JobKept.
func TestLongReport(t *testing.T) {
	withJobs(t, func(t *testing.T, s *Jobs, _ *jobShelf) {
		count := func() Counted[int] {
			t.Helper()
			c, err := Count(t.Context(), s, askFor(1, 1), slow(10))
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		began := time.Now()
		c := count()
		if took := time.Since(began); !c.Under || c.Job.ID == 0 || took != JobPatience {
			t.Fatalf("%+v after %v", c, took)
		}
		time.Sleep(4500 * time.Millisecond)
		if again := count(); !again.Under || again.Job.ID != c.Job.ID || again.Job.Done < 4 || again.Job.Whole != 10 {
			t.Errorf("asked again: %+v", again)
		}
		if _, err := s.For(t.Context(), 2, c.Job.ID); !errors.Is(err, ErrNotFound) {
			t.Errorf("somebody else finds it: %v", err)
		}
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if kept := count(); kept.Under || kept.Result != 10 || kept.Job.ID != c.Job.ID || kept.At.Sub(began) > 11*time.Second {
			t.Errorf("kept: %+v", kept)
		}
		time.Sleep(JobKept)
		if anew := count(); !anew.Under || anew.Job.ID == c.Job.ID {
			t.Errorf("an hour later: %+v", anew)
		}
	})
}

// TestCancelledReport shows that the work itself ends soon after its job was cancelled, and when its relay stops.
func TestCancelledReport(t *testing.T) {
	for name, end := range map[string]struct {
		how  func(t *testing.T, s *Jobs, id JobID)
		want JobState
	}{
		"cancelled": {func(t *testing.T, s *Jobs, id JobID) {
			if err := s.Cancel(t.Context(), 2, id); !errors.Is(err, ErrNotFound) {
				t.Errorf("somebody else cancels: %v", err)
			}
			if err := s.Cancel(t.Context(), 1, id); err != nil {
				t.Error(err)
			}
		}, JobCancelled},
		"stopped": {func(_ *testing.T, s *Jobs, _ JobID) { s.Close() }, JobStopped},
	} {
		t.Run(name, func(t *testing.T) {
			withJobs(t, func(t *testing.T, s *Jobs, shelf *jobShelf) {
				over := make(chan time.Time, 1)
				c, err := Count(t.Context(), s, askFor(1, 1), func(ctx context.Context, tell func(done, whole int)) (int, error) {
					defer func() { over <- time.Now() }()
					return slow(1000)(ctx, tell)
				})
				if err != nil || !c.Under {
					t.Fatalf("%+v, %v", c, err)
				}
				ended := time.Now()
				end.how(t, s, c.Job.ID)
				if at := <-over; at.Sub(ended) > 2*jobBeat {
					t.Errorf("the work went on for %v", at.Sub(ended))
				}
				synctest.Wait()
				if got := shelf.now(c.Job.ID); got.State != end.want {
					t.Errorf("the job is %+v", got)
				}
			})
		})
	}
}

// TestReaderLeaves shows that work ends with the page that waits for it, as long as it is no job.
func TestReaderLeaves(t *testing.T) {
	withJobs(t, func(t *testing.T, s *Jobs, shelf *jobShelf) {
		ctx, cancel := context.WithTimeout(t.Context(), JobPatience/2)
		defer cancel()
		if _, err := Count(ctx, s, askFor(1, 1), slow(1000)); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		synctest.Wait()
		if len(shelf.jobs) != 0 || len(s.quick) != 0 {
			t.Errorf("%d jobs, %d under way", len(shelf.jobs), len(s.quick))
		}
	})
}

// TestJobsWaitForTheirTurn shows that so many jobs count at once, while others and quick reports go on.
func TestJobsWaitForTheirTurn(t *testing.T) {
	withJobs(t, func(t *testing.T, s *Jobs, shelf *jobShelf) {
		var all []JobID
		for i := range JobsOfOrganisation {
			c, err := Count(t.Context(), s, askFor(1, byte(i)), slow(20))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, c.Job.ID)
		}
		var many *TooManyError
		if _, err := Count(t.Context(), s, askFor(1, 99), slow(20)); !errors.As(err, &many) {
			t.Errorf("one too many: %v", err)
		}
		if c, err := Count(t.Context(), s, askFor(1, 98), slow(0)); err != nil || c.Under {
			t.Errorf("a quick one: %+v, %v", c, err)
		}
		time.Sleep(5 * time.Second)
		moving := 0
		for _, id := range all {
			if shelf.now(id).Done > 2 {
				moving++
			}
		}
		if moving != jobsAtOnce {
			t.Errorf("%d jobs count at once", moving)
		}
		time.Sleep(2 * time.Minute)
		for _, id := range all {
			if j := shelf.now(id); j.State != JobDone {
				t.Errorf("job %d is %+v", id, j)
			}
		}
	})
}

// TestLostRelay shows that a job of which nothing is told any more has stopped.
func TestLostRelay(t *testing.T) {
	withJobs(t, func(t *testing.T, s *Jobs, shelf *jobShelf) {
		ask := askFor(1, 1)
		id, err := shelf.AddJob(t.Context(), Job{JobAsk: ask, State: JobRuns, Beat: time.Now().Add(-JobSilent - time.Second)}, 1)
		if err != nil {
			t.Fatal(err)
		}
		if j, err := s.For(t.Context(), 1, id); err != nil || j.State != JobStopped {
			t.Errorf("%+v, %v", j, err)
		}
		c, err := Count(t.Context(), s, ask, slow(0))
		if err != nil || c.Under {
			t.Errorf("counted anew: %+v, %v", c, err)
		}
	})
}

// TestPieces holds the pieces of a period against the whole.
func TestPieces(t *testing.T) {
	start := time.Date(2026, 10, 24, 22, 0, 0, 0, time.UTC)
	for length, want := range map[time.Duration]int{time.Hour: 1, 25 * time.Hour: 1, 49 * time.Hour: 2, 365 * 24 * time.Hour: 100, 7*24*time.Hour + 1: 7} {
		q := ReportQuery{From: start, To: start.Add(length), Zone: time.UTC}
		pieces := q.pieces()
		at := start
		for _, p := range pieces {
			if !p.From.Equal(at) || !p.From.Before(p.To) || p.To.Nanosecond()%int(time.Millisecond) != 0 && !p.To.Equal(q.To) {
				t.Errorf("%v: a piece from %v to %v after %v", length, p.From, p.To, at)
			}
			at = p.To
		}
		if len(pieces) != want || !at.Equal(q.To) {
			t.Errorf("%v: %d pieces up to %v", length, len(pieces), at)
		}
	}
	if text := fmt.Sprint(Job{}.Share()); text != "0 false" {
		t.Errorf("share %s", text)
	}
}

// TestResults packs results and unpacks them.
func TestResults(t *testing.T) {
	want := Summary{Days: []SummaryDay{{Start: time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC), Counters: Counters{Submitted: 3}}}, Total: SummaryRow{MedianWait: time.Second}}
	kept, err := pack(want)
	if err != nil {
		t.Fatal(err)
	}
	var got Summary
	if err := unpack(kept, &got); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%+v, %v", got, err)
	}
	if unpack(kept[:len(kept)/2], &got) == nil || unpack(nil, &got) == nil {
		t.Error("half a result is one")
	}
}
