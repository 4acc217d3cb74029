package rfb

// Numbers of the protocol; see rfbproto.
const (
	version      = "RFB 003.008\n"
	securityNone = 1

	// Messages to the server.
	setPixelFormat   = 0
	setEncodings     = 2
	updateRequest    = 3
	pointerEvent     = 5
	enableContinuous = 150
	clientFence      = 248

	// Messages from the server.
	framebufferUpdate = 0
	setColourMap      = 1
	bell              = 2
	serverCutText     = 3
	endOfContinuous   = 150
	serverFence       = 248

	// Encodings of rectangles.
	encodingRaw      = 0
	encodingCopyRect = 1
	encodingTight    = 7

	// What is told by rectangles that hold no pixels of the screen.
	encodingCursor     = -239
	encodingSize       = -223
	encodingLastRect   = -224
	encodingFence      = -312
	encodingContinuous = -313
	encodingQuality0   = -32  // and up to 9 more: JPEG quality
	encodingCompress0  = -256 // and up to 9 more: effort of zlib

	// fenceRequest is the flag of a fence that wants an answer; of the others those that a client answers with.
	fenceRequest = 1 << 31
	fenceAnswers = 0b111
)

// Limits on what a server may send.
const (
	// maxName bounds a desktop's name and any text that is skipped.
	maxName = 1 << 20
	// maxFence is the protocol's own.
	maxFence = 64
)

// quality and effort are what the viewers of TigerVNC ask for unless told otherwise.
const (
	quality = 8
	effort  = 2
)
