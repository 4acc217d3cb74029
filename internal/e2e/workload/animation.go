package workload

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// cardsName is the file with a page that moves by itself, cardsTitle its title.
const (
	cardsName  = "cards.html"
	cardsTitle = "Service desk"
)

const cardsHead = `<!doctype html><meta charset="utf-8"><title>` + cardsTitle + `</title><style>
body{font:16px/1.5 "DejaVu Sans",sans-serif;margin:0;background:#f4f6f8;color:#223}
header{position:sticky;top:0;background:linear-gradient(90deg,#204a87,#3aa);color:#fff;padding:14px 30px}
.row{display:flex}.row>*{margin:10px}
.ring{width:48px;height:48px;border:6px solid #cde;border-top-color:#27c;border-radius:50%;animation:turn 1s linear infinite}
@keyframes turn{to{transform:rotate(360deg)}}
.bar{height:14px;width:300px;border-radius:7px;background:#dde;overflow:hidden}
.bar i{display:block;height:100%;width:40%;background:linear-gradient(90deg,#39f,#6cf);animation:run 1.6s infinite ease-in-out}
@keyframes run{0%{transform:translateX(-100%)}100%{transform:translateX(250%)}}
.note{animation:fade 2s infinite alternate;padding:12px;background:#fff;border:1px solid #ccd}@keyframes fade{from{opacity:.2}to{opacity:1}}
.card{display:inline-block;width:220px;height:120px;margin:12px;background:#fff;border-radius:10px;box-shadow:0 2px 6px #0003;padding:14px;transition:.3s}
.card:hover{transform:scale(1.06);box-shadow:0 8px 24px #0005;background:#eef6ff}
</style><header>` + cardsTitle + `</header><div class="row"><div class="ring"></div><div class="bar"><i></i></div><div class="note">Connecting to the service, please wait a moment…</div></div>`

// cards returns the page.
func cards() string {
	var b strings.Builder
	b.WriteString(cardsHead)
	for i := range 48 {
		fmt.Fprintf(&b, `<div class="card"><b>Ticket %d</b><br>Printer queue %d reports an error since this morning.</div>`, 1200+i, i)
	}
	return b.String()
}

// animation is a page that moves by itself, with a pointer that makes cards rise.
func animation() Workload {
	acts := []act{rest(800 * time.Millisecond)}
	for i := range 8 {
		acts = append(acts, move(120*time.Millisecond, 180+i*180, 330+i%3*120))
	}
	acts = append(acts, times(4, click(150*time.Millisecond, wheelDown)...)...)
	acts = append(acts, times(4, click(150*time.Millisecond, wheelUp)...)...)
	return Workload{
		Name:  "animation",
		setUp: func(ctx context.Context, d *Desk) error { return d.browse(ctx, cardsName, cardsTitle) },
		reset: []act{move(0, 800, 150), rest(calm)},
		acts:  acts,
	}
}
