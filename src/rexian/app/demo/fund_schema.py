"""Tables of the demo fund database: JGJ/T 320-2014 by its English names, pinyin codes in the comments.

Departures from the standard, all of which real sites have too: `person_key` (one for all accounts of a person),
`paid_through_month` of a personal account, and the hotline's own `query_password` and `query_try`.
"""

TABLES = """
CREATE TABLE fund_books (            -- one row: the books' day, and what filled them
    books_date date NOT NULL,
    source text NOT NULL,
    seed integer NOT NULL,
    person_count integer NOT NULL
);
CREATE TABLE unit (                  -- 4.0.2 单位缴存单位信息
    unit_account_no varchar(20) PRIMARY KEY,      -- DWZH
    unit_name varchar(255) NOT NULL,              -- DWMC
    unit_address varchar(255) NOT NULL,           -- DWDZ
    unit_postcode char(6) NOT NULL,               -- DWYB
    legal_rep_name varchar(120) NOT NULL,         -- DWFRDBXM
    uscc varchar(20) NOT NULL,                    -- ZZJGDM
    pay_day char(2) NOT NULL,                     -- DWFXR
    unit_clerk_name varchar(120) NOT NULL,        -- JBRXM
    unit_clerk_mobile char(11) NOT NULL,          -- JBRSJHM
    opened_on date NOT NULL,                      -- DWKHRQ
    trustee_bank_name varchar(255) NOT NULL       -- STYHMC
);
CREATE TABLE unit_account (          -- 5.0.2 单位账户信息
    unit_account_no varchar(20) PRIMARY KEY,      -- DWZH
    unit_rate numeric(4,2) NOT NULL,              -- DWJCBL, percent
    personal_rate numeric(4,2) NOT NULL,          -- GRJCBL, percent
    contributing_count integer NOT NULL,          -- DWJCRS
    sealed_count integer NOT NULL,                -- DWFCRS
    unit_balance numeric(18,2) NOT NULL,          -- DWZHYE: remitted, not yet given to persons
    unit_account_status char(2) NOT NULL,         -- DWZHZT, A.4
    paid_through_month char(7)                    -- JZNY
);
CREATE TABLE unit_transaction (      -- 5.0.3 单位业务明细
    txn_no varchar(20) NOT NULL,                  -- YWLSH
    unit_account_no varchar(20) NOT NULL,         -- DWZH
    posted_on date NOT NULL,                      -- JZRQ
    txn_type char(2) NOT NULL,                    -- YWMXLX, A.5
    amount numeric(18,2) NOT NULL,                -- FSE
    interest_amount numeric(18,2) NOT NULL,       -- FSLXE
    headcount integer NOT NULL,                   -- FSRS
    remit_month char(7) NOT NULL,                 -- HBJNY
    reversal_flag char(2) NOT NULL                -- CZBZ
);
CREATE TABLE person (                -- 4.0.3 个人信息
    person_key varchar(32) PRIMARY KEY,
    name varchar(120) NOT NULL,                   -- XingMing
    name_pinyin varchar(120) NOT NULL,            -- XMQP
    sex char(1) NOT NULL,                         -- XingBie, GB/T 2261.1
    id_type char(2) NOT NULL,                     -- ZJLX, A.1
    id_no char(18) NOT NULL,                      -- ZJHM, GB 11643
    birth_month char(7) NOT NULL,                 -- CSNY
    mobile char(11)                               -- SJHM
);
CREATE TABLE query_password (
    person_key varchar(32) PRIMARY KEY,
    password_hash text NOT NULL                   -- argon2id
);
CREATE TABLE query_try (
    subject char(64) NOT NULL,                    -- hash of a person, an identifier or a caller number
    day date NOT NULL,
    tries integer NOT NULL,
    PRIMARY KEY (subject, day)
);
CREATE TABLE personal_account (      -- 5.0.4 个人账户信息
    person_account_no varchar(20) PRIMARY KEY,    -- GRZH
    person_key varchar(32) NOT NULL,
    unit_account_no varchar(20) NOT NULL,         -- DWZH
    deposit_base numeric(18,2) NOT NULL,          -- GRJCJS
    personal_monthly_deposit numeric(18,2) NOT NULL,  -- GRYJCE
    unit_monthly_deposit numeric(18,2) NOT NULL,  -- DWYJCE
    balance numeric(18,2) NOT NULL,               -- GRZHYE
    carried_balance numeric(18,2) NOT NULL,       -- GRZHSNJZYE
    current_year_balance numeric(18,2) NOT NULL,  -- GRZHDNGJYE
    account_status char(2) NOT NULL,              -- GRZHZT, A.6
    opened_on date NOT NULL,                      -- KHRQ
    closed_on date,                               -- XHRQ
    close_reason char(2),                         -- XHYY, A.7
    payout_account_no varchar(30) NOT NULL,       -- GRCKZHHM
    payout_bank_name varchar(255) NOT NULL,       -- GRCKZHKHYHMC
    paid_through_month char(7),
    CHECK (balance = carried_balance + current_year_balance)
);
CREATE TABLE personal_transaction (  -- 5.0.5 个人业务明细
    txn_no varchar(20) NOT NULL,                  -- YWLSH
    person_account_no varchar(20) NOT NULL,       -- GRZH
    posted_on date NOT NULL,                      -- JZRQ
    txn_type char(2) NOT NULL,                    -- GJHTQYWLX, A.5
    amount numeric(18,2) NOT NULL,                -- FSE; a withdrawal is negative
    current_year_amount numeric(18,2) NOT NULL,   -- DNGJFSE
    carried_amount numeric(18,2) NOT NULL,        -- SNJZFSE
    interest_amount numeric(18,2) NOT NULL,       -- FSLXE
    remit_month char(7),                          -- the month a deposit is for
    withdraw_reason char(2),                      -- TQYY, A.7
    withdraw_method char(2),                      -- TQFS, A.8
    reversal_flag char(2) NOT NULL                -- CZBZ, A.9: 02 = reversed or reversing, counts for nothing
);
CREATE TABLE loan_contract (         -- 6.0.2 个人住房贷款借款合同
    loan_contract_no varchar(30) PRIMARY KEY,     -- JKHTBH
    person_key varchar(32) NOT NULL,
    person_account_no varchar(20) NOT NULL,       -- JKRGJJZH
    contract_amount numeric(18,2) NOT NULL,       -- HTDKJE
    term_months integer NOT NULL,                 -- DKQS
    loan_type char(2) NOT NULL,                   -- DKLX, A.12
    repay_method char(2) NOT NULL,                -- DKHKFS, A.11
    guarantee_type char(2) NOT NULL,              -- DKDBLX, A.10
    contract_rate numeric(8,7) NOT NULL,          -- JKHTLL, per year
    signed_on date NOT NULL,                      -- HTQDRQ
    matures_on date NOT NULL,                     -- YDDQRQ
    repay_day char(2) NOT NULL,                   -- YDHKR
    repay_account_no varchar(30) NOT NULL,        -- HKZH
    house_price numeric(18,2) NOT NULL,           -- FWZJ
    down_payment numeric(18,2) NOT NULL           -- GFSFK
);
CREATE TABLE loan_account (          -- 6.0.5 个人住房贷款账户
    loan_account_no varchar(30) PRIMARY KEY,      -- DKZH
    loan_contract_no varchar(30) NOT NULL,        -- JKHTBH
    disbursed_amount numeric(18,2) NOT NULL,      -- DKFFE
    disbursed_on date NOT NULL,                   -- DKFFRQ
    loan_balance numeric(18,2) NOT NULL,          -- DKYE
    annual_rate numeric(8,7) NOT NULL,            -- DKLL
    term_months integer NOT NULL,                 -- DKQS
    planned_amount numeric(18,2) NOT NULL,        -- DQJHHKJE
    planned_principal numeric(18,2) NOT NULL,     -- DQJHGHBJ
    planned_interest numeric(18,2) NOT NULL,      -- DQJHGHLX
    due_amount numeric(18,2) NOT NULL,            -- DQYHJE
    due_principal numeric(18,2) NOT NULL,         -- DQYHBJ
    due_interest numeric(18,2) NOT NULL,          -- DQYHLX
    due_penalty numeric(18,2) NOT NULL,           -- DQYHFX
    overdue_principal numeric(18,2) NOT NULL,     -- YQBJZE
    overdue_interest numeric(18,2) NOT NULL,      -- YQLXZE
    penalty_total numeric(18,2) NOT NULL,         -- FXZE
    overdue_periods_cumulative integer NOT NULL,  -- LJYQQS
    repaid_principal numeric(18,2) NOT NULL,      -- HSBJZE
    repaid_interest numeric(18,2) NOT NULL,       -- HSLXZE
    prepaid_principal numeric(18,2) NOT NULL,     -- TQGHBJZE
    settled_on date,                              -- DKJQRQ
    risk_grade char(2) NOT NULL                   -- DKFXDJ, A.14
);
CREATE TABLE loan_transaction (      -- 6.0.6 个人住房贷款业务明细
    loan_account_no varchar(30) NOT NULL,         -- DKZH
    txn_type char(2) NOT NULL,                    -- DKYWMXLX, A.15
    occurred_on date NOT NULL,                    -- YWFSRQ
    amount numeric(18,2) NOT NULL,                -- FSE
    principal_amount numeric(18,2) NOT NULL,      -- BJJE
    interest_amount numeric(18,2) NOT NULL,       -- LXJE
    penalty_amount numeric(18,2) NOT NULL,        -- FXJE
    period integer NOT NULL                       -- DQQC
);
CREATE TABLE loan_overdue (          -- 6.0.7 逾期登记
    loan_account_no varchar(30) NOT NULL,         -- DKZH
    overdue_period integer NOT NULL,              -- YQQC
    overdue_principal numeric(18,2) NOT NULL,     -- YQBJ
    overdue_interest numeric(18,2) NOT NULL,      -- YQLX
    overdue_penalty numeric(18,2) NOT NULL,       -- YQFX
    collected_on date                             -- SSRQ; open while empty
);
"""

