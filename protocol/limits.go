package protocol

import "time"

// Bounds that both peers must agree on: what exceeds them closes the session.
const (
	// MaxName is the length in runes of a person's or an organisation's name as it is shown; MaxNameBytes holds it in UTF-8.
	MaxName      = 80
	MaxNameBytes = MaxName * 4

	// MaxChatRunes is the length of one chat message: more than a page; longer texts are files.
	MaxChatRunes = 4000
	// MaxChatBytes holds MaxChatRunes in UTF-8.
	MaxChatBytes = MaxChatRunes * 4

	// MaxDisplays is how many displays a machine may list: twice the largest wall a graphics card drives.
	MaxDisplays = 16

	// MaxAgents is how many agents a session may have: the first and up to seven invited colleagues.
	MaxAgents = 8

	// MaxUpdate bounds the coded bytes of one update: a large display of pure noise still fits.
	MaxUpdate = 64 << 20

	// MaxCursorSide is the longest side of a cursor's shape in pixels: the largest that desktop systems offer.
	MaxCursorSide = 256
	// CursorShapes is how many shapes a viewer keeps, the newest ones: themes have some dozens. The sharer counts along, and sends a shape
	// again once so many others came after it.
	CursorShapes = 32

	// MaxTyped is how many bytes of typed text one message carries: a long word, so that no message types for seconds.
	MaxTyped = 256

	// MaxCredential bounds the credential's bytes in Identity: two names, a key, times and a signature, with room to grow.
	MaxCredential = 2048
	// MaxStatement bounds the device key's signature in Identity, with room to grow.
	MaxStatement = 256
)

// Times that both peers must agree on.
const (
	// AskFor is how long the customer has to answer an asked permission; no answer is No.
	AskFor = 30 * time.Second
	// ControlFor is how long control lasts before it is asked again.
	ControlFor = 60 * time.Minute
	// ResumeWithin is how long after a lost connection the session may go on with the same consent.
	ResumeWithin = 10 * time.Minute
	// HandPause is how long the sharer's own hand keeps remote input away after its last movement.
	HandPause = time.Second
	// ArmAfter is how long the consent page stands before Yes counts: Enter may belong to the page before.
	ArmAfter = 2 * time.Second
	// CardArmAfter is how long a question stands before its Yes counts: it comes up when the agent likes, and must not catch a
	// click that was meant for something else.
	CardArmAfter = time.Second
)
