package store

import (
	"context"
	"time"

	"beside.example/relay/internal/support"
)

var _ support.JobStore = (*Store)(nil)

const selectJobs = `SELECT id, organisation, agent, key, report, address, state, done, whole, created, beat, ended FROM report_jobs`

func scanJob(row scanner) (j support.Job, err error) {
	return j, row.Scan(&j.ID, &j.Organisation, &j.Agent, bytesColumn{j.Key[:]}, &j.Report, &j.Address, &j.State, &j.Done, &j.Whole,
		timeColumn{&j.Created}, timeColumn{&j.Beat}, timeColumn{&j.Ended})
}

// AddJob implements support.JobStore.
func (s *Store) AddJob(ctx context.Context, j support.Job, most int) (id support.JobID, err error) {
	err = s.inTx(ctx, func(tx queryer) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM report_jobs WHERE agent = ? AND key = ? AND (state <> ? OR beat < ?)`,
			j.Agent, j.Key[:], support.JobRuns, toMillis(j.Created.Add(-support.JobSilent)))
		if err != nil {
			return err
		}
		scan := func(row scanner) (n int, err error) { return n, row.Scan(&n) }
		running, err := one(ctx, tx, scan, `SELECT count(*) FROM report_jobs WHERE organisation = ? AND state = ?`, j.Organisation, support.JobRuns)
		if err != nil {
			return err
		}
		if running >= most {
			return &support.TooManyError{RetryAfter: support.JobSilent}
		}
		id, err = insert[support.JobID](ctx, tx, `INSERT INTO report_jobs (organisation, agent, key, report, address, state, done, whole, created, beat)
			VALUES (`+marks(10)+`) RETURNING id`, j.Organisation, j.Agent, j.Key[:], j.Report, j.Address, j.State, j.Done, j.Whole,
			toMillis(j.Created), toMillis(j.Beat))
		return err
	})
	return id, err
}

// Job implements support.JobStore.
func (s *Store) Job(ctx context.Context, id support.JobID) (support.Job, error) {
	return one(ctx, s.db, scanJob, selectJobs+` WHERE id = ?`, id)
}

// JobByKey implements support.JobStore.
func (s *Store) JobByKey(ctx context.Context, agent support.AgentID, key support.SecretHash) (support.Job, error) {
	return one(ctx, s.db, scanJob, selectJobs+` WHERE agent = ? AND key = ?`, agent, key[:])
}

// Jobs implements support.JobStore.
func (s *Store) Jobs(ctx context.Context, agent support.AgentID) ([]support.Job, error) {
	return list(ctx, s.db, scanJob, selectJobs+` WHERE agent = ? ORDER BY id DESC`, agent)
}

// JobResult implements support.JobStore.
func (s *Store) JobResult(ctx context.Context, id support.JobID) ([]byte, error) {
	scan := func(row scanner) (result []byte, err error) { return result, row.Scan(&result) }
	return one(ctx, s.db, scan, `SELECT result FROM report_jobs WHERE id = ?`, id)
}

// BeatJob implements support.JobStore.
func (s *Store) BeatJob(ctx context.Context, id support.JobID, done, whole int, at time.Time) error {
	return changedOne(s.db.ExecContext(ctx, `UPDATE report_jobs SET done = ?, whole = ?, beat = ? WHERE id = ? AND state = ?`,
		done, whole, toMillis(at), id, support.JobRuns))
}

// EndJob implements support.JobStore.
func (s *Store) EndJob(ctx context.Context, id support.JobID, state support.JobState, result []byte, at time.Time) error {
	return changedOne(s.db.ExecContext(ctx, `UPDATE report_jobs SET state = ?, result = ?, ended = ? WHERE id = ? AND state = ?`,
		state, result, toMillis(at), id, support.JobRuns))
}

// SweepJobs implements support.JobStore.
func (s *Store) SweepJobs(ctx context.Context, silentSince, endedBefore, now time.Time) error {
	return s.transact(ctx, func(tx queryer) error {
		_, err := tx.ExecContext(ctx, `UPDATE report_jobs SET state = ?, ended = ? WHERE state = ? AND beat < ?`,
			support.JobStopped, toMillis(now), support.JobRuns, toMillis(silentSince))
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM report_jobs WHERE state <> ? AND ended < ?`, support.JobRuns, toMillis(endedBefore))
		return err
	})
}

// DeleteJob implements support.JobStore.
func (s *Store) DeleteJob(ctx context.Context, agent support.AgentID, id support.JobID) error {
	return changedOne(s.db.ExecContext(ctx, `DELETE FROM report_jobs WHERE agent = ? AND id = ?`, agent, id))
}
