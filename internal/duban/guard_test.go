package duban_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duban/internal/duban"
)

// marked bear a secrecy marking, however they are typed.
var marked = []string{
	"秘密★", "机密★1年", "绝密★", "绝密★长期", "秘密 ★ 10年", "秘密　★　1年", "秘密\u00a0★", "机密☆", "秘密*1年", "秘密＊", "机　密★5年", "绝 密\n★",
	"密级：秘密", "密级:机密", "密级： 绝密", "密　级　：　秘密", "密级：内部", "密级：机　密", "瓦教发〔2026〕3号\n秘密★1年\n关于……", "28 已印发（秘密★1年）",
	"机密⭐", "机密⭐\ufe0f1年", "28 机密🌟", "机密✩", "机密✭长期", "机密✱", "秘密✳\ufe0f1年", "机密﹡", "机密∗", "机密⋆", "机密※",
	"★机密", "28 ★ 机密\n方案已印发", "★机密 方案已印发", "★秘密1年", "☆绝密", "⭐机密级", "★（机密）",
	"【机密】", "28 【机密】方案已印发", "[秘密]", "（绝密）", "(机密)", "〔机密级〕", "【机密文件】", "〖机密〗", "「機密」", "【 机 密 】",
	"机密·★", "机密・★", "机密（★）", "机密(★)", "机密【★】", "机密-★", "机密—★3年", "机密级★", "机密文件★", "机密 · ★",
	"機密★", "機密★1年", "絕密★", "絶密★", "祕密★", "密級：機密", "密級：祕密",
	"密级 机密", "密级—机密", "密级-机密", "密级=秘密", "密级（机密）", "密级【秘密】", "密级\n机密", "密级 | 机密", "密级为机密", "密级是秘密", "密级机密",
	"密级：工作秘密", "密级：核心商密", "密级：普通商密", "密级：商业秘密", "密别：机密", "密等：機密", "保密等级：秘密", "保密级别：机密", "密级：“机密”",
	"机\u200b密★", "机密\u200b★", "机\ufe0f密\ufe0f★", "机\u00ad密★", "\u2060机\u2060密\u2060★", "机\u200d密★", "密\u200b级：\ufeff机密", "机\u3164密★", "机\u0332密\u0332★",
	"密级：机\u00ad密", "【机\u200b密】", "ＭＭ机密＊１年", "商业秘密★5年", "核心商密★3年", "商密★长期", "秘密\n*1年",
}

// called say that something is secret, without a marking.
var called = []string{
	"机密", "绝密", "秘密", "28 机密", "第28项 机密", "28：秘密", "机密级", "秘密级", "绝密级", "40 属于秘密级文件", "40 属机密级", "28 这是机密",
	"工作秘密", "28 涉及工作秘密，不便填报", "属于工作秘密", "属于国家秘密", "28 属于国家秘密", "涉及国家秘密", "国家秘密", "内容涉国家秘密", "含国家秘密",
	"机密文件已传达学习", "28 绝密件由机要室保管", "秘密文件", "28 收到秘密件2份", "秘密资料已归档", "内容为机密", "定为秘密", "列为机密", "机密事项另报",
	"機密", "屬於國家祕密", "祕密級", "机\u200b密", "机\ufe0f密文件", "机 密", "28 机　密", "秘\u00ad密级", "机密，请勿外传", "此件机密不得外传", "不得外传的机密材料",
	"★机密文件已收", "“机密”", "此项是机密，数字另报", "本件属秘密", "国家机密", "28 工作秘密，线下报", "定密为机密", "机密！", "机密28", "28机密",
	"请勿转发机密材料", "28 系国家秘密", "机密电报已办", "工作秘密不便公开", "军事机密", "28 有困难：属于工作秘密", "机密件3份", "密件：机密",
	"材料含有国家秘密", "涉及秘密", "28 完成1000人次；其余为机密", "内容是秘密",
}

