// Package active tells which files beside the pages would run in the reader's browser: documents of HTML, scripts, and
// pictures and documents of XML that hold scripts. Such a file has all rights of the site it is published on, so it could
// read what the reader's browser keeps for that site.
//
// A file is judged by its name and, where a name does not tell, by its content: XML is parsed, and what no parser can read
// counts as active. The package does not know pages, and changes nothing.
package active

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
)

// byName are the endings of files that run whatever is in them, with what they are.
var byName = map[string]string{
	".html": "a page of HTML", ".htm": "a page of HTML", ".xhtml": "a page of HTML", ".xht": "a page of HTML", ".shtml": "a page of HTML",
	".shtm": "a page of HTML", ".hta": "a page of HTML", ".htc": "a page of HTML", ".mht": "a page of HTML", ".mhtml": "a page of HTML",
	".js": "a script", ".mjs": "a script", ".cjs": "a script", ".jsm": "a script", ".es": "a script", ".vbs": "a script", ".wasm": "a program",
	".swf": "a program", ".jar": "a program", ".xap": "a program", ".crx": "a program", ".appcache": "a manifest of scripts",
	".svgz": "a compressed picture that cannot be looked into",
}

// harmless are the endings of files that browsers show or save without running them, so that their content does not matter.
var harmless = strings.Fields(".txt .css .csv .tsv .json .map .png .jpg .jpeg .jpe .gif .webp .avif .ico .bmp .tif .tiff .heic .pdf .doc .docx .docm .dot .dotx " +
	".xls .xlsx .xlsm .ppt .pptx .odt .ods .odp .rtf .epub .zip .gz .7z .rar .tar .mp3 .mp4 .m4a .m4v .mov .avi .wav .ogg .oga .ogv .webm .flac .vtt .srt " +
	".woff .woff2 .ttf .otf .eot .ics .vcf .eml .msg .vsd .vsdx .mpp .toml .yaml .yml .ini .log .tex .bib .py .go .c .h .java .rb .rs .sh .sql .ts .tsv .bat .ps1")

// ofXML are the endings of files that browsers take for XML. Others they take for HTML, in which a script can be written so
// that XML has none.
var ofXML = []string{".svg", ".xml", ".xsl", ".xslt", ".xsd", ".rdf", ".rss", ".atom", ".mml"}

// Reads reports whether What needs the content of a file of this name.
func Reads(name string) bool {
	ending := strings.ToLower(path.Ext(name))
	return byName[ending] == "" && !slices.Contains(harmless, ending)
}

// What says what a file is that would run in a browser, as a phrase, or "". content may be nil if Reads is false.
func What(name string, content []byte) string {
	if what := byName[strings.ToLower(path.Ext(name))]; what != "" {
		return what
	}
	if !Reads(name) {
		return ""
	}
	if encoded(content) {
		return "a document in an encoding that cannot be looked into"
	}
	content = bytes.TrimLeft(bytes.TrimPrefix(content, []byte("\ufeff")), " \t\n\f\r")
	if len(content) < 2 || content[0] != '<' || !strings.ContainsRune("!?/:_", rune(content[1])) && (content[1]|0x20 < 'a' || content[1]|0x20 > 'z') && content[1] < 0x80 {
		return "" // nothing that a browser takes for HTML or XML, whatever it is called
	}
	what, ending := "a document of XML", strings.ToLower(path.Ext(name))
	switch {
	case ending == ".svg":
		what = "a picture"
	case !slices.Contains(ofXML, ending) && !bytes.HasPrefix(content, []byte("<?xml")):
		return "a document that browsers can take for a page of HTML"
	}
	if why := script(content); why != "" {
		return what + why
	}
	return ""
}

// encoded reports whether a text begins as one of UTF-16 or UTF-32 does, in which a browser would find other characters.
func encoded(content []byte) bool {
	for _, mark := range []string{"\xff\xfe", "\xfe\xff", "<\x00", "\x00<", "\x00\x00\x00<", "\x00\x00\xfe\xff"} {
		if bytes.HasPrefix(content, []byte(mark)) {
			return true
		}
	}
	return false
}

