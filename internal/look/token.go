package look

import "image/color"

// Token is a colour by its meaning; the light and the dark scheme give it different values.
type Token uint8

// The tokens. OnX is text on X, XSoft the soft ground of a badge or a note, XText text on that.
const (
	Background  Token = iota // is what windows and pages stand on
	Surface                  // is the ground of panels, cards and fields
	Raised                   // is the ground of ordinary buttons and heads
	Line                     // only decorates: edges that carry no meaning
	Border                   // is the edge of fields
	Ink                      // is text
	Ink2                     // is text of second rank
	Disabled                 // is text that cannot be used now
	Accent                   // is the one colour that calls
	AccentHover              // is accent under the pointer
	OnAccent                 // is text on accent
	Soft                     // is the ground of what is chosen, and of one's own messages
	Danger
	OnDanger
	DangerSoft
	Success
	SuccessSoft
	Warning
	WarningSoft
	Yellow
	OnYellow
	YellowSoft
	YellowText
	Green
	OnGreen
	GreenSoft
	GreenText
	Blue
	OnBlue
	BlueSoft
	BlueText
	Orange
	OnOrange
	OrangeSoft
	OrangeText

	tokenCount = iota
)

// entry is one token's name on web pages and its colours.
type entry struct {
	name        string
	light, dark color.NRGBA
}

// palette is only ever read.
var palette = [tokenCount]entry{
	Background:  {"bg", rgb(0xF3F6F7), rgb(0x10171A)},
	Surface:     {"surface", rgb(0xFFFFFF), rgb(0x182226)},
	Raised:      {"raised", rgb(0xE9EEF0), rgb(0x212D32)},
	Line:        {"line", rgb(0xD2DADD), rgb(0x34434A)},
	Border:      {"border", rgb(0x74858C), rgb(0x7B8D95)},
	Ink:         {"ink", rgb(0x14242A), rgb(0xE9EFF1)},
	Ink2:        {"ink2", rgb(0x47595F), rgb(0xAAB9BF)},
	Disabled:    {"disabled", rgb(0x5F6F75), rgb(0x8B9AA0)},
	Accent:      {"accent", rgb(0x0B5F69), rgb(0x62C4CC)},
	AccentHover: {"accent-hover", rgb(0x084A52), rgb(0x85D5DB)},
	OnAccent:    {"on-accent", rgb(0xFFFFFF), rgb(0x04262A)},
	Soft:        {"soft", rgb(0xD9ECEE), rgb(0x16444A)},
	Danger:      {"danger", rgb(0xB3261E), rgb(0xFF8F85)},
	OnDanger:    {"on-danger", rgb(0xFFFFFF), rgb(0x3B0905)},
	DangerSoft:  {"danger-soft", rgb(0xFBE7E5), rgb(0x4A1F1C)},
	Success:     {"success", rgb(0x1C7438), rgb(0x74D08B)},
	SuccessSoft: {"success-soft", rgb(0xE0F2E4), rgb(0x1B3D27)},
	Warning:     {"warning", rgb(0x855300), rgb(0xF2BE4B)},
	WarningSoft: {"warning-soft", rgb(0xFFF1CF), rgb(0x43330E)},
	Yellow:      {"yellow", rgb(0xF5C800), rgb(0xF5C800)},
	OnYellow:    {"on-yellow", rgb(0x2A2100), rgb(0x2A2100)},
	YellowSoft:  {"yellow-soft", rgb(0xFFF6D2), rgb(0x3E3407)},
	YellowText:  {"yellow-text", rgb(0x6A5000), rgb(0xFFD94A)},
	Green:       {"green", rgb(0x25803B), rgb(0x25803B)},
	OnGreen:     {"on-green", rgb(0xFFFFFF), rgb(0xFFFFFF)},
	GreenSoft:   {"green-soft", rgb(0xE0F3E4), rgb(0x173D22)},
	GreenText:   {"green-text", rgb(0x1B6A30), rgb(0x7BD694)},
	Blue:        {"blue", rgb(0x1D60C4), rgb(0x1D60C4)},
	OnBlue:      {"on-blue", rgb(0xFFFFFF), rgb(0xFFFFFF)},
	BlueSoft:    {"blue-soft", rgb(0xE3EDFC), rgb(0x15305A)},
	BlueText:    {"blue-text", rgb(0x1852AA), rgb(0x8FBBFF)},
	Orange:      {"orange", rgb(0xF27A1A), rgb(0xF27A1A)},
	OnOrange:    {"on-orange", rgb(0x2A1300), rgb(0x2A1300)},
	OrangeSoft:  {"orange-soft", rgb(0xFFEBDA), rgb(0x4A2A10)},
	OrangeText:  {"orange-text", rgb(0x8A3F00), rgb(0xFFB073)},
}

func rgb(value uint32) color.NRGBA {
	return color.NRGBA{R: uint8(value >> 16), G: uint8(value >> 8), B: uint8(value), A: 0xff}
}

// Tokens lists every token.
func Tokens() []Token {
	list := make([]Token, tokenCount)
	for i := range list {
		list[i] = Token(i)
	}
	return list
}

// String returns the token's name, as web pages know it.
func (t Token) String() string { return palette[t].name }

// Colour returns the token's colour in the dark or in the light scheme.
func (t Token) Colour(dark bool) color.NRGBA {
	if dark {
		return palette[t].dark
	}
	return palette[t].light
}