INDEXES = """
CREATE UNIQUE INDEX ON person (id_no);
CREATE INDEX ON person (mobile);
CREATE INDEX ON personal_account (person_key);
CREATE INDEX ON personal_account (unit_account_no);
CREATE INDEX ON personal_transaction (person_account_no, posted_on);
CREATE INDEX ON unit_transaction (unit_account_no, posted_on);
CREATE INDEX ON loan_contract (person_key);
CREATE INDEX ON loan_account (loan_contract_no);
CREATE INDEX ON loan_transaction (loan_account_no, occurred_on);
CREATE INDEX ON loan_overdue (loan_account_no);
"""

UNIT_SUMS = """
INSERT INTO unit_transaction
SELECT 'DW' || lpad((row_number() OVER (ORDER BY a.unit_account_no, t.remit_month))::text, 12, '0'),
       a.unit_account_no, max(t.posted_on), '01', sum(t.amount), 0, count(*), t.remit_month, '01'
  FROM personal_transaction t JOIN personal_account a USING (person_account_no)
 WHERE t.txn_type = '01' AND t.reversal_flag = '01'
 GROUP BY a.unit_account_no, t.remit_month;
UPDATE unit_account u
   SET contributing_count = s.contributing, sealed_count = s.sealed, paid_through_month = s.paid_through
  FROM (SELECT unit_account_no, count(*) FILTER (WHERE account_status = '01') AS contributing,
               count(*) FILTER (WHERE account_status = '02') AS sealed, max(paid_through_month) AS paid_through
          FROM personal_account GROUP BY unit_account_no) s
 WHERE s.unit_account_no = u.unit_account_no;
ANALYZE;
"""
