"""The demo citizens the README names: invented, like everyone in the demo data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoCitizen:
    """`mobile` is the registered number and the one to call from; the rest says what the account shows."""

    name: str
    id_no: str
    password: str
    mobile: str
    has_older_account: bool = False
    has_loan: bool = False
    has_settled_loan: bool = False
    unpaid_periods: int = 0

    @property
    def keyed_id_no(self) -> str:
        """The id number as keyed on a telephone: `*` for X."""
        return self.id_no.replace("X", "*")


DEMO_CITIZENS = (
    DemoCitizen("陈晓梅", "41010119850612038X", "246810", "15400012329"),
    DemoCitizen("李建国", "410101197809230434", "135790", "15400012330", True, True, has_settled_loan=True),
    DemoCitizen("王海波", "410101199003150354", "112358", "15400012331", has_loan=True, unpaid_periods=2),
)
"""One account; two accounts, a loan and a settled one; a loan two instalments overdue."""

INITIAL_PASSWORD_CITIZEN = DemoCitizen("赵文博", "41010119951108033X", "080330", "15400012332")
"""Has never changed the query password: is refused with the reason `initial_password`."""

CITIZENS = (*DEMO_CITIZENS, INITIAL_PASSWORD_CITIZEN)


@dataclass(frozen=True)
class DemoUnit:
    """A unit that has a query password of its own; all others still have the initial one."""

    unit_account_no: str
    password: str


DEMO_UNIT = DemoUnit("410000000001", "224466")
