package ui

// OnTyping tells f whether something stands in the box: at every change while a person writes, and when it is empty again.
func (p *ChatPanel) OnTyping(f func(active bool)) {
	grow := p.box.OnChanged
	p.box.OnChanged = func(text string) {
		grow(text)
		f(text != "")
	}
}