// ordinary are ordinary sentences, which pass without a word.
var ordinary = []string{
	"", "28 又培训300人次", "保密工作", "28 已开展保密工作检查", "已签保密协议", "商业秘密", "商业秘密保护", "28 开展商业秘密保护培训2期，300人次", "企业商业机密保护",
	"保守国家秘密", "28 开展保守国家秘密宣传", "国家秘密保护培训已办", "国家秘密载体管理已规范", "不涉及国家秘密", "不属于国家秘密", "内容不涉及国家秘密、工作秘密",
	"未涉及工作秘密", "非机密", "不是机密文件", "无秘密级文件", "严防泄露国家秘密", "严防机密泄露", "不得泄露工作秘密", "工作秘密管理办法已印发", "修订工作秘密事项清单",
	"保护工作秘密专题培训", "严守工作秘密", "涉密人员培训12人", "涉密载体已清退", "脱密期管理", "定密培训已办", "是否属于国家秘密已审查",
	"成功的秘密是坚持", "这不是什么秘密", "揭开大自然的秘密", "秘密武器是校企合作", "公开的秘密", "28 秘密调查已结束", "警方工作秘密进行", "秘密花园项目",
	"28 《机密》课程已开", "开设机密计算课程1门", "机密计算专业方向", "《绝密飞行》观影", "机密性、完整性、可用性测评", "机密信息保护课程", "机密档案管理培训", "“商业秘密”讲座",
	"《国家秘密定密管理规定》已学习", "密级", "密级：公开", "密级：无", "密级 一般", "密级管理", "密级标识规范培训", "密级：", "★秘书处", "五★级", "密级内部管理培训",
	"秘书密切配合★", "密切级联：秘书", "手机密码已改", "计算机密码学课程", "司机密切配合", "联系司机\n密切配合", "随机密钥", "拒绝密切接触", "飞机密集起降", "神秘密室项目",
	"时机 密切关注", "主机密封件更换", "有机密植示范田", "奥秘密码", "工商密切配合★", "计算机密评已过", "与高校紧密合作", "人口密度", "密云区教育局来访", "蜜月",
	"**商业秘密**保护", "保守国家秘密\n* 下一步检查", "* 秘密花园开放", "★秘密武器", "保密（机要）工作", "（保密）", "【保密】", "密级：不涉密",
	"保密观教育覆盖55项任务", "泄密事件为零", "加密机密钥更换", "★ 机密计算课程", "严禁私自留存机密文件", "防范企业机密被窃",
}

func TestMarkingsAreFoundHoweverTheyAreTyped(t *testing.T) {
	for _, text := range marked {
		if !duban.Inspect(text).Marking {
			t.Errorf("%q bears a marking", text)
		}
	}
}

func TestWhatIsCalledSecretIsAskedAbout(t *testing.T) {
	for _, text := range called {
		if f := duban.Inspect(text); !f.Secret || f.Marking {
			t.Errorf("%q: %+v", text, f)
		}
	}
}

func TestOrdinarySentencesPass(t *testing.T) {
	for _, text := range ordinary {
		if f := duban.Inspect(text); !f.Clean() {
			t.Errorf("%q: %+v", text, f)
		}
	}
}

// What stands in front of and behind a marking, and how it is spaced, does not hide
// it. Behind a line's end an asterisk begins a list.
func TestAMarkingIsFoundInAnyWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		inLine := rapid.StringOf(rapid.SampledFrom([]rune(" \t\u3000\u00a0\u2003\u200b\ufe0f\u00ad")))
		blank := rapid.StringOf(rapid.SampledFrom([]rune(" \t\n\u3000\u00a0\u2003")))
		level := rapid.SampledFrom([][]string{{"秘", "密"}, {"机", "密"}, {"绝", "密"}}).Draw(t, "level")
		marking := level[0] + blank.Draw(t, "inside") + level[1]
		if rapid.Bool().Draw(t, "star") {
			marking += blank.Draw(t, "before") + rapid.SampledFrom([]string{"★", "☆", "⭐"}).Draw(t, "star")
		} else {
			marking += inLine.Draw(t, "before") + rapid.SampledFrom([]string{"*", "＊"}).Draw(t, "asterisk")
		}
		if s := rapid.String().Draw(t, "front") + marking + rapid.String().Draw(t, "back"); !duban.Inspect(s).Marking {
			t.Fatalf("%q hides %q", s, marking)
		}
	})
}

