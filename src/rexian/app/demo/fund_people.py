"""Invented people and units of a provincial centre in Zhengzhou. Nobody real can be meant:

id numbers carry the area code 410101 (a city's own districts as a whole), which no person is registered under, and
mobile numbers begin with 154, which no carrier has been given.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from pypinyin import lazy_pinyin

from rexian.kit.check_digits import mod_11_2

AREA_CODE = "410101"
MOBILE_PREFIX = "154"

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林郑梁谢宋唐许邓韩冯曹彭程魏田董袁潘蒋杜苏吕丁崔姚卢姜范方石"
_WEIGHTS = [max(1, 60 - 2 * rank) for rank in range(len(_SURNAMES))]
_MALE = "伟强磊军勇杰涛明超鹏辉建国志刚文博宇浩然子轩海波振华永胜德安立新东平家豪俊峰少康天成"
_FEMALE = "芳娜敏静丽艳娟霞燕婷雪梅玲慧秀英晓红雅琴佳怡欣悦梦洁淑珍月华春兰诗涵思雨玉凤若曦"
_PINYIN = {character: lazy_pinyin(character)[0] for character in sorted(set(_SURNAMES + _MALE + _FEMALE))}

_PLACES = (
    "河南中原",
    "河南豫恒",
    "河南嵩岳",
    "河南商都",
    "河南黄淮",
    "河南郑汴",
    "河南华豫",
    "河南绿城",
    "河南龙湖",
    "河南金水",
)
_TRADES = (
    "建设工程",
    "水利勘测设计",
    "交通规划设计",
    "电力设备",
    "物流",
    "软件技术",
    "医药",
    "粮油食品",
    "文化传媒",
    "检验检测",
    "环保科技",
    "装备制造",
)
_KINDS = ("有限公司", "股份有限公司", "集团有限公司")
_STREETS = (
    "郑州市金水区农业路",
    "郑州市郑东新区商务外环路",
    "郑州市中原区建设路",
    "郑州市二七区大学路",
    "郑州市管城区航海路",
)
BANKS = ("中国建设银行", "中国工商银行", "中国农业银行", "中国银行", "交通银行", "中原银行", "郑州银行")
_USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True)
class Unit:
    """4.0.2 with the rate of 5.0.2; `rate_percent` is the same for unit and person."""

    unit_account_no: str
    unit_name: str
    unit_address: str
    legal_rep_name: str
    uscc: str
    pay_day: int
    unit_clerk_name: str
    unit_clerk_mobile: str
    opened_on: date
    trustee_bank_name: str
    rate_percent: int


@dataclass(frozen=True)
class Person:
    """4.0.3."""

    person_key: str
    name: str
    name_pinyin: str
    sex: str
    id_no: str
    mobile: str

    @property
    def birth_month(self) -> str:
        return f"{self.id_no[6:10]}-{self.id_no[10:12]}"


def invented_name(chance: random.Random, *, male: bool) -> str:
    given = _MALE if male else _FEMALE
    surname = chance.choices(_SURNAMES, _WEIGHTS)[0]
    return surname + "".join(chance.sample(given, 1 if chance.random() < 0.25 else 2))


def pinyin_of(name: str) -> str:
    """XMQP: the full spelling without tones."""
    return "".join(_PINYIN.get(character) or lazy_pinyin(character)[0] for character in name)


def uscc_check_character(first_seventeen: str) -> str:
    """The last character of a unified social credit code (GB 32100)."""
    total = sum(_USCC_CHARACTERS.index(character) * pow(3, at, 31) for at, character in enumerate(first_seventeen))
    return _USCC_CHARACTERS[-total % 31]


def invented_units(chance: random.Random, count: int) -> list[Unit]:
    """At most 360, with different names."""
    names = [place + trade + kind for place, trade, kind in product(_PLACES, _TRADES, _KINDS)]
    chance.shuffle(names)
    return [_unit(chance, number, name) for number, name in enumerate(names[:count], start=1)]


def _unit(chance: random.Random, number: int, name: str) -> Unit:
    organisation = "91410000" + "".join(chance.choices("0123456789", k=8)) + chance.choice("0123456789X")
    return Unit(
        unit_account_no=f"4100{number:08d}",
        unit_name=name,
        unit_address=f"{chance.choice(_STREETS)}{chance.randint(1, 199)}号",
        legal_rep_name=invented_name(chance, male=chance.random() < 0.7),
        uscc=organisation + uscc_check_character(organisation),
        pay_day=chance.choice((5, 8, 10, 15, 20)),
        unit_clerk_name=invented_name(chance, male=chance.random() < 0.3),
        unit_clerk_mobile=_mobile(chance),
        opened_on=date(2000, 1, 1) + timedelta(days=chance.randint(0, 5000)),
        trustee_bank_name=chance.choice(BANKS),
        rate_percent=chance.choice((5, 6, 7, 8, 8, 10, 10, 12, 12, 12)),
    )


def invented_people(chance: random.Random, as_of: date, taken: set[str]) -> Iterator[Person]:
    """For ever; no id number or mobile twice, none of `taken`. Aged 22 to 59."""
    unused = _never_twice(taken)
    while True:
        male = chance.random() < 0.53
        born = as_of - timedelta(days=chance.randint(22 * 366, 59 * 365))
        first = f"{AREA_CODE}{born:%Y%m%d}{chance.randint(0, 499) * 2 + male:03d}"
        id_no, mobile = first + mod_11_2(first), _mobile(chance)
        if not unused(id_no) or not unused(mobile):
            continue
        name = invented_name(chance, male=male)
        yield Person(f"{chance.getrandbits(64):016x}", name, pinyin_of(name), "1" if male else "2", id_no, mobile)


def _never_twice(taken: set[str]) -> Callable[[str], bool]:
    seen = set(taken)

    def unused(value: str) -> bool:
        if value in seen:
            return False
        seen.add(value)
        return True

    return unused


def _mobile(chance: random.Random) -> str:
    return MOBILE_PREFIX + f"{chance.randint(0, 99_999_999):08d}"
