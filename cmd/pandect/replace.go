package main

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"pandect/internal/disk"
)

// errChanged says that a file is not what it was when its replacement was made.
var errChanged = errors.New("it changed meanwhile")

// replaceFile replaces a file atomically, by writing a temporary file and renaming it. A link stays, and what it leads to is
// replaced. The file keeps its permissions; a new one has those that the umask leaves.
//
// isUnchanged, unless nil, is asked just before the renaming, with what the file holds then, or nil if there is none: an edit that
// somebody saved meanwhile must not be lost. If it says no, nothing is written and the error is errChanged.
func replaceFile(name string, data []byte, isUnchanged func(now []byte) bool) (err error) {
	name, err = followLink(name)
	if err != nil {
		return err
	}
	before, missing := os.Stat(name)
	if missing == nil && !before.Mode().IsRegular() {
		return errors.New("it is not a file")
	}
	temporary, err := writeBeside(name, data)
	if err != nil {
		return err
	}
	defer os.Remove(temporary) // fails when it was renamed
	if missing == nil {
		if err := os.Chmod(temporary, before.Mode().Perm()); err != nil {
			return err
		}
	}
	if isUnchanged != nil {
		now, err := os.ReadFile(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			now = nil
		case err != nil:
			return err
		case now == nil:
			now = []byte{}
		}
		if !isUnchanged(now) {
			return errChanged
		}
	}
	return os.Rename(temporary, name)
}

// followLink returns the file that a link leads to, whether or not it exists, and other names as they are.
func followLink(name string) (string, error) {
	const most = 40 // as many as systems follow
	for range most {
		info, err := os.Lstat(name)
		if err != nil || info.Mode()&fs.ModeSymlink == 0 {
			return name, nil
		}
		target, err := os.Readlink(name)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(target) { // it starts at the real folder of the link
			target = filepath.Join(disk.RealPath(disk.System{}, filepath.Dir(name)), target)
		}
		name = target
	}
	return "", errors.New("its links lead in a circle")
}

// writeBeside writes a new temporary file in the folder of another one, and returns its name.
func writeBeside(name string, data []byte) (temporary string, err error) {
	var file *os.File
	for {
		temporary = filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+"-"+strconv.FormatUint(rand.Uint64(), 36)+".tmp")
		file, err = os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	if err != nil {
		return "", err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		os.Remove(temporary)
		return "", err
	}
	return temporary, nil
}
