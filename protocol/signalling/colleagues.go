package signalling

// Colleagues asks for the agents of the organisation who are signed in; ColleagueList answers it, and the relay sends it again, at most
// once a second, whenever it changes while the connection lasts. It has no fields.
type Colleagues struct{}

// Type returns TypeColleagues.
func (Colleagues) Type() MessageType { return TypeColleagues }

func (Colleagues) append(b []byte) []byte { return b }
