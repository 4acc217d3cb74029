package support

import "time"

// LetterID names a mail that waits to be sent. The zero value names none.
type LetterID uint64

// LetterKind says what a mail is about. The names stand in the store.
type LetterKind string

// The kinds of mail.
const (
	LetterTest            LetterKind = "test"             // sent while whoever asked for it waits, never kept
	LetterInvitation      LetterKind = "invitation"       // to somebody whom a manager invites
	LetterReset           LetterKind = "reset"            // to an agent who forgot the password
	LetterPasswordChanged LetterKind = "password-changed" // to an agent whose password was changed through such a mail
)

// Letter is a mail that waits to be sent. It holds no text and no secret: both are made when it is sent.
type Letter struct {
	ID           LetterID
	Organisation OrganisationID // zero with LetterReset: whose address it is shows when it is sent
	Kind         LetterKind
	To           string // mail address
	Name         string // of who reads it, may be empty
	Language     string
	Invitation   InvitationID // with LetterInvitation
	Created      time.Time
	Expires      time.Time // from when on nobody wants it any more
	Due          time.Time // when it is tried next
	Tries        int       // so far, the one under way included
}

// How long a mail is worth sending.
const (
	letterLifetime = 24 * time.Hour
	resetLifetime  = 30 * time.Minute // of the letter, and then of the link in it
)

// maxLetters bounds how many mails wait, so that nobody fills the store by asking.
const maxLetters = 10_000

// newLetter returns a letter that is due now.
func newLetter(kind LetterKind, o OrganisationID, to, name, language string, lives time.Duration) Letter {
	now := time.Now()
	return Letter{Organisation: o, Kind: kind, To: to, Name: name, Language: language, Created: now, Expires: now.Add(lives), Due: now}
}
