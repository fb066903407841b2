package theme_test

import (
	"maps"
	"math"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pandect/internal/partial"
	"pandect/internal/site"
	"pandect/internal/theme"
)

func themeFile(t *testing.T, path string) string {
	t.Helper()
	for _, f := range counselFiles(t) {
		if f.Path == path {
			return string(f.Data)
		}
	}
	t.Fatalf("the theme has no file %s", path)
	return ""
}

var (
	colourRule  = regexp.MustCompile(`(?s)(:root[^{]*)\{([^{}]*--paper:[^{}]*)\}`)
	declaration = regexp.MustCompile(`--([a-z0-9-]+):\s*(#[0-9a-f]{6});`)
)

// palettes returns the colours of each rule of tokens.css that sets them, by selector.
func palettes(t *testing.T) map[string]map[string]string {
	t.Helper()
	found := map[string]map[string]string{}
	for _, rule := range colourRule.FindAllStringSubmatch(themeFile(t, "styles/tokens.css"), -1) {
		colours := map[string]string{}
		for _, d := range declaration.FindAllStringSubmatch(rule[2], -1) {
			colours[d[1]] = d[2]
		}
		found[strings.TrimSpace(rule[1])] = colours
	}
	return found
}

func TestDarkByChoiceIsDarkBySystem(t *testing.T) {
	p := palettes(t)
	chosen, system := p[`:root[data-theme="dark"]`], p[`:root:not([data-theme="light"])`]
	if len(chosen) == 0 || !maps.Equal(chosen, system) {
		t.Errorf("the dark colours differ:\n%v\n%v", chosen, system)
	}
	for name := range p[":root"] {
		if chosen[name] == "" {
			t.Errorf("--%s has no dark colour", name)
		}
	}
}

func TestContrast(t *testing.T) {
	grounds := []string{"paper", "raised", "note-ground", "good-ground", "warn-ground", "bad-ground"}
	for _, c := range []struct {
		colour  string
		least   float64
		grounds []string
	}{
		{"ink", 12, grounds},
		{"soft", 7, []string{"paper", "raised"}},
		{"soft", 5.5, grounds},
		{"good", 7, []string{"paper", "raised"}},
		{"warn", 7, []string{"paper", "raised", "warn-ground"}},
		{"bad", 7, []string{"paper", "bad-ground"}},
		{"link", 5.5, grounds},
		{"edge", 3, []string{"paper", "raised"}},
		{"ink", 7, []string{"mark"}},
	} {
		for selector, colours := range palettes(t) {
			for _, ground := range c.grounds {
				if got := contrast(t, colours[c.colour], colours[ground]); got < c.least {
					t.Errorf("%s: --%s on --%s has a contrast of %.2f, at least %.1f is needed", selector, c.colour, ground, got, c.least)
				}
			}
		}
	}
}

// contrast is the contrast ratio of WCAG 2.2.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(t *testing.T, colour string) (l float64) {
	t.Helper()
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		l += weight * c
	}
	return l
}

// The colours of the browser's own bars are written in Go, because they stand in the head.
func TestThemeColoursAreThoseOfTheStyleSheet(t *testing.T) {
	p := palettes(t)
	markup := show(t, `{{metadata .}}`, nasty())
	for scheme, selector := range map[string]string{"light": ":root", "dark": `:root[data-theme="dark"]`} {
		want := `content="` + p[selector]["paper"] + `" media="(prefers-color-scheme: ` + scheme + `)"`
		if !strings.Contains(markup, want) {
			t.Errorf("the head has no %s", want)
		}
	}
}

// What the security policies of hosts refuse, and what would ask another host.
func TestStylesStandAlone(t *testing.T) {
	foreign := regexp.MustCompile(`data:|https?://|@font-face|!important`)
	for _, f := range counselFiles(t) {
		if strings.HasSuffix(f.Path, ".css") {
			if found := foreign.Find(f.Data); found != nil {
				t.Errorf("%s has %q", f.Path, found)
			}
		}
	}
}

// A theme author finds every field and every function in the documentation.
func TestTheDocumentationIsComplete(t *testing.T) {
	data, err := os.ReadFile("../../docs/themes.md")
	if err != nil {
		t.Fatal(err)
	}
	docs := string(data)
	for _, kind := range []reflect.Type{reflect.TypeFor[site.Page](), reflect.TypeFor[site.Info](), reflect.TypeFor[site.Ref](), reflect.TypeFor[site.Alternate](), reflect.TypeFor[site.Review]()} {
		for i := range kind.NumField() {
			if name := kind.Field(i).Name; !strings.Contains(docs, "| `."+name+"`") {
				t.Errorf("docs/themes.md does not list .%s of %s", name, kind.Name())
			}
		}
	}
	functions, err := os.ReadFile("functions.go")
	if err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile(`(?m)^\t\t"(\w+)": `).FindAllSubmatch(functions, -1)
	if len(names) == 0 {
		t.Fatal("no function was found")
	}
	for _, name := range names {
		if !strings.Contains(docs, "| `"+string(name[1])) {
			t.Errorf("docs/themes.md does not list the function %s", name[1])
		}
	}
	for _, shape := range slices.Concat(theme.Partials, site.Partials, []partial.Shape{theme.Entry}) {
		for _, field := range shape.Fields {
			if line := regexp.MustCompile("(?m)^\\| `" + shape.Name + "` .*$").FindString(docs); !strings.Contains(line, "`."+field.Name+"`") {
				t.Errorf("docs/themes.md does not list .%s of the partial %s", field.Name, shape.Name)
			}
		}
	}
}
