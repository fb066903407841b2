package main

import (
	"os/exec"
	"syscall"
)

// noWindow is CREATE_NO_WINDOW: no console opens for programs without a window, such as scripts.
const noWindow = 0x08000000

// detach starts a program in a process group of its own, so that Ctrl-C does not reach it.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP | noWindow}
}
