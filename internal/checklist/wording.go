package checklist

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"unicode"

	"pandect/internal/site"
)

// Normalise returns what remains of a text when everything is left out that does not make another question of it:
// compatibility forms (NFKC), the shape of quotation marks, hyphens and spaces, capital letters, one final full stop.
// Digits stay. Letters are lowered one by one, so that a script does the same.
func Normalise(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range site.Compose(text) {
		switch {
		case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u2060':
			gap = b.Len() > 0 && (gap || unicode.IsSpace(r))
			continue
		case strings.ContainsRune("‘’‚‛′ʼ`´", r):
			r = '\''
		case strings.ContainsRune("“”„‟″«»", r):
			r = '"'
		case strings.ContainsRune("‐‑‒–—―−", r):
			r = '-'
		case r == '\u00ad':
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		if r == 'İ' {
			b.WriteString("i\u0307")
			continue
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return strings.TrimRight(strings.TrimSuffix(b.String(), "."), " ")
}

// short returns the first n bytes of the SHA-256 of its parts, a line each, in hexadecimal digits.
func short(n int, parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(sum[:n])
}

// WordingHash says which wording of a question is meant: the same for texts that differ in typography alone.
func WordingHash(text, answer string) string { return short(8, Normalise(text), answer) }

// helpHash is the same over what stands below an item.
func helpHash(i *site.CheckItem) string {
	parts := []string{i.Group}
	for _, l := range i.Labels {
		parts = append(parts, l.Name, Normalise(l.Text))
	}
	return short(8, parts...)
}

// textReference makes a reference from the text of an item that has none. It stays when items are moved, and goes when
// the text is changed.
func textReference(text string) string {
	sum := sha256.Sum256([]byte(Normalise(text)))
	return "t-" + strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:10]
}

// contentHash says which questions a checklist asks: everything that a run is answered against, and nothing else.
func contentHash(c *site.Checklist) string {
	sum := sha256.Sum256(canonical(c))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// canonical returns a checklist as canonical JSON: keys in order, no spaces, UTF-8.
func canonical(c *site.Checklist) []byte {
	b := append([]byte(nil), `{"id":`...)
	b = quote(b, c.ID)
	b = append(b, `,"sections":[`...)
	for i, section := range c.Sections {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"gate":`...)
		b = strconv.AppendBool(b, section.Gate)
		b = append(b, `,"items":[`...)
		for k := range section.Items {
			if k > 0 {
				b = append(b, ',')
			}
			b = canonicalItem(b, &section.Items[k])
		}
		b = append(b, `],"title":`...)
		b = append(quote(b, section.Title), '}')
	}
	b = append(b, `],"version":`...)
	return append(quote(b, c.Version), '}')
}

func canonicalItem(b []byte, i *site.CheckItem) []byte {
	b = append(b, `{"answer":`...)
	b = quote(b, i.Answer)
	b = append(b, `,"evidence":`...)
	b = quote(b, i.Evidence)
	b = append(b, `,"formerly":[`...)
	for n, ref := range i.Formerly {
		if n > 0 {
			b = append(b, ',')
		}
		b = quote(b, ref)
	}
	b = append(b, `],"hash":`...)
	b = quote(b, i.Hash)
	b = append(b, `,"na":`...)
	b = quote(b, i.NA)
	b = append(b, `,"ref":`...)
	b = quote(b, i.Ref)
	b = append(b, `,"severity":`...)
	return append(quote(b, string(i.Severity)), '}')
}

// quote appends a JSON string as ECMAScript's JSON.stringify writes it: only what has to be escaped is.
func quote(b []byte, s string) []byte {
	var text strings.Builder
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // of a string: cannot fail
	line := strings.NewReplacer(`\u2028`, "\u2028", `\u2029`, "\u2029").Replace(strings.TrimSuffix(text.String(), "\n"))
	return append(b, line...)
}

// SealItem computes the hashes of an item that has been read.
func SealItem(i *site.CheckItem) {
	i.Hash = WordingHash(i.Text, i.Answer)
	i.Help = helpHash(i)
}

// Seal completes a checklist whose items have been read and sealed. path is that of its page below content/, and m its
// front matter.
func Seal(c *site.Checklist, path string, m *site.ChecklistMeta) {
	c.ID, c.Prefix, c.Version = m.ID, m.Prefix, m.Version
	if c.ID == "" {
		c.ID = idOf(path)
	}
	c.Content = contentHash(c)
}

// Namer gives references to items that have none, unique within a page.
type Namer struct{ used map[string]int }

// Name returns the reference of an item without one.
func (n *Namer) Name(text string) string {
	if n.used == nil {
		n.used = map[string]int{}
	}
	ref := textReference(text)
	if n.used[ref]++; n.used[ref] > 1 {
		ref += "-" + strconv.Itoa(n.used[ref])
	}
	return ref
}
