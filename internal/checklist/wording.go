package checklist

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
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
	sum := sha256.Sum256(Canonical(nil, asked(c)))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// asked returns all that a run is answered against, for Canonical.
func asked(c *site.Checklist) map[string]any {
	sections := make([]any, len(c.Sections))
	for i, section := range c.Sections {
		items := make([]any, len(section.Items))
		for k := range section.Items {
			item := &section.Items[k]
			formerly := make([]any, len(item.Formerly))
			for n, ref := range item.Formerly {
				formerly[n] = ref
			}
			items[k] = map[string]any{"answer": item.Answer, "evidence": item.Evidence, "formerly": formerly, "hash": item.Hash, "na": item.NA, "ref": item.Ref, "severity": string(item.Severity)}
		}
		sections[i] = map[string]any{"gate": section.Gate, "items": items, "title": section.Title}
	}
	return map[string]any{"id": c.ID, "sections": sections, "version": c.Version}
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
