//go:build !unix && !windows

package main

import "os/exec"

// detach does nothing on other systems.
func detach(*exec.Cmd) {}
