package source

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"pandect/internal/disk"
)

// linkRule decides which files and folders of a site links may lead to. There is one rule for everything that is read, because
// a link may be part of a folder that comes from somebody else, and must not publish what lies beside the site's pages.
type linkRule struct {
	root  string   // real path of the site
	areas []string // real paths of the folders that links may lead into
}

// newLinkRule returns the rule of the site at a real path for links into some of its folders. A folder that is a link itself
// counts as the place where it leads to, if that lies in the site.
func newLinkRule(d disk.Reader, root string, folders ...string) *linkRule {
	r := &linkRule{root: root}
	for _, folder := range folders {
		if at := disk.RealPath(d, filepath.Join(root, folder)); at != root && disk.Within(at, root) && !isHidden(at, root) {
			r.areas = append(r.areas, at)
		}
	}
	return r
}

// refusal says why a link may not be followed to its target, a real path, and what to do about it. All are empty when it may.
func (r *linkRule) refusal(target string) (code, why, hint string) {
	switch {
	case !disk.Within(target, r.root):
		return "link-outside", "which lies outside the site", "Copy what it points to into the site."
	case isHidden(target, r.root):
		return "link-hidden", "which is hidden, or lies in a folder that is", "If readers may see what it points to, copy it here."
	case !slices.ContainsFunc(r.areas, func(area string) bool { return disk.Within(target, area) }):
		return "link-outside", "which lies outside the folders of the site that links may lead into (content and themes)", "Copy or move what it points to into content."
	}
	return "", "", ""
}

// isHidden reports whether a name on the way from the root to a path is ignored: .git, .env and what programs leave behind.
func isHidden(target, root string) bool {
	rest, err := filepath.Rel(root, target)
	if err != nil {
		return true
	}
	return rest != "." && slices.ContainsFunc(strings.Split(rest, string(filepath.Separator)), Ignored)
}

// LinkError says why a file is not read: a link leads to a place that links may not lead to.
type LinkError struct {
	Target string // real path
	Why    string // such as "which lies outside the site"
	Hint   string
}

func (e *LinkError) Error() string { return fmt.Sprintf("it leads to %s, %s", e.Target, e.Why) }

// Follow returns the real path of a file of the site at root, slash-separated below it. The file may be reached by links if they
// lead into content/ or themes/, or into the folder that its own path begins with. Otherwise the error is a *LinkError, or that
// of the system.
func Follow(d disk.Reader, root, file string) (string, error) {
	site := disk.RealPath(d, root)
	target, err := d.Resolve(filepath.Join(site, filepath.FromSlash(file)))
	if err != nil {
		if _, missing := d.Lstat(filepath.Join(site, filepath.FromSlash(file))); missing == nil && errors.Is(err, fs.ErrNotExist) {
			return "", errors.New("it is a link that leads nowhere")
		}
		return "", err
	}
	own, _, _ := strings.Cut(file, "/")
	rule := newLinkRule(d, site, "content", "themes", own)
	if _, why, hint := rule.refusal(target); why != "" {
		return "", &LinkError{Target: target, Why: why, Hint: hint}
	}
	return target, nil
}
