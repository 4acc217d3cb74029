package video

import "sync"

// crew works on the slices of a frame at once, one goroutine each, and waits for them. It allocates only when their number changes.
type crew struct {
	group sync.WaitGroup
	task  func(*slice)
	jobs  []func()
}

// resize makes room for some slices.
func (c *crew) resize(slices []*slice) {
	c.jobs = c.jobs[:0]
	for _, s := range slices {
		c.jobs = append(c.jobs, func() {
			defer c.group.Done()
			c.task(s)
		})
	}
}

// run does a task for every slice; the first is the caller's own.
func (c *crew) run(task func(*slice)) {
	c.task = task
	c.group.Add(len(c.jobs))
	for _, job := range c.jobs[1:] {
		go job()
	}
	c.jobs[0]()
	c.group.Wait()
}
