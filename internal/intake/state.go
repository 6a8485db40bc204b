package intake

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"duban/internal/duban"
)

// ReadState says what words tell of the work as far as they show it. Talk —
// 收到, 马上报, 同上, a question — is Said; whatever else tells of work and is none of
// the other states is Progressing.
func ReadState(words string) duban.ReportState {
	s := strings.ReplaceAll(string(fold([]rune(words)))+" ", ". ", "; ")
	s = withoutTalk(strings.TrimSpace(s))
	switch {
	case strings.IndexFunc(s, isLetter) < 0:
		return duban.Said
	case isStuck(s):
		return duban.Stuck
	case isNoNews(s):
		return duban.NoNews
	case isClaimed(s):
		return duban.Claimed
	}
	return duban.Progressing
}

// isLetter is false for what no words are made of: marks and pictures.
func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

var (
	receipt = regexp.MustCompile(`^(已?收到|好的?|知道了?|知悉|明白|谢谢|感谢|辛苦了?|已阅|嗯+|ok|okay|received|noted|thanks|thank you|got it|yes|sure|will do)(了|啦|您|你|大家)?([,.。;!~\s]+|$)`)
	promise = regexp.MustCompile(`^(我们?|我局|我单位|我这边|本单位)?(会|将|这就|马上|立即|立刻|尽快|稍后|晚点|随后|明天|今天|下午|一会儿?|抓紧|按要求|认真|遵照|,)*(会|将|马上|立即|尽快)?(报|报送|上报|反馈|回复|补报|办|办理|落实|执行|填报?|处理|核实|报告)(一下|给您|给你|过来|上来)?(了)?$`)
	// query is a sentence that asks, whether or not a mark says so.
	query = regexp.MustCompile(`^(请问|想问一?下|问一?下|咨询一?下|是不是|能不能|能否|可否|可不可以|怎么|如何填|什么时候|何时|几号|几点|谁|哪家|哪个(局|单位|部门)|(该|要|应该)?(报|填|写|用)(什么|哪种|哪些|啥))` +
		`|(吗|呢|么|怎么办|怎么报|怎么填|怎么算|怎么样|如何算|算不算|行不行|(是|指|算|报|填|用|要)(什么|啥|多少)(意思|格式|口径|样子|材料|内容|时间|时候)?|是谁|几号|哪家|哪一天)$` +
		`|(什么时候|何时|几号|几点|哪天|哪一天)(之?前|以前)?(截止|到期|要交|交|要报|上报|报送|报)|(由谁|谁来)(负责|牵头|报|管)|^有没有[^,。;]{1,8}$`)
	// ditto points to what was said elsewhere and says nothing itself.
	ditto = regexp.MustCompile(`^(同上|同前|如上|如前)(述)?$`)
)

// withoutTalk takes off what only confirms reading, promises or asks. Of a text
// with a question behind a report the report remains.
func withoutTalk(s string) string {
	var kept []string
	for _, sentence := range sentences(s) {
		for startsWithAny(strings.TrimLeft(sentence, " "), receipts) {
			rest := strings.TrimSpace(receipt.ReplaceAllString(sentence, ""))
			if rest == sentence {
				break
			}
			sentence = rest
		}
		bare := strings.Trim(sentence, ",.。;!~ ")
		if bare == "" || isQuery(bare) || ditto.MatchString(bare) ||
			len(bare) < 90 && promise.MatchString(bare) || duban.IsReceipt(bare) {
			continue
		}
		kept = append(kept, sentence)
	}
	return strings.Join(kept, "\n")
}

func isQuery(sentence string) bool {
	return strings.HasSuffix(sentence, "?") || query.MatchString(sentence)
}

// IsQuestion reports whether a sentence of words asks something.
func IsQuestion(words string) bool {
	for _, s := range sentences(string(fold([]rune(words)))) {
		if s = strings.Trim(s, ",.。;!~ "); s != "" && isQuery(s) {
			return true
		}
	}
	return false
}

// sentences splits at full stops, semicolons, questions and line ends. A mark
// of question stays with its sentence.
func sentences(s string) []string {
	var all []string
	from := 0
	for i, r := range s {
		if strings.ContainsRune("。;!?\n", r) {
			all = append(all, s[from:i]+strings.Trim(string(r), "。;!\n"))
			from = i + len(string(r))
		}
	}
	return append(all, s[from:])
}

// clauses splits at every punctuation mark.
func clauses(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",。;!?:\n()[]、", r) })
}

