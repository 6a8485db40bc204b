package store

import "syscall"

// onNetwork reports whether a folder lies on a network file system, and which.
// What cannot be asked is taken for a disk.
func onNetwork(dir string) (system string, ok bool) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		return "", false
	}
	return network(uint32(fs.Type)) // the field is as wide as the machine's words, the number is not
}
