package duban

import (
	"strings"
	"unicode/utf8"
)

// secrecy is the character that no marking is without.
const secrecy = '密'

// simplified are the traditional characters that stand in markings and in what is
// said about secrets.
var simplified = map[rune]rune{
	'機': '机', '絕': '绝', '絶': '绝', '級': '级', '祕': '秘', '國': '国', '屬': '属', '內': '内', '業': '业', '無': '无',
	'沒': '没', '護': '护', '資': '资', '檔': '档', '課': '课', '為': '为', '爲': '为', '係': '系', '於': '于', '別': '别', '長': '长',
	'製': '制', '規': '规', '辦': '办', '條': '条', '檢': '检', '訓': '训', '傳': '传', '嚴': '严', '據': '据', '載': '载',
}

// secrecy looks at each 密: it may end a level (机密) or begin the field of a
// paper that names one (密级：).
func (g letters) secrecy() (marked, called bool) {
	for i, r := range g.runes {
		if r != secrecy {
			continue
		}
		if g.isLevel(i) && (g.starred(i) || g.bracketed(i)) || g.field(i) {
			return true, false
		}
		called = called || g.callsSecret(i)
	}
	return false, called
}

// isLevel reports whether a level ends at i. 商密 is that of enterprises.
func (g letters) isLevel(i int) bool { return strings.ContainsRune("机绝秘商", g.at(i-1)) }

// commercial reports whether the level at i is one of commerce, which is no
// secret of the state unless a term stands behind its star.
func (g letters) commercial(i int) bool { return g.at(i-1) == '商' || g.follows(i-3, "商业") }

// levelEnd is the place behind a level and what belongs to it: 机密级, 机密件.
func (g letters) levelEnd(i int) int {
	i++
	if w := g.firstOf(i, "级", "文件", "件", "资料"); w != "" {
		i += utf8.RuneCountInString(w)
	}
	return i
}

// dressing may stand between a level and its star or about a field's value.
const dressing = "·・•.-:()（）【】[]〔〕「」『』<>〈〉“”\"'|_,，、"

// starred reports whether the level that ends at i has its star, behind it or in
// front. In front of further words a star or an asterisk only begins a line.
func (g letters) starred(i int) bool {
	end := g.levelEnd(i)
	j := end
	for j < end+4 && strings.ContainsRune(dressing, g.at(j)) {
		j++
	}
	if r := g.at(j); r == '★' || r == '*' {
		bullet := r == '*' && g.gaps[j] == newLine
		return g.term(j+1) || !bullet && !g.commercial(i)
	}
	j = i - 2
	for j > i-5 && strings.ContainsRune(dressing, g.at(j)) {
		j--
	}
	front := g.at(j) == '★' || g.at(j) == '*'
	return front && !g.commercial(i) && (g.apart(end) || g.term(end))
}

// term reports whether a term of secrecy stands at i: 1年, 长期.
func (g letters) term(i int) bool {
	return isDigit(g.at(i)) || figure(g.at(i)) >= 0 || g.follows(i, "长期")
}

// apart reports whether nothing that could be one word with what is before it
// stands at i.
func (g letters) apart(i int) bool {
	r := g.at(i)
	return r == 0 || g.gaps[i] != noGap || !isHan(r)
}

func isHan(r rune) bool { return r >= 0x3400 && r <= 0x9fff }

// bracketed reports whether the level that ends at i stands alone in brackets.
func (g letters) bracketed(i int) bool {
	if g.at(i-1) == '商' {
		return false
	}
	for _, pair := range []string{"【】", "[]", "〔〕", "()", "「」", "『』", "<>", "〈〉", "〖〗", "{}", "〘〙", "〚〛"} {
		open, size := utf8.DecodeRuneInString(pair)
		closing, _ := utf8.DecodeRuneInString(pair[size:])
		if g.at(i-2) == open && g.at(g.levelEnd(i)) == closing {
			return true
		}
	}
	return false
}

// field reports whether 密 at i begins the field of a paper that names a level.
// 内部 is a common word: it wants a mark in front of it.
func (g letters) field(i int) bool {
	name := g.firstOf(i+1, "级别", "级", "等级", "等", "别")
	if name == "" {
		return false
	}
	i += 1 + utf8.RuneCountInString(name)
	j := i
	for j < i+8 && strings.ContainsRune(dressing+"=为是", g.at(j)) {
		j++
	}
	if g.firstOf(j, "绝密", "机密", "秘密", "工作秘密", "国家秘密", "核心商密", "普通商密", "商密", "核心商业秘密", "普通商业秘密", "商业秘密") != "" {
		return !g.otherWord(j + 1)
	}
	return g.follows(j, "内部") && j > i
}

