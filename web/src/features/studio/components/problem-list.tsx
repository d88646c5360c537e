import { CheckCircleOutlined } from '@ant-design/icons';

import { useTranslation } from '@/i18n';

import type { FlowProblem } from '../api/flows';
import type { FlowSchema } from '../model/schema';
import { useWords } from '../model/use-words';
import styles from './editor.module.css';

interface Needs {
  root: FlowSchema;
  problems: FlowProblem[];
  focus: (id: string) => void;
}

/** What keeps the flow from being published; a click leads to the node. */
export function ProblemList({ root, problems, focus }: Needs) {
  const { t } = useTranslation();
  const words = useWords(root);
  if (problems.length === 0)
    return (
      <p className={styles.good} data-testid="no-problems">
        <CheckCircleOutlined /> {t('studio.problems.none')}
      </p>
    );
  return (
    <ul className={styles.problems} data-testid="problems">
      {problems.map((problem, place) => (
        <li key={place}>
          <button
            type="button"
            className={styles.problemLine}
            onClick={() => {
              focus(problem.node_id);
            }}
            data-testid={`problem-${problem.code}`}
          >
            <b>{problem.node_id === '' ? t('studio.form.flow') : problem.node_id}</b>
            {problem.field === '' ? null : <i>{words.field(problem.field.split('.').at(-1) ?? '')}</i>}
            <span>{words.problem(problem)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
