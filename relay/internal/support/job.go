package support

import "time"

// JobID names a job within one relay's store. The zero value names none.
type JobID uint64

// JobState says how far a job is. The numbers stand in the store.
type JobState uint8

// The states of jobs.
const (
	JobRuns      JobState = iota + 1
	JobDone               // its result is kept for JobKept
	JobFailed             // for a reason that stands in the log
	JobStopped            // its relay stopped or was lost meanwhile
	JobCancelled          // by whoever asked for it
)

// Final reports whether nothing more happens to a job.
func (s JobState) Final() bool { return s != JobRuns }

// Job is a report that takes longer than anybody looks at an empty page. It belongs to whoever asked for it, and nobody else sees it.
type Job struct {
	JobAsk
	ID          JobID
	State       JobState
	Done, Whole int       // how far it has come; Whole is 0 before it is known
	Created     time.Time // when it was asked for
	Beat        time.Time // when its relay last told of it
	Ended       time.Time // zero while it runs
}

// JobAsk says what is to be counted, and for whom.
type JobAsk struct {
	Organisation OrganisationID
	Agent        AgentID
	Key          SecretHash // of what is counted: the same for the same question
	Report       string     // its name in addresses
	Address      string     // of the page that shows it
}

// What we may tune of jobs.
const (
	// JobPatience is how long whoever asks for a report waits for it before it becomes a job.
	JobPatience = time.Second
	// JobKept is for how long the result of a job is shown again instead of counting anew.
	JobKept = time.Hour
	// jobBeat is how often a relay tells of a job, and how soon a job hears that it was cancelled.
	jobBeat = time.Second
	// JobSilent is from when on a job of which nothing was told has lost its relay: ten beats, and more than clocks differ.
	JobSilent = 10 * jobBeat
	// jobsAtOnce is how many jobs one relay counts at once; others wait between two pieces. Each takes a connection to the store
	// and a core.
	jobsAtOnce = 2
	// JobsOfOrganisation is how many jobs an organisation may have under way: a few managers with two each.
	JobsOfOrganisation = 8
	// quickAtOnce is how many reports one relay begins at once that may turn out to be quick.
	quickAtOnce = 8
	// maxJobResult bounds what is kept of one job, compressed: some million rows.
	maxJobResult = 8 << 20
	// jobSettle is how long a relay that stops waits to write so of its jobs.
	jobSettle = 2 * time.Second
)

// silent returns the job as it is at a time: one that lost its relay has stopped, whatever is written of it.
func (j Job) silent(now time.Time) Job {
	if !j.State.Final() && now.Sub(j.Beat) > JobSilent {
		j.State, j.Ended = JobStopped, j.Beat
	}
	return j
}

// Share returns how much is done, from 0 to 1; ok is false while nobody knows.
func (j Job) Share() (share float64, ok bool) {
	if j.Whole <= 0 {
		return 0, false
	}
	return min(float64(j.Done)/float64(j.Whole), 1), true
}
