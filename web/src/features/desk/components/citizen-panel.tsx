import { IdcardOutlined, UserOutlined } from '@ant-design/icons';

import { useTranslation } from '@/i18n';
import type { AttachedValue, DeskView } from '@/lib/generated/live';
import { formatAmount } from '@/lib/format';
import { Panel, Quiet } from '@/ui/panel';

import { formatOf, sortValues } from '../model/attached';
import styles from './citizen-panel.module.css';
import { PersonalValue } from './personal-value';
import { useValueWords } from './value-words';

/** What is known of the citizen, as the menu and the business objects brought it along. */
export function CitizenPanel({ desk }: { desk: DeskView }) {
  const { t } = useTranslation();
  const work = desk.work;
  const values = work?.attached?.values ?? [];
  return (
    <Panel title={t('citizen.title')} testId="citizen" fill>
      {work === null || values.length === 0 ? (
        <Quiet
          icon={<IdcardOutlined />}
          title={t(work === null ? 'citizen.none' : 'citizen.unknown')}
          hint={t(work === null ? 'citizen.none_hint' : 'citizen.unknown_hint')}
        />
      ) : (
        <Citizen contactId={work.contact_id} values={values} />
      )}
    </Panel>
  );
}

function Citizen({ contactId, values }: { contactId: string; values: readonly AttachedValue[] }) {
  const { t } = useTranslation();
  const words = useValueWords();
  const { name, identity, amounts, others } = sortValues(values);
  return (
    <div className={styles.citizen}>
      <div className={styles.person}>
        <span className={styles.avatar}>
          <UserOutlined />
        </span>
        <div>
          <div className={styles.name} data-testid="citizen-name">
            {name === null ? (
              t('citizen.no_name')
            ) : (
              <PersonalValue contactId={contactId} field={name.key} value={name.value} format="name" />
            )}
          </div>
        </div>
      </div>
      {amounts.length === 0 ? null : (
        <div className={styles.amounts}>
          {amounts.map((amount) => (
            <div key={amount.key} className={styles.amount} data-testid={`amount-${amount.key}`}>
              <span className={styles.label}>{words.label(amount)}</span>
              <strong className="digits">{formatAmount(amount.value)}</strong>
            </div>
          ))}
        </div>
      )}
      <Fields contactId={contactId} title={t('citizen.identity')} values={identity} />
      <Fields contactId={contactId} title={t('citizen.account')} values={others} />
    </div>
  );
}

function Fields({
  contactId,
  title,
  values,
}: {
  contactId: string;
  title: string;
  values: readonly AttachedValue[];
}) {
  const words = useValueWords();
  if (values.length === 0) return null;
  return (
    <section>
      <h3 className={styles.group}>{title}</h3>
      <dl className={styles.fields}>
        {values.map((value) => (
          <div key={value.key} className={styles.field}>
            <dt className={styles.label}>{words.label(value)}</dt>
            <dd>
              <PersonalValue
                contactId={contactId}
                field={value.key}
                value={words.shown(value)}
                format={formatOf(value)}
              />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
