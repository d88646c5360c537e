import { Alert, Button } from 'antd';

import { ApiProblem } from '@/api/problem';
import { useTranslation } from '@/i18n';

import styles from './registry.module.css';

export interface FieldFault {
  field: string;
  fault: string;
  names?: string[];
}

/** The faults that the server named, field by field. */
export function faultsOf(problem: Error | null): FieldFault[] {
  const fields = problem instanceof ApiProblem ? problem.details.fields : undefined;
  return Array.isArray(fields) ? (fields as FieldFault[]) : [];
}

/** What a fault says to a person: known ones in words, others as they are. */
export function useFaultWords(): (fault: FieldFault) => string {
  const { t, i18n } = useTranslation();
  return ({ fault, names }) => {
    const key = `registry.fault.${fault}`;
    const words = i18n.exists(key) ? String(i18n.t(key as never)) : fault;
    return names === undefined || names.length === 0
      ? words
      : t('registry.fault_names', { fault: words, names: names.map((name) => `{${name}}`).join(' ') });
  };
}

interface Needs {
  problem: Error | null;
  /** What a field is called on the page. */
  label?: (field: string) => string;
  /** Takes over what somebody else has saved meanwhile. */
  reload?: (() => void) | undefined;
}

/** Why the server refused and what to do next. */
export function ProblemAlert({ problem, label, reload }: Needs) {
  const { t, i18n } = useTranslation();
  const wordsOf = useFaultWords();
  if (problem === null) return null;
  const known = problem instanceof ApiProblem;
  const remedy = `registry.remedy.${known ? problem.code : 'unreachable'}`;
  const users = known && Array.isArray(problem.details.used_by) ? (problem.details.used_by as string[]) : [];
  const keepers =
    known && Array.isArray(problem.details.keepers) ? (problem.details.keepers as string[]) : [];
  const weaknesses =
    known && Array.isArray(problem.details.weaknesses) ? (problem.details.weaknesses as string[]) : [];
  const changed = known && problem.code === 'changed_meanwhile';
  return (
    <Alert
      type="error"
      showIcon
      data-testid="problem"
      title={known && problem.title !== '' ? problem.title : t('problem.unreachable')}
      description={
        <>
          <ul className={styles.faults}>
            {faultsOf(problem).map((fault) => (
              <li key={`${fault.field} ${fault.fault}`}>
                {label === undefined ? fault.field : label(fault.field)}
                {t('registry.colon')}
                {wordsOf(fault)}
              </li>
            ))}
            {weaknesses.map((fault) => (
              <li key={fault}>{wordsOf({ field: '', fault })}</li>
            ))}
            {[...users, ...keepers].map((user) => (
              <li key={user}>
                <User of={user} />
              </li>
            ))}
          </ul>
          {i18n.exists(remedy) ? String(i18n.t(remedy as never)) : null}
        </>
      }
      action={
        changed && reload !== undefined ? (
          <Button size="small" onClick={reload} data-testid="load-newest">
            {t('registry.load_newest')}
          </Button>
        ) : null
      }
    />
  );
}

/** What still uses a record: the server says `kind:name`. */
function User({ of }: { of: string }) {
  const { i18n } = useTranslation();
  const [kind = '', ...rest] = of.split(':');
  const key = `registry.user.${kind}`;
  const name = rest.join(':');
  return i18n.exists(key) ? String(i18n.t(key as never, { name } as never)) : of;
}
