package markdown

import "pandect/internal/escape"

// say returns a message of the interface. Its key is one of Messages.
func (p *page) say(key string) string { return p.c.options.Messages.Text(key) }

// appendSaid appends a message as text.
func (p *page) appendSaid(key string) { p.html = escape.HTML(p.html, p.say(key)) }

// show returns the word that stands on a page for one with which checklists are written: that of the site, or else that
// of the interface.
func (p *page) show(table, key string) string {
	if own, ok := p.checks.words.Own(key); ok {
		return own
	}
	if key == "n/a" {
		key = "na"
	}
	return p.say(table + "." + key)
}
