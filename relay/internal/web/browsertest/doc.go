// Package browsertest opens pages in a headless Chromium for tests: what a person's browser makes of a page, what it complains of, and
// what axe-core finds that keeps people out. It knows no page of ours and no relay.
package browsertest
