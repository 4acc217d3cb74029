package support

// Form is what a customer fills in to ask for help.
type Form struct {
	Customer string // the customer's name
	Question string
	Fields   map[string]string // answers to the portal's own fields, by key
	Language string
	Wanted   AgentID // whom the customer picked, with PortalMatch; else zero
}
