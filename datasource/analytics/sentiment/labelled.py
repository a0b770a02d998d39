"""Feedback written for this project, one a line, by what a reader takes it for: Chinese (both scripts) and English."""

from collections.abc import Mapping
from dataclasses import dataclass

POSITIVE = """
服务态度非常好,下次还会合作
产品质量很稳定,用了半年没出过问题
客服回复很及时,问题马上就解决了
物流特别快,第二天就到了
性价比很高,值得推荐
系统操作简单,上手很快
销售人员很专业,讲解得很清楚
包装完好,收到货很满意
售后处理得很迅速,点赞
整体体验不错
一直用他们家的产品,非常放心
界面美观,用起来很顺手
培训老师讲得通俗易懂
价格实惠,质量也好
这次合作很愉快
工程师上门很准时,人也很耐心
功能强大,满足了我们的需求
比上一家好多了
客户经理很负责,跟进到位
安装过程很顺利
没有任何问题,完美
超出预期,太棒了
同事们都说好用
响应速度快,沟通顺畅
非常感谢你们的支持
报表清晰,帮我们省了很多时间
发货及时,服务热情
朋友推荐的,果然没让人失望
很喜欢这个新版本
稳定可靠,从来没有掉过线
老客户了,一如既往地好
性能优秀,数据准确
给五星好评
手机端也很方便
对方案非常认可
解决问题的效率很高
服务周到,细节做得好
技术支持很给力
买得很值
操作流畅,一点也不卡
师傅很热心,装完还教我们怎么用
不得不说真的很好用
价格合理,童叟无欺
效果明显,领导很满意
交付按时完成,质量优良
态度亲切,有问必答
续费了三年,信得过
物超所值
一次就修好了,靠谱
非常高效的团队
服務態度很好,非常滿意
產品品質優良,值得購買
客服回覆很快,問題順利解決
介面簡潔,操作方便
送貨準時,包裝完整
價格實惠,性價比高
工程師很專業也很有耐心
整體來說很不錯
非常推薦給大家
系統穩定,運行流暢
使用體驗很棒
感謝你們的幫助
功能齊全,很實用
這次合作很愉快,期待下次
東西很好,下次還會買
培训很有帮助,收获很大
合同流程简便,签得很快
开票很快,财务省心
新功能很贴心
质量没得说
数据导入很轻松
服务一流
比想象中好
对接顺利,没有遇到麻烦
经理亲自回访,很用心
品质一如既往的优秀
还不错,会继续使用
省时省力,大家都爱用
很给力的售后团队
总算找到一家靠谱的供应商
客服小姐姐很温柔
反馈的问题当天就改好了,赞
材料扎实,做工精细
非常划算的套餐
这个价位能有这样的品质很难得
"""

NEGATIVE = """
服务态度很差,再也不会合作了
产品质量太差,用了一周就坏了
客服半天不回复,让人很生气
物流太慢,等了半个月
价格太贵,不值这个钱
系统经常卡顿,严重影响工作
销售承诺的都没兑现,失望
包装破损,货都压坏了
售后互相推诿,没人负责
整体体验很糟糕
用了两天就出故障
界面混乱,根本找不到功能
培训老师讲得不清楚
不好用,后悔买了
这次合作很不愉快
工程师迟到了三个小时,还不耐烦
功能缺失,不能满足需求
比上一家差远了
客户经理换了三个,没人跟进
安装失败好几次
问题一大堆,谁用谁知道
非常失望
同事们都抱怨难用
响应迟缓,沟通困难
投诉了三次都没有解决
报表数据错误,浪费了很多时间
发货延误,也不通知
完全是骗人的
新版本漏洞太多
老是掉线,不稳定
服务越来越差
数据不准确,没法用
给差评
手机端闪退,打不开
对方案不满意
效率低下,催了好几次
细节粗糙,做工差
技术支持不专业
买亏了
操作繁琐,很麻烦
师傅态度恶劣
一点也不好用
乱收费,坑人
没有效果,白花钱
交付延期两个月
态度冷漠,爱理不理
不会再续费了
不推荐购买
修了三次还是坏的
垃圾系统
服務態度很差,非常不滿意
產品品質不好,很快就壞了
客服一直不回覆,很生氣
介面複雜,很難用
送貨太慢,包裝破損
價格太貴,不划算
工程師不專業,浪費時間
整體來說很失望
不推薦給任何人
系統不穩定,經常當機
使用體驗很糟
投訴之後沒有人處理
功能太少,沒有用
錯誤百出
退貨流程很麻煩
发票开错了两次
合同条款不合理,有陷阱
退款拖了一个月
质量不行
数据丢失,损失惨重
服务没有想象中好
没有之前好用了
电话打不通,找不到人
对接很不顺利
敷衍了事,不负责任
这个价格不值得
又慢又贵
升级之后更卡了
隐瞒费用,欺骗客户
收到的货有瑕疵
噪音太大,受不了
耗电严重,电池很不耐用
异味很重,不敢用
说明书看不懂
等了两个星期还没有人联系我
系统崩溃导致我们停工一天
态度不太友好
不是很满意
并没有宣传的那么好
服务有点敷衍
"""

