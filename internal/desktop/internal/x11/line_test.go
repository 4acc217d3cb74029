package x11

import (
	"bytes"
	"errors"
	"io"
	"net"
	"testing"
)

// The requests of the tests: one that every server answers, one that it only does, and one that no server knows.
var (
	inputFocus  = Ask{Request: []byte{43, 0, 0, 0}, Answered: true}
	noOperation = Ask{Request: []byte{127, 0, 0, 0}}
	unknown     = Ask{Request: []byte{126, 0, 0, 0}}
)

// answerOf makes one of the server's.
func answerOf(kind, detail byte, sequence uint16, words byte) []byte {
	m := make([]byte, messageSize+4*int(words))
	m[0], m[1], m[2], m[3], m[4] = kind, detail, byte(sequence), byte(sequence>>8), words
	return m
}

// lineTo returns a line to a server that says all of that, whatever it is asked.
func lineTo(said ...[]byte) *Line {
	near, far := net.Pipe()
	go func() { _, _ = io.Copy(io.Discard, far) }()
	l := newLine(near, nil)
	l.in.Reset(bytes.NewReader(bytes.Join(said, nil)))
	return l
}

func TestLineTakesItsAnswers(t *testing.T) {
	const mapping, badValue, badRequest = 34, 2, 1
	l := lineTo(
		answerOf(mapping, 0, 0, 0), answerOf(kindReply, 7, 2, 3), // the first answer, after an event for everybody
		answerOf(kindError, badValue, 1, 0), answerOf(kindGenericEvent, 0, 2, 5), answerOf(kindReply, 8, 3, 0), // a late error is nobody's
		answerOf(kindError, badRequest, 4, 0), answerOf(kindReply, 9, 5, 0), // and one in the midst ends them all
		answerOf(kindReply, 10, 6, 0), answerOf(kindReply, 11, 7, 0),
	)
	defer func() { _ = l.Close() }()
	for _, want := range []struct {
		asks    []Ask
		details []byte
		refused byte
	}{
		{asks: []Ask{noOperation, inputFocus}, details: []byte{7}},
		{asks: []Ask{inputFocus}, details: []byte{8}},
		{asks: []Ask{unknown, inputFocus}, refused: badRequest},
		{asks: []Ask{inputFocus, inputFocus}, details: []byte{10, 11}},
	} {
		answers, err := l.Do(want.asks...)
		if refused, ok := errors.AsType[*Refused](err); ok && refused.Code == want.refused {
			continue
		}
		if err != nil || len(answers) != len(want.details) {
			t.Fatalf("%d answers, want %v: %v", len(answers), want.details, err)
		}
		for i, a := range answers {
			if a[1] != want.details[i] {
				t.Errorf("answer %d is %d, want %d", i, a[1], want.details[i])
			}
		}
	}
	if _, err := l.Do(inputFocus); !errors.Is(err, io.EOF) {
		t.Errorf("a server that is gone answers: %v", err)
	}
}

// FuzzLine asks a server that says anything.
func FuzzLine(f *testing.F) {
	f.Add(bytes.Join([][]byte{answerOf(kindReply, 7, 2, 3), answerOf(kindReply, 7, 3, 0)}, nil))
	f.Add(bytes.Join([][]byte{answerOf(kindError, 1, 1, 0), answerOf(kindGenericEvent, 0, 2, 1), answerOf(kindReply, 7, 3, 0)}, nil))
	f.Add([]byte{kindReply, 0, 2, 0, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, said []byte) {
		l := lineTo(said)
		defer func() { _ = l.Close() }()
		answers, err := l.Do(noOperation, inputFocus, inputFocus)
		if err == nil && len(answers) == 0 {
			t.Error("neither answers nor an error")
		}
		for _, a := range answers {
			if len(a) < messageSize {
				t.Errorf("an answer of %d bytes", len(a))
			}
		}
	})
}
