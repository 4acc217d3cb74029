package support

import "time"

// Outbox is how much waits to leave a relay's store, such as mails or deliveries to webhooks.
type Outbox struct {
	Waiting uint64
	Oldest  time.Time // since when the longest waiting is there; zero when nothing waits
}
