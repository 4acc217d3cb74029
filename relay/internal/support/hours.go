package support

// MinutesPerDay is where the last minute of a day ends.
const MinutesPerDay = 24 * 60

// Hours are the opening hours of a portal. The zero Hours are always open.
type Hours struct {
	Zone   string    // IANA name, such as "Europe/Paris"; empty means UTC
	Days   [7][]Span // by time.Weekday
	Closed []string  // dates such as "2026-12-25" on which the portal stays closed
}

// Span is a part of a day in minutes of its clock, From included and To not.
type Span struct {
	From, To int
}