// otherWord reports whether 密 at i belongs to the word behind it: 手机密码.
func (g letters) otherWord(i int) bool {
	return i+1 < len(g.runes) && g.runes[i] == secrecy && g.gaps[i+1] == noGap && strings.ContainsRune("码切集钥度封闭布植室林接实匙谋评胺云", g.runes[i+1])
}

// callsSecret reports whether the words about the level that ends at i call
// something secret, without a marking: they are not kept before somebody has said
// it in other words. Words about keeping secrets, and secrets in the plain sense,
// are as good as any.
func (g letters) callsSecret(i int) bool {
	if !g.isLevel(i) || g.commercial(i) || g.gaps[i] == newLine || g.otherWord(i) {
		return false
	}
	before, behind := g.clause(i)
	if titled(before, behind) || protects(before) || manages(behind) {
		return false
	}
	if g.at(i-1) != '秘' || strings.HasSuffix(before, "工作") && !hasPrefix(behind, "进行", "开展", "调查", "推进", "组织", "部署") {
		return true
	}
	before, alone := strings.TrimSuffix(before, "国家"), hasPrefix(behind, "级")
	if before = strings.TrimLeft(before, "第0123456789项.:、-#() "); before == "" && behind == "" {
		alone = true
	}
	return alone || hasPrefix(behind, "件", "文件", "资料", "材料", "事项") || hasSuffix(before, "属于", "属", "涉及", "涉", "系", "列为", "定为", "含有", "含", "内容为", "内容是")
}

// clause is what stands in the same clause before the level that ends at i and
// behind it, as far as it can matter.
func (g letters) clause(i int) (before, behind string) {
	const near = 14
	ends := func(r rune) bool { return strings.ContainsRune(",，。;；!！?？", r) }
	from, to := i-1, i+1
	for from > 0 && i-from <= near && g.gaps[from] != newLine && !ends(g.runes[from-1]) {
		from--
	}
	for to < len(g.runes) && to-i <= near && g.gaps[to] != newLine && !ends(g.runes[to]) {
		to++
	}
	return string(g.runes[from : i-1]), string(g.runes[i+1 : to])
}

// titled reports whether the words stand in the name of a book or a course.
func titled(before, behind string) bool {
	open, closing := strings.LastIndex(before, "《"), strings.Index(behind, "》")
	if open >= 0 && closing >= 0 && !strings.Contains(before[open:], "》") {
		return true
	}
	near := []rune(behind)
	return containsAny(string(near[:min(len(near), 8)]), "课", "专业", "教材", "讲座", "选修", "教研")
}

// protects reports whether the words before a level deny it or are about keeping
// it: 不涉及国家秘密, 严防泄露机密. What is only not to be passed on is secret.
func protects(before string) bool {
	return !containsAny(before, "公开", "外传", "对外", "转发", "扩散") &&
		containsAny(before, "不", "非", "未", "无", "没", "勿", "防", "禁", "保守", "保护", "严守", "窃", "泄", "是否", "解密", "脱密")
}

// managed is what is managed, kept, taught: 机密文件管理, 工作秘密保护.
var managed = []string{"文件", "信息", "载体", "资料", "档案", "数据", "设备", "岗位", "人员", "技术", "事项", "的", "知识", "安全"}

var managing = []string{
	"管理", "保护", "保密", "保障", "制度", "办法", "规定", "规范", "条例", "法", "培训", "教育", "宣传", "检查", "自查", "普查", "排查", "意识",
	"计算", "性", "安全", "防护", "防范", "泄露", "泄漏", "清单", "目录", "台账", "范围", "界定", "知识", "竞赛", "认定", "定密",
}

// manages reports whether the words behind a level are about how it is handled.
func manages(behind string) bool {
	for _, w := range managed {
		behind = strings.TrimPrefix(behind, w)
	}
	return behind != "" && hasPrefix(behind, managing...)
}

func hasPrefix(s string, of ...string) bool {
	for _, w := range of {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

func hasSuffix(s string, of ...string) bool {
	for _, w := range of {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

func containsAny(s string, of ...string) bool {
	for _, w := range of {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
