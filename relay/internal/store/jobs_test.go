package store_test

import (
	"errors"
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

// testJobs keeps jobs: one of a kind for an agent, so many for an organisation, and none for ever.
func testJobs(t *testing.T, f *fixture) {
	ctx := t.Context()
	ask := support.Job{
		JobAsk: support.JobAsk{Organisation: f.organisation.ID, Agent: f.agent.ID, Key: support.NewSecret().Hash(), Report: "summary", Address: "/center/reports"},
		State:  support.JobRuns, Created: now, Beat: now,
	}
	id, err := f.AddJob(ctx, ask, 2)
	must(t, err)
	_, err = f.AddJob(ctx, ask, 2)
	wantErr(t, err, support.ErrExists)
	other := ask
	other.Key = support.NewSecret().Hash()
	second, err := f.AddJob(ctx, other, 2)
	must(t, err)
	third := ask
	third.Key = support.NewSecret().Hash()
	_, err = f.AddJob(ctx, third, 2)
	var many *support.TooManyError
	if !errors.As(err, &many) {
		t.Errorf("a third job: %v", err)
	}
	must(t, f.BeatJob(ctx, id, 3, 10, now.Add(time.Second)))
	ask.ID, ask.Done, ask.Whole, ask.Beat = id, 3, 10, now.Add(time.Second)
	found, err := f.JobByKey(ctx, f.agent.ID, ask.Key)
	must(t, err)
	equal(t, "job", found, ask)
	must(t, f.EndJob(ctx, id, support.JobDone, []byte("result"), now.Add(2*time.Second)))
	wantErr(t, f.EndJob(ctx, id, support.JobCancelled, nil, now), support.ErrNotFound)
	wantErr(t, f.BeatJob(ctx, id, 4, 10, now), support.ErrNotFound)
	result, err := f.JobResult(ctx, id)
	must(t, err)
	if string(result) != "result" {
		t.Errorf("result %q", result)
	}
	must(t, f.SweepJobs(ctx, now.Add(time.Second), now, now.Add(time.Minute)))
	lost, err := f.Job(ctx, second)
	must(t, err)
	if lost.State != support.JobStopped || !lost.Ended.Equal(now.Add(time.Minute)) {
		t.Errorf("a silent job is %+v", lost)
	}
	all, err := f.Jobs(ctx, f.agent.ID)
	must(t, err)
	if len(all) != 2 || all[0].ID != second {
		t.Errorf("jobs %+v", all)
	}
	again, err := f.AddJob(ctx, ask, 2) // in the place of the one that ended
	must(t, err)
	_, err = f.Job(ctx, id)
	wantErr(t, err, support.ErrNotFound)
	wantErr(t, f.DeleteJob(ctx, f.agent.ID+1, again), support.ErrNotFound)
	must(t, f.DeleteJob(ctx, f.agent.ID, again))
	must(t, f.SweepJobs(ctx, now, now.Add(time.Hour), now))
	if all, err = f.Jobs(ctx, f.agent.ID); err != nil || len(all) != 0 {
		t.Errorf("jobs %+v, %v", all, err)
	}
}
