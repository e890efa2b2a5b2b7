"""The words of made-up reports: all our own, in clauses too short to be anybody's."""

from __future__ import annotations

TITLE = "{year}年{name}政府工作报告"
NOTE = "（合成文本，{level}，代码{code}，{own}年；并非任何政府的报告）"
DELIVERED = "——{year}年1月{day}日在{name}第十届人民代表大会第一次会议上"
SALUTATION = "各位代表："
OPENING = "下面我向大会汇报，请大家审议。"
REVIEW, PLAN, CLOSING = "一、{last}年工作回顾", "二、{year}年工作安排", "三、政府自身建设"
NOTES = "名词解释"
SUBHEADINGS = (
    "把产业这篇文章写好",
    "让城乡面貌更加整洁",
    "办好群众身边的小事",
    "守住安全这条线",
    "把山水田林管起来",
    "让门开得更大一些",
    "把钱花在刀口上",
    "让年轻人愿意留下来",
)
NUMBERS = "一二三四五六七八"
FILLERS = (
    "全年粮食收成{n}万吨，比上年多了{m}%",
    "修好乡间小路{n}公里，通了{m}个自然村",
    "新添公交线路{m}条，换下旧车{n}辆",
    "老小区改造完成{n}个，装电梯{m}部",
    "城里种树{n}万棵，街边多了{m}处小花园",
    "医院添了{n}张床，乡镇卫生所都有了大夫",
    "学校扩建{m}所，多出学位{n}个",
    "发放养老补贴{n}万元，惠及{m}万位老人",
    "水库加固{m}座，汛期没有出大的险情",
    "空气好的日子有{n}天，河水比前年清了",
    "菜篮子产品供应充足，价格涨幅不到{m}%",
    "办事窗口少跑{m}趟，平均快了{n}分钟",
    "招来新项目{n}个，到位资金{m}亿元",
    "外贸的盘子稳住了，出口增长{m}%",
    "旅游接待{n}万人次，农家乐多开{m}家",
    "退还企业税费{n}万元，帮{m}家小店渡过难关",
    "消防站新建{m}座，隐患排查{n}处",
    "文艺下乡演出{n}场，农家书屋换新书{m}万册",
    "困难家庭都有人上门看望，冬天取暖有了着落",
    "也要看到，底子还薄，办法还不够多",
    "有的干部作风不实，群众还有怨言，必须下力气改",
    "我们要把实事一件一件办好，让大家看得见",
    "继续修渠打井，再添良田{n}万亩",
    "建好托育点{m}处，让年轻父母放心上班",
    "把垃圾分类坚持下去，再建转运站{m}座",
    "请全社会都来监督，账目一笔一笔公开",
    "支持农民合作社{n}家，山货卖到更远的地方",
    "加开夜间门诊，让上班的人看病不用请假",
    "公园延时开放，广场多摆{n}张长椅",
    "严格控制开支，一般性支出再压{m}%",
)
"""Sentences without a theme; ``n`` and ``m`` are numbers."""
DONE = {
    "application-scenarios": ("{t}应用场景增加{m}个", "{t}在医院和学校用了起来"),
    "digital-economy": ("{t}产业规模增长{m}%", "{t}产业集群站稳了脚跟"),
    "governance": ("{t}监管办法开始施行", "{t}帮助基层把事管好"),
    "industrial-parks": ("{t}产业园区开园", "{t}产业园迎来{m}家企业"),
    "industry-upgrading": ("{t}改造老工厂{n}家", "{t}与传统产业走到一起"),
    "infrastructure": ("{t}基础设施补上短板", "建成{t}站点{n}个"),
    "research-transfer": ("{t}攻关拿出{m}项成果", "{t}实验室挂牌"),
}
"""What was done about themes, by direction; ``t`` is their terms."""
TO_DO = {
    "application-scenarios": ("拓展{t}应用场景", "在医院和学校推广{t}应用"),
    "digital-economy": ("培育壮大{t}产业", "做强{t}产业集群"),
    "governance": ("完善{t}监管办法", "用{t}提升基层治理"),
    "industrial-parks": ("规划建设{t}产业园区", "办好{t}产业园"),
    "industry-upgrading": ("推动{t}与传统产业融合", "用{t}改造老工厂"),
    "infrastructure": ("加快{t}基础设施建设", "新建{t}站点{n}个"),
    "research-transfer": ("支持{t}联合攻关", "推动{t}成果转化"),
}
"""What is to be done."""
PLAIN = ("说到{t}", "关于{t}")
"""Where a passage has no direction."""
