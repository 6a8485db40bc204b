package intake

import (
	"strings"
	"testing"

	"duban/internal/duban"
)

// nameDirectory has what the published list has not: police, justice, and a
// district's bureau beside the city's.
func nameDirectory() duban.Directory {
	of := func(kind duban.DepartmentKind, names ...string) duban.Department {
		return duban.Department{Kind: kind, Name: names[0], Formal: names[1], Aliases: names[1:]}
	}
	return duban.Directory{
		of(duban.Single, "教育局", "市教育局"), of(duban.Single, "人社局", "市人社局", "人力资源和社会保障局", "市人力资源和社会保障局"),
		of(duban.Single, "发改局", "市发改局", "发展和改革局"), of(duban.Single, "财政局", "市财政局"), of(duban.Single, "司法局", "市司法局"),
		of(duban.Single, "市公安局", "公安分局"), of(duban.Single, "教育工委", "市委教育工委"), of(duban.Single, "编办", "市委编办", "编办（绩效办）"),
		of(duban.Single, "区住建局", "区住房和城乡建设局"), of(duban.Single, "住建局", "市住建局"),
		of(duban.Collective, "各乡镇", "各乡镇", "乡镇"), of(duban.Collective, "各街道办事处", "各街道办事处", "街道办事处", "各街道"),
		of(duban.Collective, "领导小组成员单位", "领导小组成员单位", "成员单位", "各成员单位"),
	}
}

// A name that is known stands by its canonical name, with + behind it where words
// say that it leads and - where they say that it supports; ? stands before one
// that nobody knows.
func TestNamesOfADepartmentColumn(t *testing.T) {
	for _, c := range []struct{ printed, want string }{
		{"市教育局、人社局", "教育局 人社局"},
		{"市教育局，人社局；财政局。", "教育局 人社局 财政局"},
		{"各乡镇、街道办事处", "各乡镇 各街道办事处"},
		{"市司法局、公安局", "司法局 市公安局"},
		{"公安局", "?公安局"}, // only the prefix of a list makes it one
		{"区发改局", "发改局"},
		{"县教育局、财政局", "教育局 财政局"},
		{"区住建局、市住建局", "区住建局 住建局"},
		{"市教育局、区教育局", "教育局 ?区教育局"},
		{"瓦房店市教育局", "教育局"},
		{"大连市教育局、人社局", "?大连市教育局 人社局"},
		{"省教育厅、教育局", "?省教育厅 教育局"},
		{"区委教育工委、编办", "教育工委 编办"},
		{"市 人社局、 教 育局 、", "人社局 教育局"},
		{"教育局 人社局　财政局", "教育局 人社局 财政局"},
		{"教育局（牵头）、财政局", "教育局+ 财政局"},
		{"教育局、财政局（牵头）", "教育局 财政局+"},
		{"教育局【牵头单位】、财政局(配合)", "教育局+ 财政局-"},
		{"市教育局(职成教科)", "教育局"},
		{"市教育局（职成教科、基教科）、财政局（教科文科）", "教育局 财政局"},
		{"编办（绩效办）、财政局", "编办 财政局"},
		{"（教育局、财政局）", "教育局 财政局"},
		{"教育局、财政局等", "教育局 财政局"},
		{"教育局、财政局等部门", "教育局 财政局"},
		{"教育局、财政局等有关单位按职责分工负责", "教育局 财政局"},
		{"教育局、财政局等单位，按各自职责分工负责", "教育局 财政局"},
		{"各乡镇、街道办事处分别负责", "各乡镇 各街道办事处"},
		{"市教育局牵头，财政局、人社局配合", "教育局+ 财政局- 人社局-"},
		{"由市教育局、发改局牵头，财政局配合落实", "教育局+ 发改局+ 财政局-"},
		{"市教育局牵头负责，各成员单位按职责分工负责", "教育局+ 领导小组成员单位"},
		{"牵头单位：市教育局；配合单位：财政局、人社局", "教育局+ 财政局- 人社局-"},
		{"市教育局会同财政局", "教育局 财政局"},
		{"市教育局和财政局", "教育局 财政局"},
		{"市教育局、发展和改革局", "教育局 发改局"},
		{"市教育局、林业局及各乡镇", "教育局 ?林业局 各乡镇"},
		{"教育局\n财政局", "教育局 财政局"},
		{"，、", ""},
		{"", ""},
	} {
		var got []string
		for _, n := range readNames(c.printed, newIndex(nameDirectory()), "瓦房店市") {
			name := n.dep.Name
			if !n.known {
				name = "?" + n.printed
			}
			switch n.role {
			case duban.Lead:
				name += "+"
			case duban.Support:
				name += "-"
			}
			got = append(got, name)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, want %s", c.printed, s, c.want)
		}
	}
}

func FuzzReadNames(f *testing.F) {
	dir := newIndex(nameDirectory())
	for _, s := range []string{
		"市教育局（牵头）、财政局，各乡镇、街道办事处等按职责分工负责", "由市教育局牵头，财政局配合", "牵头单位：市教育局；配合单位：财政局", "((（", "和和和", "等等等等负责负责",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, n := range readNames(text, dir, "瓦房店市") {
			if n.printed == "" || n.known && n.dep.Name == "" {
				t.Errorf("%q gives %+v", text, n)
			}
		}
	})
}
