package watch

// drive is a drive that is polled, because the system does not report all of its changes or watching it does harm.
type drive struct {
	reason string // why, after the name of a folder: "is on a network drive (nfs)"
	remote bool   // scans are slow, and inodes may be made up
}

func network(kind string) drive { return drive{"is on a network drive (" + kind + ")", true} }
func mounted(kind string) drive { return drive{"is on a mounted drive (" + kind + ")", true} }
