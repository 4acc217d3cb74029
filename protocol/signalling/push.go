package signalling

import "time"

// push takes what the relay says of requests and colleagues, and tells it to the app.
func (l *link) push(m Message) {
	now := time.Now()
	switch said := m.(type) {
	case RequestList:
		said = said.clean()
		m = said
		l.client.update(func() { l.client.requests.replace(said, now) })
	case RequestChanged:
		said.Request = said.Request.clean()
		m = said
		l.client.update(func() { l.client.requests.put(said.Request, now) })
	case ColleagueList:
		said = said.clean()
		m = said
		l.client.update(func() { l.client.colleagues = said.Colleagues })
	case RequestSaid:
		said.Line = said.Line.clean()
		m = said
	case IntroductionOffer:
		m = said.clean()
	case IntroductionWithdrawn:
	case IntroductionAnswered:
		said.Name = cleanName(said.Name)
		m = said
	default:
		return
	}
	if l.client.config.Pushed != nil {
		l.client.config.Pushed(m)
	}
}
