package ui

import (
	"encoding/hex"
	"strings"
	"time"

	"beside.example/internal/session"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// Rows are named by what they stand for: a letter and a number.
const (
	sessionPrefix = "s"
	requestPrefix = "r"
)

// sessionRow writes a session's number as a row's ID, requestRow a request's; rowNumber reads either.
func sessionRow(id leg.SessionID) string { return sessionPrefix + hex.EncodeToString(id[:]) }

func requestRow(id signalling.RequestID) string { return requestPrefix + hex.EncodeToString(id[:]) }

func rowNumber(row string) (session leg.SessionID, request signalling.RequestID) {
	number, err := hex.DecodeString(row[min(len(row), 1):])
	switch {
	case err != nil:
	case strings.HasPrefix(row, sessionPrefix):
		copy(session[:], number)
	case strings.HasPrefix(row, requestPrefix):
		copy(request[:], number)
	}
	return session, request
}

// since is how long a session lasts, or lasted.
func since(s session.Snapshot, now time.Time) time.Duration {
	switch {
	case s.Started.IsZero():
		return 0
	case s.Ended != nil:
		return s.Ended.At.Sub(s.Started)
	}
	return now.Sub(s.Started)
}

// minutes writes how long something lasts that goes on: whole minutes, which do not catch the eye.
func (p presenter) minutes(d time.Duration) string {
	return p.texts.N("agent.minutes", int(d.Minutes()))
}

// lines says how much a chat has; nothing for an empty one.
func (p presenter) lines(n int) string {
	if n == 0 {
		return ""
	}
	return p.texts.N("agent.list.messages", n)
}

// moment writes when something was: the time today, the day before that.
func moment(at, now time.Time) string {
	if sameDay(at, now) {
		return at.Format(clock)
	}
	return at.Format("2006-01-02")
}
