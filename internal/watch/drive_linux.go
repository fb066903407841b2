package watch

import "syscall"

// drives are the file systems that may change without the kernel's knowledge, by the magic numbers of statfs(2)
// (linux/magic.h and the sources of the file systems). FUSE stands for sshfs, rclone, virtiofs and many more.
var drives = map[uint32]drive{
	0x00006969: network("nfs"),
	0x0000517B: network("smb"),
	0xFF534D42: network("cifs"),
	0xFE534D42: network("smb2"),
	0x0000564C: network("ncp"),
	0x5346414F: network("afs"),
	0x6B414653: network("afs"),
	0x73757245: network("coda"),
	0x00C36400: network("ceph"),
	0x01161970: network("gfs2"),
	0x7461636F: network("ocfs2"),
	0x0BD00BD0: network("lustre"),
	0x47504653: network("gpfs"),
	0x19830326: network("beegfs"),
	0x20030528: network("orangefs"),
	0xAAD7AAEA: network("panfs"),
	0xBEEFDEAD: network("snfs"),
	0x61636673: network("acfs"),
	0x65735546: mounted("fuse"),
	0x01021997: mounted("9p"),
	0x786F4256: mounted("vboxsf"),
	0xBACBACBC: mounted("vmhgfs"),
	0x7C7C6673: mounted("prl_fs"),
	0x53464846: mounted("drvfs"),
}

// unreliable reports whether the system does not report all changes on the drive of a folder.
func unreliable(folder string) (drive, bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return drive{}, false
	}
	d, ok := drives[uint32(s.Type)]
	return d, ok
}
