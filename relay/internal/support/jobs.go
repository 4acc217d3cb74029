package support

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// JobStore is what Jobs needs of a store.
type JobStore interface {
	// AddJob keeps a job that runs, in the place of an ended one of the same agent with the same key. While one runs it is ErrExists, and
	// a *TooManyError when the organisation has as many under way as it may.
	AddJob(ctx context.Context, j Job, most int) (JobID, error)
	Job(ctx context.Context, id JobID) (Job, error)
	JobByKey(ctx context.Context, agent AgentID, key SecretHash) (Job, error)
	// Jobs lists the jobs of an agent, the latest first.
	Jobs(ctx context.Context, agent AgentID) ([]Job, error)
	JobResult(ctx context.Context, id JobID) ([]byte, error)
	// BeatJob writes how far a job has come; ErrNotFound when it does not run any more.
	BeatJob(ctx context.Context, id JobID, done, whole int, at time.Time) error
	// EndJob writes how a job that runs ended, with its result; ErrNotFound when it does not run any more.
	EndJob(ctx context.Context, id JobID, state JobState, result []byte, at time.Time) error
	// SweepJobs stops the jobs of which nothing was told since one time and forgets those that ended before another.
	SweepJobs(ctx context.Context, silentSince, endedBefore, now time.Time) error
	DeleteJob(ctx context.Context, agent AgentID, id JobID) error
}

// Jobs counts reports: the quick ones while somebody waits, the others in the background. Who asks a second time for the same is shown the
// job or its result. It is safe for concurrent use; Run, or else Close, ends it.
type Jobs struct {
	store    JobStore
	log      func(problem error)
	patience time.Duration
	quick    chan struct{} // has room for quickAtOnce
	slots    chan struct{} // has room for jobsAtOnce
	base     context.Context
	stop     context.CancelFunc
	running  sync.WaitGroup
}

// NewJobs returns jobs that are kept in store. log takes what went wrong in the background.
func NewJobs(store JobStore, log func(problem error)) *Jobs {
	base, stop := context.WithCancel(context.Background())
	return &Jobs{
		store: store, log: log, patience: JobPatience, quick: make(chan struct{}, quickAtOnce), slots: make(chan struct{}, jobsAtOnce),
		base: base, stop: stop,
	}
}

// Close cancels the jobs of this relay and waits until it is written that they stopped.
func (s *Jobs) Close() {
	s.stop()
	s.running.Wait()
}

// Run forgets old jobs and stops those of lost relays until ctx ends; then it closes.
func (s *Jobs) Run(ctx context.Context) {
	defer s.Close()
	ticker := time.NewTicker(JobSilent)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticker.C:
			if err := s.store.SweepJobs(ctx, now.Add(-JobSilent), now.Add(-JobKept), now); err != nil && ctx.Err() == nil {
				s.log(fmt.Errorf("sweep the jobs: %w", err))
			}
		}
	}
}

// For returns a job of an agent; ErrNotFound when it is somebody else's.
func (s *Jobs) For(ctx context.Context, agent AgentID, id JobID) (Job, error) {
	j, err := s.store.Job(ctx, id)
	if err != nil {
		return Job{}, fmt.Errorf("find a job: %w", err)
	}
	if j.Agent != agent {
		return Job{}, fmt.Errorf("a job of agent %d: %w", j.Agent, ErrNotFound)
	}
	return j.silent(time.Now()), nil
}

// List returns the jobs of an agent, the latest first.
func (s *Jobs) List(ctx context.Context, agent AgentID) ([]Job, error) {
	all, err := s.store.Jobs(ctx, agent)
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	for i := range all {
		all[i] = all[i].silent(time.Now())
	}
	return all, nil
}

// Cancel ends a job of an agent, wherever it runs; one that has ended stays as it is.
func (s *Jobs) Cancel(ctx context.Context, agent AgentID, id JobID) error {
	if _, err := s.For(ctx, agent, id); err != nil {
		return err
	}
	if err := s.store.EndJob(ctx, id, JobCancelled, nil, time.Now()); err != nil && !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("cancel a job: %w", err)
	}
	return nil
}

// Forget removes a job of an agent, so that the next who asks for the same has it counted anew. One that runs is cancelled by that.
func (s *Jobs) Forget(ctx context.Context, agent AgentID, id JobID) error {
	if err := s.store.DeleteJob(ctx, agent, id); err != nil {
		return fmt.Errorf("forget a job: %w", err)
	}
	return nil
}

// Counted is what a report came to, or the job that is still at it.
type Counted[T any] struct {
	Result T
	At     time.Time // when it was counted
	Job    Job       // with an ID when the result was kept, or is not there yet
	Under  bool      // the job is under way and there is no result
}

// Count counts something, or tells what is known of it from before. It waits for JobPatience at most; after that the work is a job, which
// goes on when ctx ends. work tells again and again how far it has come, and stops soon after its context ends.
func Count[T any](ctx context.Context, s *Jobs, ask JobAsk, work func(ctx context.Context, tell func(done, whole int)) (T, error)) (Counted[T], error) {
	var c Counted[T]
	known, err := s.store.JobByKey(ctx, ask.Agent, ask.Key)
	switch known = known.silent(time.Now()); {
	case errors.Is(err, ErrNotFound):
	case err != nil:
		return c, fmt.Errorf("look for a job: %w", err)
	case !known.State.Final():
		c.Job, c.Under = known, true
		return c, nil
	case known.State == JobDone && time.Since(known.Ended) < JobKept:
		kept, err := s.store.JobResult(ctx, known.ID)
		if err != nil {
			return c, fmt.Errorf("read the result of a job: %w", err)
		}
		c.Job, c.At = known, known.Ended
		return c, unpack(kept, &c.Result)
	}
	run, err := s.begin(ctx, ask, func(ctx context.Context, tell func(done, whole int)) (any, error) { return work(ctx, tell) })
	if err != nil {
		return c, err
	}
	done, err := run.wait(ctx)
	if err != nil {
		return c, err
	}
	if !done {
		c.Job, c.Under = run.job, true
		return c, nil
	}
	c.At = time.Now()
	c.Result, _ = run.result.(T)
	return c, run.err
}

// pack writes a result as it is kept.
func pack(result any) ([]byte, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if err := errors.Join(json.NewEncoder(z).Encode(result), z.Close()); err != nil {
		return nil, fmt.Errorf("pack a result: %w", err)
	}
	if b.Len() > maxJobResult {
		return nil, fmt.Errorf("a result of %d bytes: %w", b.Len(), ErrInvalid)
	}
	return b.Bytes(), nil
}

// unpack reads what pack wrote.
func unpack(kept []byte, result any) error {
	z, err := gzip.NewReader(bytes.NewReader(kept))
	if err != nil {
		return fmt.Errorf("unpack a result: %w", err)
	}
	const most = 64 * maxJobResult // our own writing: rows of figures pack to a tenth
	if err := json.NewDecoder(io.LimitReader(z, most)).Decode(result); err != nil {
		return fmt.Errorf("read a result: %w", err)
	}
	return nil
}
