package watch

// drive is one whose changes the system does not tell, or that is better not watched.
type drive struct {
	phrase string // follows the name of a folder: "is on a network drive (nfs)"
	remote bool   // a look at it is dear, and inodes may be made up
}

func network(kind string) drive { return drive{"is on a network drive (" + kind + ")", true} }
func mounted(kind string) drive { return drive{"is on a mounted drive (" + kind + ")", true} }
