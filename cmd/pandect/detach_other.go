//go:build !unix && !windows

package main

import "os/exec"

// detach does nothing where it is not known how.
func detach(*exec.Cmd) {}
