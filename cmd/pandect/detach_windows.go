package main

import (
	"os/exec"
	"syscall"
)

// noWindow keeps a console from being opened for a program that has no window of its own, such as a script.
const noWindow = 0x08000000

// detach gives a program that is to be started a group of its own, so that Ctrl-C does not reach it.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP | noWindow}
}