var (
	noTrouble = regexp.MustCompile(`(没有?|无|不存在|未遇到|未发现|克服了?|解决了?|化解了?|破解了?|排除了?|攻克了?)(任何|什么|明显|大的|的|种种|各种|诸多|许多|很多|重重|资金|经费|招生|用地|人员|师资|场地|一些|了|前期|上述|相关){0,3}(困难|问题|阻力|障碍|卡点)` +
		`|困难(问题)?(都|均|已经?|得到|全部|基本)*(解决|克服|化解|消除|缓解)` +
		`|(经济|家庭|生活|特殊|特困|就业|学习|行动)困难|困难(学生|家庭|群众|群体|职工|人员|户|生|党员|企业|毕业生|补助|帮扶|救助|认定|补贴|资助|教师)` +
		`|(无需|不需要?|不用|无须|毋需|没有需要?|已经?)(再|另行)?[^,。;\n]{0,8}协调|没有?卡住|未卡住|不再卡|没有?受阻` +
		`|not (yet )?(blocked|stuck)|no longer (blocked|stuck)|no (blockers?|problems?|difficult(y|ies))|unblocked`)
	trouble = regexp.MustCompile(`(有|存在|遇到了?|面临|比较|较为?|十分|非常|很|最大|主要|目前|确实|确|资金|经费|用地|场地|人员|师资|编制|招生|推进|落实|实施|开展|协调|工作|起来|一定|较大|不少|一些)的?困难` +
		`|^困难|[,。;:\n ]困难|困难(是|在|较|很|大|重|未|没|尚|仍|不)|难度(很|较|太|比较|非常)?大|困难重重` +
		`|卡住|卡在|卡壳|被卡|(需要?|请|恳请|望|申请|建议)[^,。;\n]{0,16}(协调|支持解决|帮助解决|出面|明确口径|拍板)|有待[^,。;\n]{0,6}协调` +
		`|(无法|不能|难以|没法|没办法)(再|继续|按期|按时|正常|如期|有效|顺利)?(推进|开展|实施|落实|完成|进行|推动|启动|解决|到位)|(推进|推动|开展|落实|完成|实施|解决|启动|完|办|推)不(了|下去|动|成)|(因|由于|受)[^。;\n]{1,24}(暂停|停工|停办|缓慢)|受阻|停滞|搁置|陷入僵局|遇到(了)?(阻力|障碍|瓶颈)|存在(阻力|障碍|瓶颈)` +
		`|\bblocked\b|\bstuck\b|\bblockers?:|\bneeds? (help|a decision|[a-z ]{1,30} to (decide|approve|agree|confirm|help))\b|\bcannot (proceed|go on|continue)\b|\bproblem:`)
)

// The hints spare most words the expressions above and below: one of a row
// stands in everything its expression matches.
var (
	troubleHints = strings.Fields("难 卡 协调 解决 出面 口径 拍板 暂停 停工 停办 缓慢 无法 不能 没法 没办法 不了 不下去 不动 不成 受阻 停滞 搁置 僵局 阻力 障碍 瓶颈 blocke stuck help decision decide approve cannot problem")
	noNewsHints  = strings.Fields("没 无 未 不变 同 与 和 跟 no unchanged same n/a")
	receipts     = strings.Fields("收到 已收到 好 知 明白 谢 感谢 辛苦 已阅 嗯 ok received noted thank got yes sure will")
)

// isStuck looks for trouble after everything that only sounds like it is gone.
func isStuck(s string) bool {
	return containsAny(s, troubleHints) && trouble.MatchString(noTrouble.ReplaceAllString(s, "、"))
}

func containsAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

var noNews = regexp.MustCompile(`^((因为?|由于|受|鉴于)[^,。;\n]{1,30}?,?)?((截[止至]目前|到目前为止|我局|我委|我单位|本单位|本局|我们|此项|该项|本项|这项|任务|工作|本期|这期|本月|这个月|本周|本季度?|上月|近期|至今|迄今|(与|较|比|同|和)(上期|上次|上月)相?比?|目前|现在|暂时|暂|尚|仍然?|依然|还是|还|都|均|全部?|也|基本|一直|情况|这边|,|:|\s)*)` +
	`((没有?|无|未有|暂无|尚无|并无)(什么|任何|啥|大的|明显|新的?|实质性?)*(进展|动静|变化|情况|更新|动态|增加|新增|变动|推进|消息|内容)(情况)?` +
	`|没动|没有动|没怎么动|未动|没动静|不变|(同|与|和|跟)(上期|上次|上月|上个月|上季度)(一样|一个样|相同|一致|持平)?|未变化?|(未|没有?)(启动|开展|开始|实施|推进|涉及|发生)(工作|此项工作|相关工作)?|暂无|无|没有|本期无)` +
	`(可报告?|可填|可上报|的)?(了|啦)?([。.,;!()\[:\n]|\s|$|因|由于|主要|原因)`)

var noNewsEnglish = regexp.MustCompile(`^((there (is|has been)|we have|has|have|still|is|are|as yet|so far)\s+)*(no (change|changes|news|progress|new progress|update|updates|movement)|nothing( new)?( to report)?|none|unchanged|not (yet )?(started|begun)|same as (before|last time|last month)|n/a)\b`)

var turn = regexp.MustCompile(`[,。;\n](但是?|不过|只是|另外?|同时)([^,。;\n]*)`)

// isNoNews looks at how the words begin: 无新进展，因为… is no news, 又办一期，其他
// 无进展 is. What 但 turns to, if it tells of work, is news.
func isNoNews(s string) bool {
	head := s[:min(len(s), 240)]
	if !containsAny(head, noNewsHints) || !noNews.MatchString(s) && !noNewsEnglish.MatchString(s) {
		return false
	}
	m := turn.FindStringSubmatch(s)
	return m == nil || !work.MatchString(m[2])
}

var work = regexp.MustCompile(`已|正在|完成|召开|印发|新增|又|累计|起草|签订|开班`)
