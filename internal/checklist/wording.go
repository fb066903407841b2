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

// Normalise removes from a wording what does not make it another question: compatibility forms (NFKC), the shape of quotation
// marks, hyphens and spaces, case, and one final full stop. Letters are lowered one by one, as the script does.
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

// WordingHash is the digest of the wording of a question. It is the same for texts that differ only in typography.
func WordingHash(text, answer string) string { return short(8, Normalise(text), answer) }

// helpHash is the digest of the labels of an item.
func helpHash(i *site.CheckItem) string {
	parts := []string{i.Group}
	for _, l := range i.Labels {
		parts = append(parts, l.Name, Normalise(l.Text))
	}
	return short(8, parts...)
}

// textReference makes a reference from the text of an item without one. It stays the same when items are moved, but not when
// the text is changed.
func textReference(text string) string {
	sum := sha256.Sum256([]byte(Normalise(text)))
	return "t-" + strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:10]
}

// contentHash is the digest of everything in a checklist that answers refer to.
func contentHash(c *site.Checklist) string {
	sum := sha256.Sum256(Canonical(nil, asked(c)))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// asked returns everything in a checklist that answers refer to, for Canonical.
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

// SealItem computes the hashes of a complete item.
func SealItem(i *site.CheckItem) {
	i.Hash = WordingHash(i.Text, i.Answer)
	i.Help = helpHash(i)
}

// Seal completes a checklist whose items are sealed. path is that of its page below content/, and m its front matter.
func Seal(c *site.Checklist, path string, m *site.ChecklistMeta) {
	c.ID, c.Prefix, c.Version = m.ID, m.Prefix, m.Version
	if c.ID == "" {
		c.ID = idOf(path)
	}
	c.Content = contentHash(c)
}

// Namer makes references for items without one, unique within a page.
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
