// Package runs parses files of runs, which the page of a checklist writes, and makes a register of them. It verifies the
// digest of each event and that of the whole file.
//
// A file holds the state of its run, which is not computed again here. Copies of one run are merged by the page only: the
// register shows the one with most events, and counts the others.
package runs

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"pandect/internal/checklist"
)

const (
	MaxFile  = 10 << 20 // bytes: a larger file is no run
	maxDepth = 12
)

// Run is a run in a register.
type Run struct {
	File      string // the name of the file
	ID        string
	Name      string
	Checklist string // title of the checklist
	Version   string
	State     string // as the page writes it: "in progress"
	Revision  int
	Critical  int    // number of open critical items
	Blocking  int    // number of items that prevent signing
	Due       string // the earliest due date of an open item, or ""
	Owner     string
	Changed   string // time of the latest event, RFC 3339
	Events    int
	Altered   int  // number of events with a wrong digest
	Forged    bool // the file has a wrong digest
	Copies    int  // number of other files of the same run
}

// file is the part of the file of a run that is decoded.
type file struct {
	Format    string `json:"format"`
	Checklist struct {
		Title   string `json:"title"`
		Version string `json:"version"`
		Content string `json:"content"`
	} `json:"checklist"`
	Run struct {
		ID       string `json:"id"`
		Revision int    `json:"rev"`
		Name     string `json:"name"`
		State    string `json:"state"`
		Critical int    `json:"critical"`
		Blocking int    `json:"blocking"`
		Due      string `json:"due"`
		Owner    string `json:"owner"`
	} `json:"run"`
	Events []map[string]any `json:"events"`
	Digest string           `json:"digest"`
}

// Parse parses the file of a run. Errors are phrases for the user of the command.
func Parse(name string, data []byte) (Run, error) {
	switch {
	case len(data) > MaxFile:
		return Run{}, errors.New("it is larger than 10 MB, which no run is")
	case depth(data) > maxDepth:
		return Run{}, errors.New("it is nested more deeply than a run ever is")
	}
	var f file
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	d.UseNumber()
	if err := d.Decode(&f); err != nil {
		return Run{}, errors.New("it cannot be read as JSON, or it is not the file of a run")
	}
	if _, err := d.Token(); err != io.EOF {
		return Run{}, errors.New("something follows the end of the run")
	}
	switch {
	case !strings.HasPrefix(f.Format, "kb-run/") || f.Run.ID == "":
		return Run{}, errors.New("it is not the file of a run")
	case f.Format != "kb-run/1":
		return Run{}, fmt.Errorf("it was written by a newer version: its format is %q", f.Format)
	}
	r := Run{
		File: name, ID: f.Run.ID, Name: plain(f.Run.Name), Checklist: plain(f.Checklist.Title), Version: plain(f.Checklist.Version), State: plain(f.Run.State),
		Revision: f.Run.Revision, Critical: f.Run.Critical, Blocking: f.Run.Blocking, Due: plain(f.Run.Due), Owner: plain(f.Run.Owner), Events: len(f.Events),
	}
	sums := make([]string, len(f.Events))
	for i, event := range f.Events {
		sums[i], _ = event["sum"].(string)
		if at, _ := event["at"].(string); at > r.Changed {
			r.Changed = plain(at)
		}
		delete(event, "sum")
		if digest(checklist.Canonical(nil, event)) != sums[i] {
			r.Altered++
		}
	}
	slices.Sort(sums)
	r.Forged = digest([]byte(strings.Join(sums, "\n")+"\n"+f.Checklist.Content)) != f.Digest
	return r, nil
}

// depth returns the nesting depth of brackets, without recursion.
func depth(data []byte) int {
	deepest, now, quoted := 0, 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			now++
			deepest = max(deepest, now)
		case c == ']' || c == '}':
			now--
		}
	}
	return deepest
}

// maxPlain is how long a text is that a register shows, in UTF-16 code units.
const maxPlain = 200

// plain returns a name or a reference on one line without what nobody sees, as the script of the page shows it: run/safe.ts.
func plain(s string) string {
	var b strings.Builder
	control := false
	for _, r := range s {
		switch {
		case unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			if !control {
				b.WriteByte(' ')
			}
			control = true
			continue
		case '\u200b' <= r && r <= '\u200f', '\u202a' <= r && r <= '\u202e', '\u2060' <= r && r <= '\u2069', r == '\ufeff':
		default:
			b.WriteRune(r)
		}
		control = false
	}
	s = strings.TrimSpace(b.String())
	units := 0
	for i, r := range s {
		if units += utf16.RuneLen(r); units > maxPlain {
			return s[:i]
		}
	}
	return s
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Register returns each run once, as the copy with most events, sorted by checklist and name.
func Register(all []Run) []Run {
	best := map[string]int{}
	var list []Run
	for _, r := range all {
		at, known := best[r.ID]
		if !known {
			best[r.ID] = len(list)
			list = append(list, r)
			continue
		}
		copies := list[at].Copies + 1
		if cmp.Or(cmp.Compare(r.Events, list[at].Events), strings.Compare(r.Changed, list[at].Changed)) > 0 {
			list[at] = r
		}
		list[at].Copies = copies
	}
	slices.SortFunc(list, func(a, b Run) int {
		return cmp.Or(strings.Compare(a.Checklist, b.Checklist), strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return list
}

// Columns are the titles of the cells that Cells returns.
var Columns = []string{"Run", "Checklist", "Version", "State", "Critical open", "In the way", "Next due", "Owner", "Last change", "Remarks", "File"}

// Cells returns a run as a row of a table.
func (r Run) Cells() []string {
	var remarks []string
	if r.Altered > 0 || r.Forged {
		remarks = append(remarks, "altered outside of the checklist's page")
	}
	if r.Copies > 0 {
		remarks = append(remarks, fmt.Sprintf("%d more of this run here: merge them in the page", r.Copies))
	}
	state := r.State
	if r.Revision > 1 {
		state += fmt.Sprintf(", revision %d", r.Revision)
	}
	day, _, _ := strings.Cut(r.Changed, "T")
	return []string{r.Name, r.Checklist, r.Version, state, fmt.Sprint(r.Critical), fmt.Sprint(r.Blocking), r.Due, r.Owner, day, strings.Join(remarks, "; "), r.File}
}
