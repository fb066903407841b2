package site

import (
	"slices"
	"strings"
)

// LinkSchemes are the schemes of addresses that links may have on every site. A site may add others. Any other scheme hands
// the address to a program of the reader's computer, with whatever the page says.
var LinkSchemes = []string{"http", "https", "mailto", "tel", "ftp"}

// neverLinks are schemes that no site may add: they run code or hold content itself, or lead to files of the reader.
var neverLinks = []string{"javascript", "vbscript", "livescript", "mocha", "data", "blob", "filesystem", "file", "view-source", "jar", "about"}

// Scheme returns the scheme that an address begins with, in lower case, or "".
func Scheme(address string) string {
	scheme, _, ok := strings.Cut(address, ":")
	if !ok || scheme == "" {
		return ""
	}
	for i := range len(scheme) {
		letter := scheme[i]|0x20 >= 'a' && scheme[i]|0x20 <= 'z'
		if !letter && (i == 0 || !(scheme[i] >= '0' && scheme[i] <= '9') && strings.IndexByte("+-.", scheme[i]) < 0) {
			return ""
		}
	}
	return strings.ToLower(scheme)
}

// MayBeLinked reports whether a site may add a scheme to those of links. A single letter is the drive of a computer.
func MayBeLinked(scheme string) bool {
	return len(scheme) > 1 && Scheme(scheme+":") == scheme && !slices.Contains(neverLinks, scheme)
}
