import { useTranslation } from '@/i18n';
import { formatDuration } from '@/lib/format';
import { WordTag } from '@/ui/word-tag';

import type { Decision } from '../api/routing';
import { decidingFigure, FIGURES, reasonOf, type Figure } from '../model/explanation';
import styles from './routing.module.css';

/** Why it rang at this agent: the rule, the candidates with what the rules compare, and what came of it. */
export function DecisionStory({ decision, seconds }: { decision: Decision; seconds: number }) {
  const { t, i18n } = useTranslation();
  const word = (key: string, fallback: string) =>
    i18n.exists(key) ? String(i18n.t(key as never)) : fallback;
  const deciding = decidingFigure(decision);
  const shown = FIGURES.filter((figure) =>
    decision.first_five.some(({ figures }) => figures[figure] !== undefined),
  );
  return (
    <div data-testid="routing-decision">
      <strong>
        {t('routing.rang_at', { name: decision.agent.name, span: formatDuration(seconds) })}{' '}
        <WordTag tone={decision.outcome === 'accepted' ? 'good' : 'wait'}>
          {decision.outcome === null
            ? t('routing.outcome.ringing')
            : word(`routing.outcome.${decision.outcome}`, decision.outcome)}
        </WordTag>
      </strong>
      <p className={styles.reason}>
        {t(`routing.reason.${reasonOf(decision)}`, {
          rule: word(`routing.rule.${decision.rule ?? ''}`, decision.rule ?? ''),
          decided: word(`routing.rule.${decision.chosen_by ?? ''}`, decision.chosen_by ?? ''),
          candidates: decision.candidates ?? 0,
          name: decision.agent.name,
        })}
      </p>
      {shown.length === 0 ? null : (
        <table className={styles.candidates}>
          <thead>
            <tr>
              <th>{t('routing.candidate')}</th>
              {shown.map((figure) => (
                <th key={figure} data-deciding={figure === deciding}>
                  {t(`routing.figure.${figure}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {decision.first_five.map((candidate) => (
              <tr key={candidate.agent.id} data-chosen={candidate.agent.id === decision.agent.id}>
                <td>{candidate.agent.name}</td>
                {shown.map((figure) => (
                  <td key={figure} className="digits" data-deciding={figure === deciding}>
                    {shownFigure(figure, candidate.figures[figure])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {(decision.candidates ?? 0) > decision.first_five.length && decision.first_five.length > 0 ? (
        <p className={styles.note}>
          {t('routing.more_candidates', { more: (decision.candidates ?? 0) - decision.first_five.length })}
        </p>
      ) : null}
    </div>
  );
}

function shownFigure(figure: Figure, value: number | undefined): string {
  if (value === undefined) return '';
  return figure === 'idle_seconds' || figure === 'average_idle_seconds'
    ? formatDuration(value)
    : String(value);
}
