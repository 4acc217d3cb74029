package workload

import (
	"fmt"
	"html"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// pageName is the file with the web page.
const pageName = "page.html"

// pageTitle is its title, by which its window is found.
const pageTitle = "Knowledge base"

const pageHead = `<!doctype html><meta charset="utf-8"><title>` + pageTitle + `</title><style>
body{font-family:"DejaVu Sans",sans-serif;font-size:16px;line-height:1.5;margin:0;color:#222;background:#fff}
header{position:sticky;top:0;background:#24507a;color:#fff;padding:12px 30px;font-size:20px}
main{display:grid;grid-template-columns:260px 1fr 300px;gap:24px;max-width:1500px;margin:20px auto}
nav a{display:block;padding:4px 8px;color:#0645ad;font-size:14px} aside{font-size:13px;background:#f6f6f6;padding:10px;border:1px solid #ddd}
h2{border-bottom:1px solid #ccc;font-weight:normal} pre{background:#f4f6f8;border:1px solid #ddd;padding:10px;font-size:13px;overflow:hidden}
table{border-collapse:collapse;font-size:14px} td,th{border:1px solid #bbb;padding:4px 8px} th{background:#e8eef4} img{width:100%;max-width:520px}
</style><header>` + pageTitle + ` – remote administration handbook</header><main>`

// page returns a long page in three columns: text, links, code, tables, and a photograph now and then.
func page() (string, error) {
	data, err := os.ReadFile(filepath.Join(licences, "GPL-3"))
	if err != nil {
		return "", fmt.Errorf("make a page: %w", err)
	}
	var paragraphs []string
	for p := range strings.SplitSeq(string(data), "\n\n") {
		const short = 80
		if p = strings.Join(strings.Fields(p), " "); len(p) > short {
			paragraphs = append(paragraphs, html.EscapeString(p))
		}
	}
	const sections, notes = 60, 40
	at := func(i int) string { return paragraphs[i%len(paragraphs)] }
	title := func(i int) string { return strings.Join(strings.Fields(at(3 * i))[:6], " ") }
	var b strings.Builder
	b.WriteString(pageHead + "<nav>")
	for i := range sections {
		fmt.Fprintf(&b, `<a href="#s%d">Section %d: %s</a>`, i, i+1, title(i))
	}
	b.WriteString("</nav><article>")
	for i := range sections {
		fmt.Fprintf(&b, `<h2 id="s%d">Section %d: %s</h2>`, i, i+1, title(i))
		for p := range 3 {
			fmt.Fprintf(&b, "<p>%s</p>", linked(at(3*i+p)))
		}
		adorn(&b, i)
	}
	b.WriteString("</article><aside>")
	for i := range notes {
		fmt.Fprintf(&b, "<p>%.260s</p>", at(len(paragraphs)-1-i%len(paragraphs)))
	}
	b.WriteString("</aside></main>")
	return b.String(), nil
}

// linked makes a link of every 23rd word.
func linked(text string) string {
	const every = 23
	words := strings.Fields(text)
	for i := 0; i < len(words); i += every {
		words[i] = `<a href="#">` + words[i] + "</a>"
	}
	return strings.Join(words, " ")
}

// adorn adds what some sections have besides text.
func adorn(b *strings.Builder, section int) {
	order := rand.New(rand.NewPCG(uint64(section), 0)) // the same each time
	switch section % 6 {
	case 1, 4:
		b.WriteString("<pre>")
		for range 18 {
			fmt.Fprintf(b, "set interface eth%d address 10.%d.%d.1/24   # rack %d\n", order.IntN(4), order.IntN(255), order.IntN(255), order.IntN(90))
		}
		b.WriteString("</pre>")
	case 2:
		b.WriteString("<table>")
		for range 9 {
			b.WriteString("<tr>")
			for range 7 {
				fmt.Fprintf(b, "<td>%.2f", order.Float64()*1000)
			}
		}
		b.WriteString("</table>")
	case 3:
		fmt.Fprintf(b, `<p><img src="photos/%02d.jpg">`, section/6%len(photographs))
	}
}
