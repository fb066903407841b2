package source_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pandect/internal/diag"
)

const page = "# Privilege\n\nOne line.\n\nAnother line.\n\nA third line.\n"

var copyPatterns = []string{
	"x (1).md", "x (12).md", "x - Copy.md", "x - Copy (2).md", "Copy of x.md", "x copy.md", "x copy 2.md",
	"x (conflicted copy 2025-04-10 093612).md", "x (SJ's conflicted copy 2025-04-10).md", "x (conflict).md", "x (Case Conflict).md",
	"x-DESKTOP-AB12CD.md", "x-LAPTOP-0A1B2C3D.md", "x.sync-conflict-20250410-093612-ABCDEFG.md", "x.sync-conflict-20250410-093612.md", "x_conflict-20250410-093612.md",
	"x (1) (1).md", "Copy of x (1).md",
}

func TestConflictCopiesAreLeftOut(t *testing.T) {
	for _, name := range copyPatterns {
		root := t.TempDir()
		write(t, root, map[string]string{"content/x.md": page, "content/" + name: strings.Replace(page, "One line", "One changed line", 1) + "New.\n"})
		later := old.Add(time.Hour)
		must(t, os.Chtimes(filepath.Join(root, "content", name), later, later))
		tree := look(t, root)
		equal(t, name, paths(tree.Files()), []string{"content/x.md"})
		equal(t, name, codes(tree.Diagnostics()), []string{"warning conflict-copy content/" + name})
		for _, d := range tree.Diagnostics() {
			for _, phrase := range []string{"x.md", "2026-03-01 09:00", "2026-03-01 10:00", "the copy is newer", "2 lines differ"} {
				if !strings.Contains(d.Message, phrase) {
					t.Errorf("%s: %q is not in the message %q", name, phrase, d.Message)
				}
			}
			equal(t, "related", d.Related[0].Place, diag.Place{File: "content/x.md"})
		}
	}
}

func TestACopyAloneIsPublished(t *testing.T) {
	for _, name := range copyPatterns {
		root := t.TempDir()
		write(t, root, map[string]string{"content/" + name: page, "content/other/x.md": page})
		tree := look(t, root)
		if tree.File("content/"+name) == nil {
			t.Errorf("%s was left out", name)
		}
		want := []string{"warning copy-name content/" + name}
		if strings.HasPrefix(name, "x copy") { // a name that may well be meant
			want = []string{}
		}
		equal(t, name, codes(tree.Diagnostics()), want)
	}
}

func TestADifferentTextIsNoConflictCopy(t *testing.T) {
	for name, text := range map[string]string{
		"x (1).md": "# Regulation (1)\n\nOne line.\n\nNothing else\n\nis shared\n\nby the two.\n",
		"x (2).md": "",
	} {
		root := t.TempDir()
		write(t, root, map[string]string{"content/x.md": page, "content/" + name: text})
		tree := look(t, root)
		equal(t, name, len(tree.Files()), 2)
		equal(t, name, codes(tree.Diagnostics()), []string{})
	}
}

func TestOrdinaryNamesAreNoCopies(t *testing.T) {
	root := t.TempDir()
	names := []string{"Act (1989).md", "Rule 12(b)(6).md", "clause-GDPR.md", "x-2.md", "conflict.md", "x (conflict of laws).md", "copy of the record.md", "x (a).md"}
	files := map[string]string{"content/x.md": page, "content/clause.md": page, "content/Act.md": page, "themes/t/x.html": page, "themes/t/x (1).html": page}
	for _, name := range names {
		files["content/"+name] = page
	}
	write(t, root, files)
	tree := look(t, root)
	equal(t, "files", len(tree.Files()), len(files))
	equal(t, "diagnostics", codes(tree.Diagnostics()), []string{})
}

// What differs is the encoding, not the text.
func TestConflictCopyInAnotherEncoding(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"content/x.md": page, "content/x (1).md": "\ufeff" + strings.ReplaceAll(page, "\n", "\r\n")})
	tree := look(t, root)
	equal(t, "paths", paths(tree.Files()), []string{"content/x.md"})
	if found := tree.Diagnostics(); len(found) != 1 || !strings.Contains(found[0].Message, "their texts are the same") {
		t.Errorf("diagnostics %+v", found)
	}
}
