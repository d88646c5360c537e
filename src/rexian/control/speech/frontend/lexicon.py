"""Words of the trade whose reading must not be guessed (domain polyphones, surnames, neutral tones).

Read by `readings`. A word also marks a foot for the third-tone rule in `tones`.
"""


def _table(text: str) -> dict[str, str]:
    """Lines of "word reading; word reading" as a dictionary."""
    entries = [entry.split(maxsplit=1) for entry in text.replace("\n", ";").split(";") if entry.strip()]
    return {word: reading.strip() for word, reading in entries}


WORDS: dict[str, str] = _table("""
还款 huan2 kuan3; 还贷 huan2 dai4; 还本 huan2 ben3; 还息 huan2 xi1; 还清 huan2 qing1; 偿还 chang2 huan2
归还 gui1 huan2; 应还 ying1 huan2; 已还 yi3 huan2; 未还 wei4 huan2; 待还 dai4 huan2; 月还 yue4 huan2; 多还 duo1 huan2
少还 shao3 huan2; 先还 xian1 huan2; 还钱 huan2 qian2; 退还 tui4 huan2; 返还 fan3 huan2; 还多少 huan2 duo1 shao5
补缴 bu3 jiao3; 缓缴 huan3 jiao3; 应缴 ying1 jiao3; 断缴 duan4 jiao3; 汇缴 hui4 jiao3; 缴存 jiao3 cun2; 缴至 jiao3 zhi4
重办 chong2 ban4; 重发 chong2 fa1; 重拨 chong2 bo1; 重听 chong2 ting1; 重输 chong2 shu1; 重置 chong2 zhi4
重设 chong2 she4; 重填 chong2 tian2; 重签 chong2 qian1; 重开 chong2 kai1; 重新 chong2 xin1; 重复 chong2 fu4
银行 yin2 hang2; 行长 hang2 zhang3; 支行 zhi1 hang2; 分行 fen1 hang2; 总行 zong3 hang2; 商行 shang1 hang2
建行 jian4 hang2; 工行 gong1 hang2; 农行 nong2 hang2; 中行 zhong1 hang2; 跨行 kua4 hang2; 我行 wo3 hang2
利率 li4 lv4; 费率 fei4 lv4; 比率 bi3 lv4; 税率 shui4 lv4; 汇率 hui4 lv4
调整 tiao2 zheng3; 上调 shang4 tiao2; 下调 xia4 tiao2; 调解 tiao2 jie3; 调档 diao4 dang4; 调取 diao4 qu3
调入 diao4 ru4; 调出 diao4 chu1; 调动 diao4 dong4; 调离 diao4 li2; 外调 wai4 diao4; 调查 diao4 cha2
曾用名 ceng2 yong4 ming2; 逾期 yu2 qi1; 存折 cun2 zhe2; 折合 zhe2 he2; 折扣 zhe2 kou4; 人数 ren2 shu4; 基数 ji1 shu4
户数 hu4 shu4; 次数 ci4 shu4; 期数 qi1 shu4; 月供 yue4 gong1; 差额 cha1 e2; 账号 zhang4 hao4; 尾号 wei3 hao4
公积金 gong1 ji1 jin1; 解押 jie3 ya1; 解除 jie3 chu2; 参与 can1 yu4; 给予 ji3 yu3; 当前 dang1 qian2
因为 yin1 wei4; 为了 wei4 le5; 为您 wei4 nin2; 为什么 wei4 shen2 me5; 为何 wei4 he2; 为本人 wei4 ben3 ren2
为职工 wei4 zhi2 gong1; 为其 wei4 qi2; 为员工 wei4 yuan2 gong1; 为单位 wei4 dan1 wei4
办事处 ban4 shi4 chu4; 管理处 guan2 li3 chu4; 归集处 gui1 ji2 chu4; 信贷处 xin4 dai4 chu4
可以 ke3 yi3; 领导 ling3 dao3; 网点 wang3 dian3; 管理 guan3 li3; 打扰 da3 rao3; 请讲 qing3 jiang3; 所以 suo3 yi3
理解 li3 jie3; 首选 shou3 xuan3; 总体 zong3 ti3; 整体 zheng3 ti3; 有奖 you3 jiang3
星期一 xing1 qi1 yi1; 周一 zhou1 yi1; 统一 tong3 yi1; 唯一 wei2 yi1; 万一 wan4 yi1; 之一 zhi1 yi1; 单一 dan1 yi1
先生 xian1 sheng5; 部分 bu4 fen5; 我们 wo3 men5; 你们 ni3 men5; 他们 ta1 men5; 什么 shen2 me5; 怎么 zen3 me5
名字 ming2 zi5; 清楚 qing1 chu5; 麻烦 ma2 fan5; 谢谢 xie4 xie5; 休息 xiu1 xi5; 地方 di4 fang5; 告诉 gao4 su5
明白 ming2 bai5; 消息 xiao1 xi5; 时候 shi2 hou5; 房子 fang2 zi5; 孩子 hai2 zi5; 妻子 qi1 zi5; 意思 yi4 si5
多少 duo1 shao5; 诶 ei1; 达不溜 da2 bu4 liu1
""")
"""Lexical readings, before any tone change. 为 alone is wéi; the phrases in which it is wèi stand here."""

SINGLE: dict[str, str] = {
    "为": "wei2",
    "率": "lv4",
    "缴": "jiao3",
    "逾": "yu2",
    "嗯": "en2",
    "哦": "o5",
    "呣": "mu3",
    "嘀": "di1",
}

SURNAMES: dict[str, str] = _table("""
单 shan4; 仇 qiu2; 曾 zeng1; 区 ou1; 查 zha1; 解 xie4; 盖 ge3; 朴 piao2; 任 ren2; 华 hua4; 尉迟 yu4 chi2; 万俟 mo4 qi2
长孙 zhang3 sun1; 宁 ning4; 纪 ji3; 缪 miao4; 洗 xian3; 覃 qin2; 乐 yue4; 员 yun4; 翟 zhai2; 尹 yin3; 燕 yan1; 卜 bu3
""")
"""Read so before a title (单先生)."""

TITLES = ("先生", "女士", "小姐", "同志", "师傅", "老师", "主任", "经理", "科长", "处长")

LONGEST_WORD = max(map(len, WORDS))