// elements are those of SVG and HTML that run code or hold another document, in lower case.
var elements = []string{"script", "foreignobject", "iframe", "frame", "object", "embed", "applet", "handler", "listener", "form", "base", "meta", "link", "html", "body"}

var errEncoding = errors.New("encoding")

// script says what in a text of XML runs, as the end of a phrase, or "".
func script(content []byte) string {
	d := xml.NewDecoder(bytes.NewReader(content))
	d.CharsetReader = func(charset string, input io.Reader) (io.Reader, error) {
		if slices.Contains([]string{"us-ascii", "iso-8859-1", "windows-1252"}, strings.ToLower(charset)) {
			return &latin{input}, nil
		}
		return nil, errEncoding
	}
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return ""
		case err != nil:
			return " that is not well formed, so that nobody can tell whether it holds a script"
		}
		switch t := token.(type) {
		case xml.ProcInst:
			if t.Target != "xml" {
				return " with a style sheet or another instruction for browsers"
			}
		case xml.Directive:
			if d.Entity = entities(t); d.Entity == nil {
				return " with entities that can hold a script"
			}
		case xml.StartElement:
			if why := inElement(t); why != "" {
				return why
			}
		}
	}
}

// latin reads a text of one byte a character as UTF-8. What lies above ASCII is no markup, so it need not be right.
type latin struct{ from io.Reader }

func (l *latin) Read(p []byte) (int, error) {
	n, err := l.from.Read(p)
	for i := range p[:n] {
		if p[i] >= 0x80 {
			p[i] = '?'
		}
	}
	return n, err
}

var entity = regexp.MustCompile(`<!ENTITY\s+([A-Za-z_][\w.-]*)\s+(?:"([^"<&%]*)"|'([^'<&%]*)')\s*>`)

// entities returns the entities that a document type declares, or nil if they can be more than plain text.
func entities(directive xml.Directive) map[string]string {
	found := map[string]string{}
	for _, m := range entity.FindAllSubmatch(directive, -1) {
		found[string(m[1])] = string(m[2]) + string(m[3])
	}
	if n := bytes.Count(directive, []byte("<!")); n > len(found) || bytes.IndexByte(directive, '%') >= 0 && n > 0 {
		return nil
	}
	return found
}

// inElement says what in a start tag runs, as the end of a phrase, or "".
func inElement(e xml.StartElement) string {
	name := strings.ToLower(e.Name.Local)
	if slices.Contains(elements, name) || strings.HasSuffix(e.Name.Space, "/xhtml") {
		return " that holds <" + e.Name.Local + ">"
	}
	for _, a := range e.Attr {
		key, value := strings.ToLower(a.Name.Local), strings.ToLower(a.Value)
		switch {
		case strings.HasPrefix(key, "on"):
			return " with the attribute " + a.Name.Local + ", which runs a script"
		case key == "attributename" && (strings.HasSuffix(value, "href") || strings.HasPrefix(value, "on")):
			return " that changes where its links lead"
		case (key == "href" || key == "src") && !harmlessAddress(value):
			return " with an address that runs code or holds another document"
		}
	}
	return ""
}

// harmlessAddress reports whether an address in a picture leads to the web or into the site, or holds a picture of pixels.
func harmlessAddress(address string) bool {
	address = strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1 // browsers pass over these
		}
		return r
	}, address)
	scheme, rest, ok := strings.Cut(address, ":")
	if !ok || strings.ContainsAny(scheme, "/?#") {
		return true
	}
	switch scheme {
	case "http", "https", "mailto", "tel":
		return true
	case "data":
		kind := rest[:strings.IndexAny(rest+",", ";,")]
		return strings.HasPrefix(kind, "image/") && !strings.Contains(kind, "svg") && !strings.Contains(kind, "xml")
	}
	return false
}
