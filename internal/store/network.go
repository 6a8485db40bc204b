package store

// network says whether a file system reaches over a network, and how it is
// called, by the number statfs(2) gives it. On these locks and the WAL's shared
// memory do not work as SQLite needs them, and a commit may be lost.
//
// FUSE is not among them. The number is the same for sshfs, where a database has
// no business, and for what is as local as any disk: NTFS, encrypted folders,
// and the root of a container without privileges. To refuse it would shut out
// more who are right than who are wrong.
func network(magic uint32) (system string, ok bool) {
	system, ok = map[uint32]string{
		0x00006969: "NFS",
		0x0000517B: "SMB",
		0xFF534D42: "CIFS",
		0xFE534D42: "SMB2",
		0x00C36400: "Ceph",
		0x01021997: "9p",
		0x0BD00BD0: "Lustre",
		0x5346414F: "AFS",
		0x6B414653: "AFS",
		0x73757245: "Coda",
		0x0000564C: "NCP",
		0x47504653: "GPFS",
		0x19830326: "BeeGFS",
		0x20030528: "OrangeFS",
		0x786F4256: "VirtualBox shared folder",
		0xBACBACBC: "VMware shared folder",
	}[magic]
	return system, ok
}
