package duban

import "strings"

// setPhrases, by their first character, are never cut in two: what papers repeat word for word, and the common
// words of office prose.
var setPhrases = byFirst(strings.Fields(`
习近平新时代中国特色社会主义思想 习近平总书记 新时代中国特色社会主义 中国特色社会主义 社会主义核心价值观 社会主义现代化 中国式现代化
中华民族共同体意识 中华民族伟大复兴 人类命运共同体 全过程人民民主 全面从严治党 党中央 国务院 党的二十大 党的二十届三中全会
立德树人 思想政治 意识形态 生态文明 乡村振兴 共同富裕 共建共治共享 高质量发展 新质生产力 营商环境 放管服 双随机 一网通办
产教融合 校企合作 军民融合 改革开放 社会治理 公共服务 安全生产 应急管理 防灾减灾 民生实事 专项债券
中华人民共和国 人民政府 人民群众 人民代表大会 政治协商会议 领导小组 联席会议 责任清单
参与 普及 平等 等级 初等 中等 高等 和谐 和平 缓和 温和 总和
发展 建设 管理 服务 工作 制度 机制 体制 体系 能力 水平 质量 教育 教师 教学 学生 学校 院校 职业 技能 技术 培训 培养 人才 人员 达标 工程 项目
企业 行业 产业 经济 社会 文化 环境 资源 资金 经费 财政 政策 措施 方案 规划 计划 标准 规范 监督 检查 考核 评估 改革 创新 推进 推动 加强 完善 落实
实施 开展 建立 健全 提高 提升 促进 支持 鼓励 保障 任务 目标 问题 条件 基地 平台 中心 机构 组织 部门 单位 干部 领导 群众 城市 阶段 年度 农村 社区 街道
`))

func byFirst(phrases []string) map[rune][][]rune {
	all := map[rune][][]rune{}
	for _, p := range phrases {
		runes := []rune(p)
		all[runes[0]] = append(all[runes[0]], runes)
	}
	return all
}