func TestNumbersOfPersonsAreFoundHoweverTheyAreTyped(t *testing.T) {
	for text, want := range map[string]int{
		"身份证11010519491231002X":                       1,
		"身份证11010519491231002x，另一人11010519491231002X": 2,
		"卡号4111 1111 1111 1111":                       1,
		"卡号４１１１１１１１１１１１１１１１":                          1,
		"28 11010519491231002X":                       1,
		"28 完成1500 11010519491231002X":                1,
		"2811010519491231002X":                        1,
		"28 4111-1111-1111-1111 已发":                   1,
		"110105 19491231 002X 与 11010519491231002X":   2,
		"110105.19491231.002X":                        1,
		"110105/19491231/002X":                        1,
		"110105,19491231,002X":                        1,
		"110105，19491231，002X":                        1,
		"110105、19491231、002X":                        1,
		"110105\n19491231002X":                        1,
		"110105\r\n19491231002X":                      1,
		"1101\u200b0519491231\ufeff002X":              1,
		"110105\u00ad19491231\ufe0f002X":              1,
		"110105\u00a019491231\u2009002X":              1,
		"1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X":         1,
		"110105_19491231_002X":                        1,
		"110105—19491231—002X":                        1,
		"110105·19491231·002X":                        1,
		"110105 - 19491231 - 002X":                    1,
		"一一〇一〇五一九四九一二三一〇〇二X":                          1,
		"壹壹零壹零伍壹玖肆玖壹贰叁壹零零贰Ｘ":                          1,
		"１１０１０５１９４９１２３１００２Ｘ":                          1,
		"身份证110105491231002":                          1,
		"身份证号：110105 491231 002，已核":                   1,
		"110105491231002":                             1,
		"210281701105123":                             1,
		"卡号4111\u00a01111\u00a01111\u00a01111":        1,
		"卡号4111\u30001111\u20091111\u202f1111":        1,
		"卡号4111\u200b111111111111":                    1,
		"6222020200112233447":                         0, // check digit wrong
		"卡号6222020200112233446":                       1,
		"6222 0202 0011 2233 446":                     1,
	} {
		if got := duban.Inspect(text).Numbers; got != want {
			t.Errorf("%q holds %d, want %d", text, got, want)
		}
	}
}

func TestOtherNumbersPass(t *testing.T) {
	for _, text := range []string{
		"", "28 累计1500人次，电话13800138000", "身份证110105194912310021", "卡号4111111111111112", "累计1500 1600 1700 1800 1900人次", "编号20261123000000001",
		"41 联系人王芳13998765432、0411-85612345", "累计1500 1600 1700 1800人次", "2024 2025 2026 2027", "订单号202611230000012", "资金350102490101000元",
		"金额￥350102490101000", "营业执照210281000012345", "合同编号210281202611001", "瓦教发〔2026〕3号，2026年11月23日至2026年12月31日，1500人次、60%",
		"统一社会信用代码91210281MA0QC1234X", "一、二、三、四、五、六、七、八、九、十", "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15", "1、2、3、4、5、6、7、8、9、10、11、12、13、14、15、16、17、18",
		"2026-11-23 09:00:00至2026-11-24 17:00:00", "28 1500\n29 1600\n30 1700\n31 1800\n32 1900", "110105194902300021", "IMEI 356938035643809", "0.123456789012345678",
		"1500 | 1600 | 1700 | 1800", "110105 | 19491231002X", "4111 | 1111 | 1111 | 1111", "1111111111111111", "0000000000000000", "20260930", "210281991399123",
		"990105701231002", "110105291231002",
	} {
		if got := duban.Inspect(text).Numbers; got != 0 {
			t.Errorf("%q holds %d", text, got)
		}
	}
}

// Whatever separates the digits of an identity number, it is found.
func TestAnIdentityNumberIsFoundWhateverPartsItsDigits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.SampledFrom([]string{"", " ", "\n", "\u200b", "\ufe0f", "-", ".", "/", "\u00a0", ", ", "\t"})
		var s strings.Builder
		for _, r := range "11010519491231002" {
			s.WriteRune(r)
			s.WriteString(part.Draw(t, "part"))
		}
		s.WriteString("X")
		if duban.Inspect("学员"+s.String()+"已结业").Numbers != 1 {
			t.Fatalf("%q is not found", s.String())
		}
	})
}

var message = "28 又培训300人次，累计1500人次，经费12.5万元；" + strings.Repeat("组织职业院校与企业对接，落实商业秘密保护要求，密切配合，", 12) + "下步12月15日前再办2期。"

// hostileWords are at least n characters each of which something could begin at.
func hostileWords(n int) string {
	return strings.Repeat("密级别《绝密1 1\u200b", n/8) + strings.Repeat("1 ", n/4) + strings.Repeat("《机密", n/6)
}

func BenchmarkInspect(b *testing.B) {
	b.Run("message", func(b *testing.B) { inspect(b, message) })
	b.Run("list", func(b *testing.B) { inspect(b, strings.Repeat(message+"\n", 60)) })
	b.Run("hostile", func(b *testing.B) { inspect(b, hostileWords(1<<20)) })
}

func inspect(b *testing.B, text string) {
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		duban.Inspect(text)
	}
}
