package intake

import "regexp"

var (
	ownShare = regexp.MustCompile(`(本单位|本部门|本局自办|我局自办|自办|our own|own share)[^,。;\n0-9]{0,6}[0-9]`)
	wholeOf  = regexp.MustCompile(`全项|各家合计|合计|whole task`)
)

// OwnShare reports whether words say that their figures are those of the writer's
// own department alone, where they might be those of the whole task: 本单位1700人次.
func OwnShare(words string) bool {
	s := string(fold([]rune(words)))
	return ownShare.MatchString(s) && !wholeOf.MatchString(s)
}
