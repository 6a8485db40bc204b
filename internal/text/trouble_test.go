package text

func init() {
	samples = append(samples,
		NotTaken{}, NotTaken{Press: true},
		Late{At: now, Words: "28 又培训300人次"}, Late{At: now},
		Overtaken{Numbers: []int{28}}, Overtaken{Numbers: []int{3, 28, 29}},
		FileBroke{Name: "填报表.xlsx"},
		OnlyWords{}, OnlyWords{Contact: true},
		UnchangedReport{}, RestAnswered{},
		AlreadyFiled{Numbers: []int{27}}, AlreadyFiled{Numbers: []int{3, 4, 5, 28}},
		NoGroup{},
	)
}
