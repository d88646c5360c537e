import { Button, Input } from 'antd';
import { useState } from 'react';

import { useTranslation } from '@/i18n';

import type { SimulatedEvent } from '../api/flows';
import { isRecord, type FlowDocument } from '../model/document';
import type { Trial } from '../model/trial';
import styles from './simulator.module.css';

const QUEUE_ANSWERS = ['closed', 'no_agent', 'full', 'menu_only'] as const;

interface AnswerNeeds {
  document: FlowDocument;
  trial: Trial;
  happen: (event: SimulatedEvent) => void;
}

/** What a business object answers is the author's choice: one of the node's outcomes, with values for its names. */
export function ObjectAnswer({ document, trial, happen }: AnswerNeeds) {
  const { t } = useTranslation();
  const node = document.nodes[trial.result.node_id];
  const outcomes = isRecord(node?.branches) ? Object.keys(node.branches) : [];
  const names = isRecord(node?.keep) ? Object.values(node.keep).map(String) : [];
  const [values, setValues] = useState<Record<string, string>>({});
  return (
    <div className={styles.answer}>
      <strong>{t('studio.trial.answer')}</strong>
      {[...new Set(names)].map((name) => (
        <Input
          key={name}
          size="small"
          prefix={name}
          aria-label={name}
          value={values[name] ?? ''}
          onChange={(event) => {
            setValues({ ...values, [name]: event.target.value });
          }}
        />
      ))}
      <div className={styles.row}>
        {[...outcomes, 'failed'].map((outcome) => (
          <Button
            key={outcome}
            size="small"
            onClick={() => {
              happen({ kind: 'answered', fields: { outcome, values: filled(values) } });
            }}
            data-testid={`trial-outcome-${outcome}`}
          >
            {outcome}
          </Button>
        ))}
      </div>
    </div>
  );
}

/** Facts of the centre (the hour, how long a queue is) are the author's to say as well. */
export function Facts({ trial, happen }: Omit<AnswerNeeds, 'document'>) {
  const { t } = useTranslation();
  const asked = trial.result.steps.findLast((step) => step.kind === 'look_up')?.fields.names;
  const [facts, setFacts] = useState<Record<string, string>>({});
  const told = (text: string) => (text === '' ? null : Number.isNaN(Number(text)) ? text : Number(text));
  const names = Array.isArray(asked) ? asked.map(String) : [];
  return (
    <div className={styles.answer}>
      <strong>{t('studio.trial.facts')}</strong>
      {names.map((name) => (
        <Input
          key={name}
          size="small"
          prefix={name}
          aria-label={name}
          value={facts[name] ?? ''}
          onChange={(event) => {
            setFacts({ ...facts, [name]: event.target.value });
          }}
        />
      ))}
      <Button
        size="small"
        onClick={() => {
          const known = Object.fromEntries(names.map((name) => [name, told(facts[name] ?? '')]));
          happen({ kind: 'known', fields: { facts: known } });
        }}
        data-testid="trial-facts"
      >
        {t('studio.trial.tell')}
      </Button>
    </div>
  );
}

const filled = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));

/** Whether a person can be had is the author's to say, too. */
export function QueueAnswer({ happen }: { happen: (event: SimulatedEvent) => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.answer}>
      <strong data-testid="trial-enqueued">{t('studio.trial.enqueued')}</strong>
      <div className={styles.row}>
        {QUEUE_ANSWERS.map((answer) => (
          <Button
            key={answer}
            size="small"
            onClick={() => {
              happen({ kind: 'not_admitted', fields: { answer } });
            }}
          >
            {t(`studio.field.${answer}`)}
          </Button>
        ))}
      </div>
    </div>
  );
}