UNCLEAR = """
请问发票什么时候寄出
我们公司有三十名员工
下周二下午开会
合同编号已经发到邮箱
需要增加两个账号
收到了,谢谢通知一下财务
想了解一下新的价格方案
已经转给技术部
麻烦确认一下地址
产品型号是A300
明天上午十点安装
请把报价单发给我
我们使用的是旧版本
客户在上海
質量報告請寄給我
會議改到星期三
有没有英文版的手册
付款方式是什么
第二季度再考虑
暂时没有采购计划
设备放在三楼
请安排工程师上门
这个月底到期
联系人换成李工
订单数量改为五十
质量很好,但是价格太贵
服务不错,不过物流太慢
还可以吧
一般般
说不上好也说不上坏
"""

ENGLISH_POSITIVE = """
The support team answered within minutes and fixed everything
We are very happy with the new dashboard
Setup was easy and the trainer explained it clearly
Great value for the money
Our account manager is attentive and always prepared
The update made the reports much faster
Delivery came a day early and nothing was damaged
It has run for a year without a single problem
I would gladly recommend them to other companies
Clean interface, my colleagues learned it in an afternoon
They solved in an hour what our old vendor could not solve in a month
Excellent documentation
The engineer was polite and knew what he was doing
Renewal was painless
Best purchase we made this year
"""

ENGLISH_NEGATIVE = """
We waited three weeks for an answer
The app crashes every time I export a report
Far too expensive for what it does
The invoice was wrong again and nobody called back
Very disappointed with the last release
The machine broke on the second day
Support keeps sending us from one person to the next
Half of the promised features are missing
The training was a waste of time
Data was lost during the migration
I would not buy it again
The connection drops several times a day
Their salesman was pushy and rude
It is painfully slow on our network
Nobody told us about the price increase
"""

ENGLISH_UNCLEAR = """
We have two offices and forty users
Please send the contract to our new address
The meeting was moved to Thursday
The food was good but the delivery was late
It does what it says
We started using it in March
Can the report be exported as a file
Neither good nor bad
The quote covers twelve months
The screen is bright but the battery is weak
"""


@dataclass(frozen=True)
class Labelled:
    """Sentences in one language with what each was taken for."""

    texts: tuple[str, ...]
    verdicts: tuple[str, ...]


def labelled() -> Mapping[str, Labelled]:
    """The sentences by language."""
    blocks = {
        "zh": {"positive": POSITIVE, "negative": NEGATIVE, "unclear": UNCLEAR},
        "en": {"positive": ENGLISH_POSITIVE, "negative": ENGLISH_NEGATIVE, "unclear": ENGLISH_UNCLEAR},
    }
    return {language: _labelled(parts) for language, parts in blocks.items()}


def lines(block: str) -> list[str]:
    """The sentences of a block."""
    return block.strip().split("\n")


def _labelled(blocks: Mapping[str, str]) -> Labelled:
    pairs = [(text, verdict) for verdict, block in blocks.items() for text in lines(block)]
    texts, verdicts = zip(*pairs, strict=True)
    return Labelled(texts, verdicts)
