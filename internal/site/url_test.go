package site

import (
	"math/rand/v2"
	"path"
	"regexp"
	"strings"
	"testing"
)

func TestOutputPath(t *testing.T) {
	cases := []struct{ source, slug, file, directory string }{
		{"_index.md", "", "index.html", "index.html"},
		{"ethics/index.md", "ignored", "ethics/index.html", "ethics/index.html"},
		{"ethics/privilege.md", "", "ethics/privilege.html", "ethics/privilege/index.html"},
		{"ethics/privilege.md", "The Privilege", "ethics/the-privilege.html", "ethics/the-privilege/index.html"},
		{"Fees & Billing/Überblick 2026.md", "", "fees-billing/uberblick-2026.html", "fees-billing/uberblick-2026/index.html"},
		{"aux.md", "", "aux-page.html", "aux-page/index.html"},
		{"COM1/x.md", "", "com1-page/x.html", "com1-page/x/index.html"},
		{"v1.2.md", "", "v1-2.html", "v1-2/index.html"},
	}
	for _, c := range cases {
		if got := OutputPath(c.source, c.slug, StyleFile); got != c.file {
			t.Errorf("OutputPath(%q, %q, file) = %q, want %q", c.source, c.slug, got, c.file)
		}
		if got := OutputPath(c.source, c.slug, StyleDirectory); got != c.directory {
			t.Errorf("OutputPath(%q, %q, directory) = %q, want %q", c.source, c.slug, got, c.directory)
		}
	}
	if got, want := FilePath("Ethics/Pasted image 2026.PNG"), "ethics/pasted-image-2026.png"; got != want {
		t.Errorf("FilePath = %q, want %q", got, want)
	}
}

// Files with different long names, and with names in other scripts, have different addresses, which depend on nothing but the name.
func TestAddressesAreNeverCutIntoEachOther(t *testing.T) {
	long := "Guidance on the transfer of personal data to recipients in third countries "
	names := []string{
		long + "part one", long + "part two", long + "part 2", long, strings.TrimSpace(long) + "x", strings.Repeat("a", 60), strings.Repeat("a", 61), strings.Repeat("a", 62),
		"法律 5", "规章 5", "Закон 12", "Приказ 12", "5", "12", "Law 法律", "Law 规章", "law",
		strings.Repeat("ä", 70), strings.Repeat("ä", 71),
	}
	for _, style := range []URLStyle{StyleFile, StyleDirectory} {
		for _, where := range []func(string) string{
			func(name string) string { return OutputPath(name+".md", "", style) },
			func(name string) string { return OutputPath(name+"/x.md", "", style) },
			func(name string) string { return OutputPath("x.md", name, style) },
			func(name string) string { return FilePath(name + ".pdf") },
		} {
			seen := map[string]string{}
			for _, name := range names {
				address := where(name)
				if first, ok := seen[address]; ok {
					t.Errorf("%q and %q are both at %q", first, name, address)
				}
				seen[address] = name
				if len(address) > maxSlug+len("/x/index.html") {
					t.Errorf("%q is long: %q", name, address)
				}
				if again := where(path.Base(addressPart(name))); again != address {
					t.Errorf("%q is at %q, and its address leads to %q", name, address, again)
				}
			}
		}
	}
	if a, b := OutputPath("Überblick"+long+".md", "", StyleFile), OutputPath("U\u0308berblick"+long+".md", "", StyleFile); a != b {
		t.Errorf("one name in two normal forms is at %q and %q", a, b)
	}
}

// TestSlugIsSafeEverywhere checks the promise for names of every kind: an address that any host can serve.
func TestSlugIsSafeEverywhere(t *testing.T) {
	safe := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	names := []string{"", "?", "विधि", "法律", "Straße", "Œuvre", "a/b", "..", "CON", "nul", "lpt9", "l’avocat", strings.Repeat("long name ", 40), "\x00\xff", "İ"}
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		name := make([]rune, random.IntN(20))
		for i := range name {
			name[i] = rune(random.IntN(0x3000))
		}
		names = append(names, string(name))
	}
	for _, name := range names {
		slug := Slug(name)
		if !safe.MatchString(slug) || len(slug) > maxSlug+len("-page") || reserved(slug) {
			t.Errorf("Slug(%q) = %q", name, slug)
		}
		if part := addressPart(name); !safe.MatchString(part) || len(part) > maxSlug+len("-page") || reserved(part) {
			t.Errorf("addressPart(%q) = %q", name, part)
		}
		if again := Slug(slug); again != slug {
			t.Errorf("Slug(%q) = %q, but Slug of that is %q", name, slug, again)
		}
	}
}

func TestRelLeadsFromOnePageToTheOther(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	randomPath := func() string {
		parts := make([]string, 1+random.IntN(4))
		for i := range parts {
			parts[i] = []string{"a", "b", "ab", "index"}[random.IntN(4)]
		}
		return strings.Join(parts, "/") + ".html"
	}
	for range 5000 {
		from, to := randomPath(), randomPath()
		rel := Rel(from, to)
		if got := path.Join(path.Dir(from), rel); got != to {
			t.Fatalf("Rel(%q, %q) = %q, which leads to %q", from, to, rel, got)
		}
		if from != to && strings.Contains(rel, "../"+path.Base(path.Dir(from))+"/") && strings.HasPrefix(to, path.Dir(from)+"/") {
			t.Fatalf("Rel(%q, %q) = %q leaves a folder to come back", from, to, rel)
		}
	}
}
