// Package runs reads the files of runs of checklists, which the page of a checklist writes, and makes a register of them. It
// checks what a file says about itself: the digest of each change, and that of the whole.
//
// A file says where its run stands; this package does not work it out again, and it never changes a file. Copies of one run are
// united by the page, not here: of several the register shows the fullest, and says so.
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

	"pandect/internal/checklist"
)

const (
	maxFile  = 10 << 20 // bytes
	maxDepth = 12
)

// Run is what a register shows of a run.
type Run struct {
	File      string // the name of the file
	ID        string
	Name      string
	Checklist string // its title
	Version   string
	State     string // as the page writes it: "in progress"
	Revision  int
	Critical  int    // critical items that are open
	Blocking  int    // items that stand in the way of signing
	Due       string // the earliest day on which an open item is due, or ""
	Owner     string
	Changed   string // the last change, RFC 3339
	Events    int
	Altered   int  // changes whose digest is not what they say
	Forged    bool // the digest of the whole is not what it says
	Copies    int  // other files of the same run
}

// file is the part of a file of a run that is read here.
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

// Parse reads a file of a run. The error is a sentence for the person who runs the command.
func Parse(name string, data []byte) (Run, error) {
	switch {
	case len(data) > maxFile:
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

// depth returns how deeply brackets are nested, without recursion.
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

// plain returns a text on one line without what nobody sees.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Register returns each run once, the fullest copy of it, sorted by checklist and name.
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
