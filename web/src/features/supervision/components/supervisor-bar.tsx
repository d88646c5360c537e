import { useTranslation } from '@/i18n';
import { groupPhone } from '@/lib/format';
import type { DeskView } from '@/lib/generated/live';

import { useSupervision } from '../api/use-supervision';
import { stepOf, type Step } from '../model/supervisor';
import { StepButtons } from './step-buttons';
import styles from './supervisor-bar.module.css';

/** In the call bar's place while the supervisor is beside a contact: whose, how far stepped in, and further. */
export function SupervisorBar({ desk }: { desk: DeskView }) {
  const { t } = useTranslation();
  const { run } = useSupervision();
  const work = desk.work;
  if (work === null) return null;
  const agent = work.parties.find((party) => party.role === 'agent');
  const step = stepOf(desk);
  /* The contact is the one on this desk; the server asks for a seat only to find one. */
  const agentId = desk.agent_id;
  const go = (wanted: Step) => {
    run(
      wanted === 'take_over' ? { name: 'take-over', agentId } : { name: wanted, agentId, follow: 'contact' },
    );
  };
  return (
    <section
      className={styles.bar}
      aria-label={t('supervision.bar')}
      data-testid="supervisor-bar"
      data-step={step}
    >
      <span className={styles.words}>
        <strong>{step === null ? t('supervision.bar') : t(`supervision.doing.${step as 'listen'}`)}</strong>
        <span>
          {agent?.name} {groupPhone(work.caller_number)}
        </span>
      </span>
      <span className={styles.hint}>
        {step === null ? null : t(`supervision.heard_by.${step as 'listen'}`)}
      </span>
      <span className={styles.steps}>
        <StepButtons
          of={agent?.name ?? ''}
          size="middle"
          current={step}
          can={(wanted) => desk.verbs.includes(wanted)}
          onStep={go}
        />
      </span>
    </section>
  );
}
