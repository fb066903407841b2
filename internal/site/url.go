package site

import (
	"path"
	"strings"
	"unicode"

	"pandect/internal/memo"
)

// URLStyle is the style of addresses of pages.
type URLStyle uint8

const (
	StyleFile      URLStyle = iota // ethics/privilege.html
	StyleDirectory                 // ethics/privilege/index.html
)

// notFoundURL is the page that servers show for an unknown address.
const notFoundURL = "404.html"

// maxSlug keeps paths below the limits of Windows and of file shares.
const maxSlug = 60

// addressDigest is the length of the digest that keeps addresses apart.
const addressDigest = 8

// IsIndex reports whether a source path is by its name the page of its folder: _index.md or index.md.
func IsIndex(source string) bool {
	name := path.Base(source)
	return strings.EqualFold(name, "_index.md") || strings.EqualFold(name, "index.md")
}

// IsReadme reports whether a source path is the page of its folder if no other is: README.md.
func IsReadme(source string) bool { return strings.EqualFold(path.Base(source), "README.md") }

// OutputPath returns the output path of the markdown file at the given path below content/. slug replaces the last
// part of the address unless it is empty; the page of a folder has no last part of its own and ignores it.
func OutputPath(source, slug string, style URLStyle) string {
	dir := slugDir(path.Dir(source))
	if source == "404.md" { // where servers look for it
		return notFoundURL
	}
	if IsIndex(source) {
		return path.Join(dir, "index.html")
	}
	name := addressPart(strings.TrimSuffix(path.Base(source), path.Ext(source)))
	if slug != "" {
		name = addressPart(slug)
	}
	return PagePath(path.Join(dir, name), style)
}

// PagePath returns the output path of a page whose address, without ending, is given.
func PagePath(address string, style URLStyle) string {
	if style == StyleDirectory {
		return address + "/index.html"
	}
	return address + ".html"
}

// FilePath returns the output path of any other file below content/: slugs for its folders and its name, and its
// ending in lower case.
func FilePath(source string) string {
	ext := path.Ext(source)
	stem := strings.TrimSuffix(path.Base(source), ext)
	return path.Join(slugDir(path.Dir(source)), addressPart(stem)+cleanExtension(ext))
}

func slugDir(dir string) string {
	if dir == "." || dir == "" {
		return ""
	}
	parts := strings.Split(dir, "/")
	for i, part := range parts {
		parts[i] = addressPart(part)
	}
	return strings.Join(parts, "/")
}

func cleanExtension(ext string) string {
	clean := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '.' {
			return r
		}
		return -1
	}, strings.ToLower(ext))
	if clean == "." {
		return ""
	}
	return clean
}

// ligatures are letters without a decomposition in Unicode that are commonly transliterated.
var ligatures = map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ı': "i"}

// Slug turns a name into a part of an address: a-z, 0-9 and hyphens only, at most 60 characters, never a name that
// Windows or common web servers reserve. Accents are dropped; a name in which nothing is left, because its script has
// no Latin letters, becomes "x-" and a digest, so that it is stable and unique.
func Slug(name string) string {
	slug, _ := slugOf(name)
	if len(slug) > maxSlug {
		slug = strings.TrimRight(slug[:maxSlug], "-")
	}
	if slug == "" {
		return "x-" + memo.OfString(name).Short(addressDigest)
	}
	if reserved(slug) {
		return slug + "-page"
	}
	return slug
}

// addressPart is Slug for the name of a file or folder, whose address nothing else may have: where letters are left out because the name is
// too long or they are not Latin, a digest of the whole name follows. It depends on nothing but the name, so other files never change it.
func addressPart(name string) string {
	slug, lost := slugOf(name)
	if slug == "" || len(slug) <= maxSlug && !lost {
		return Slug(name)
	}
	if room := maxSlug - addressDigest - 1; len(slug) > room {
		slug = strings.TrimRight(slug[:room], "-")
	}
	return slug + "-" + memo.OfString(strings.ToLower(Decompose(name))).Short(addressDigest)
}

// slugOf is Slug without its limits. lost is true when letters or digits of the name are not in it.
func slugOf(name string) (slug string, lost bool) {
	var b strings.Builder
	gap := false
	add := func(r rune) {
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteRune(r)
	}
	for _, r := range Decompose(name) {
		r = unicode.ToLower(r)
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			add(r)
		case unicode.Is(unicode.Mn, r), r == '\'', r == '\u2019', r == '\u00ad', r == '\u200b':
		case ligatures[r] != "":
			for _, letter := range ligatures[r] {
				add(letter)
			}
		default:
			gap = true
			lost = lost || unicode.IsLetter(r) || unicode.IsNumber(r)
		}
	}
	return b.String(), lost
}

// reserved reports whether a path segment cannot be used on some host: device names of Windows, whatever their
// ending, and folders that IIS refuses to serve.
func reserved(slug string) bool {
	switch slug {
	case "con", "prn", "aux", "nul", "bin", "web-config":
		return true
	}
	if len(slug) == 4 && (strings.HasPrefix(slug, "com") || strings.HasPrefix(slug, "lpt")) {
		return '0' <= slug[3] && slug[3] <= '9'
	}
	return false
}

// Rel returns the shortest relative address of the output path to, as seen from the page at output path from.
func Rel(from, to string) string {
	common := 0 // both paths are equal before this byte, which follows a slash
	for i := 0; i < len(from) && i < len(to) && from[i] == to[i]; i++ {
		if from[i] == '/' {
			common = i + 1
		}
	}
	up := strings.Count(from[common:], "/")
	if up == 0 {
		return to[common:]
	}
	return strings.Repeat("../", up) + to[common:]
}

// HumanName turns a file's or folder's name into a title: "cross-border_data" becomes "Cross border data".
func HumanName(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || unicode.IsSpace(r) })
	if len(words) == 0 {
		return name
	}
	first := []rune(words[0])
	first[0] = unicode.ToUpper(first[0])
	words[0] = string(first)
	return strings.Join(words, " ")
}
