package child

import "syscall"

// endWithParent asks for SIGKILL when the parent dies (PR_SET_PDEATHSIG). It comes
// when the thread that started the program ends; Go ends none that no goroutine
// has locked.
func endWithParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
