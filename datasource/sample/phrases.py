"""What people write: notes, comments, logs. Short sentences in Chinese, and in English from English customers."""

NOTES = (
    "电话沟通需求，客户关注数据口径统一",
    "发送产品资料，约下周演示",
    "客户内部讨论中，两周后再联系",
    "完成线上演示，反馈良好",
    "确认预算范围，等待财务审批",
    "竞争对手已报价，客户比较关注服务",
    "拜访信息部主任，了解现有系统",
    "沟通合同条款，法务审核中",
    "客户希望增加移动端看板",
    "提醒付款节点，客户承诺月底前安排",
    "节日问候，了解使用情况",
    "介绍新版本功能，客户有升级意向",
    "讨论实施计划和人员安排",
    "客户更换负责人，重新建立联系",
    "收集使用反馈，转交客服跟进",
    "确认续约意向，准备报价",
    "Called about scope and timeline; will send a summary",
    "Demo went well, procurement joins next call",
    "Waiting for the budget decision, follow up in two weeks",
    "Discussed integration with their ERP",
)
CHECK_INS = ("到达客户现场", "客户公司签到", "展会现场签到", "Checked in at the customer's site")
SYSTEM_NOTES = ("系统自动提醒：超过约定联系时间", "负责人变更", "客户信息更新", "系统导入")
TASKS = ("准备报价单", "整理会议纪要", "寄送合同", "准备演示环境")

PRAISE_ZH = (
    "响应很快，问题一次解决",
    "客服非常专业，态度好",
    "产品稳定好用，同事都很满意",
    "实施团队认真负责，值得推荐",
    "功能强大，报表很直观",
    "培训讲得清楚，上手很快",
)
NEUTRAL_ZH = (
    "总体还可以，响应时间可以再快一点",
    "功能够用，界面有待改进",
    "问题解决了，但沟通了好几次",
    "价格偏高，服务还行",
)
COMPLAINT_ZH = (
    "设备经常掉线，非常失望",
    "等了很久没有人处理",
    "同样的问题反复出现，很不满意",
    "数据不准，影响我们使用",
    "售后态度差，推来推去",
    "升级之后更慢了，太糟糕",
)
PRAISE_EN = (
    "Quick answer and a great fix, thank you",
    "Excellent support, very happy with the product",
    "Easy to use and reliable",
)
NEUTRAL_EN = ("It works, but the answer took a while", "Okay overall, the interface could be better")
COMPLAINT_EN = (
    "The device keeps disconnecting, very disappointed",
    "Slow response and the problem came back",
    "Terrible experience, data was wrong again",
)

LOGS = (
    "拜访客户两家，推进报价",
    "整理客户资料，完成电话回访",
    "参加产品培训，更新商机进度",
    "处理合同审批，跟进回款",
    "准备演示环境，线上演示一场",
    "梳理本周重点客户，制定下周计划",
)
TICKET_TITLES = (
    "无法登录系统",
    "报表数据不一致",
    "设备离线",
    "导出失败",
    "权限设置咨询",
    "升级后页面变慢",
    "接口同步异常",
    "发票信息修改",
    "新功能使用咨询",
)
