package browsertest

import (
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
)

// console keeps what a tab complains of.
type console struct {
	mu         sync.Mutex // guards the following
	complaints []string
}

// take is told of every event of the tab.
func (c *console) take(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		c.add("exception: " + e.ExceptionDetails.Text + " " + described(e.ExceptionDetails.Exception))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			c.add(string(e.Entry.Source) + ": " + e.Entry.Text + " " + e.Entry.URL)
		}
	}
}

func described(o *runtime.RemoteObject) string {
	if o == nil {
		return ""
	}
	return o.Description
}

func (c *console) add(complaint string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.complaints = append(c.complaints, complaint)
}

// drain returns the complaints since the last call.
func (c *console) drain() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := c.complaints
	c.complaints = nil
	return out
}
