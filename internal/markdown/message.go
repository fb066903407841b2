package markdown

import "pandect/internal/escape"

// message returns a message of the interface. Its key is one of Messages.
func (p *page) message(key string) string { return p.c.options.Messages.Text(key) }

// appendMessage writes a message as text.
func (p *page) appendMessage(key string) { p.html = escape.HTML(p.html, p.message(key)) }

// word returns the word that pages show for a key of checklist.Words: the site's own, or else that of the interface.
func (p *page) word(table, key string) string {
	if own, ok := p.checklist.words.Own(key); ok {
		return own
	}
	if key == "n/a" {
		key = "na"
	}
	return p.message(table + "." + key)
}
