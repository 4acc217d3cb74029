package support

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// jobRun is work under way.
type jobRun struct {
	jobs   *Jobs
	ask    JobAsk
	cancel context.CancelFunc
	ended  chan struct{} // closed when result and err are there
	result any
	err    error
	job    Job // since it became one

	mu          sync.Mutex // guards the following
	done, whole int
	long        bool // it is a job, and needs a slot between two pieces
	holds       bool // it has one
}

// begin starts work that belongs to nobody but Jobs.
func (s *Jobs) begin(ctx context.Context, ask JobAsk, work func(ctx context.Context, tell func(done, whole int)) (any, error)) (*jobRun, error) {
	select {
	case s.quick <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-s.base.Done():
		return nil, fmt.Errorf("count a report: %w", s.base.Err())
	}
	working, cancel := context.WithCancel(s.base)
	r := &jobRun{jobs: s, ask: ask, cancel: cancel, ended: make(chan struct{})}
	s.running.Go(func() {
		defer close(r.ended)
		defer cancel()
		r.result, r.err = work(working, func(done, whole int) { r.tell(working, done, whole) })
		r.free()
	})
	return r, nil
}

// tell notes how far the work has come. A job waits here for its turn.
func (r *jobRun) tell(ctx context.Context, done, whole int) {
	r.mu.Lock()
	r.done, r.whole = done, whole
	waits := r.long && !r.holds
	r.mu.Unlock()
	if !waits {
		return
	}
	select {
	case r.jobs.slots <- struct{}{}:
		r.mu.Lock()
		r.holds = true
		r.mu.Unlock()
	case <-ctx.Done(): // which the work sees for itself
	}
}

// free gives back what the work held.
func (r *jobRun) free() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.holds {
		<-r.jobs.slots
	}
	if !r.long {
		<-r.jobs.quick
	}
	r.long = true // whoever comes later frees nothing again
}

// grow makes the work a job's; it reports whether it was still under way.
func (r *jobRun) grow() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.long {
		return false
	}
	r.long = true
	<-r.jobs.quick
	return true
}

// share returns how far the work has come.
func (r *jobRun) share() (done, whole int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.done, r.whole
}

// wait waits for the result as long as patience lasts, and reports whether it is there. When it is not, the work has become a job.
func (r *jobRun) wait(ctx context.Context) (done bool, err error) {
	patience := time.NewTimer(r.jobs.patience)
	defer patience.Stop()
	select {
	case <-r.ended:
		return true, nil
	case <-ctx.Done():
		r.cancel()
		return false, ctx.Err()
	case <-patience.C:
	}
	if !r.grow() {
		<-r.ended
		return true, nil
	}
	now := time.Now()
	r.job = Job{JobAsk: r.ask, State: JobRuns, Created: now, Beat: now}
	r.job.Done, r.job.Whole = r.share()
	r.job.ID, err = r.jobs.store.AddJob(ctx, r.job, JobsOfOrganisation)
	if err != nil {
		r.cancel()
		if errors.Is(err, ErrExists) { // asked for twice at once: the other one goes on
			r.job, err = r.jobs.store.JobByKey(ctx, r.ask.Agent, r.ask.Key)
			return false, err
		}
		return false, fmt.Errorf("keep a job: %w", err)
	}
	r.jobs.running.Go(r.keep)
	return false, nil
}

// keep tells of the job until it ends, and keeps its result.
func (r *jobRun) keep() {
	ticker := time.NewTicker(jobBeat)
	defer ticker.Stop()
	for over := false; !over; {
		select {
		case <-r.ended:
			over = true
		case now := <-ticker.C:
			done, whole := r.share()
			err := r.jobs.store.BeatJob(r.jobs.base, r.job.ID, done, whole, now)
			switch {
			case errors.Is(err, ErrNotFound): // cancelled, here or at another relay
				r.cancel()
				<-r.ended
				return
			case err != nil && r.jobs.base.Err() == nil:
				r.jobs.log(fmt.Errorf("tell of a job: %w", err))
			}
		}
	}
	r.finish()
}

// finish writes how the job ended.
func (r *jobRun) finish() {
	state, kept := JobDone, []byte(nil)
	err := r.err
	if err == nil {
		kept, err = pack(r.result)
	}
	switch {
	case err == nil:
	case r.jobs.base.Err() != nil:
		state = JobStopped
	default:
		state = JobFailed
		r.jobs.log(fmt.Errorf("count report %s in the background: %w", r.ask.Report, err))
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.jobs.base), jobSettle)
	defer cancel()
	if err := r.jobs.store.EndJob(ctx, r.job.ID, state, kept, time.Now()); err != nil && !errors.Is(err, ErrNotFound) {
		r.jobs.log(fmt.Errorf("end a job: %w", err))
	}
}
