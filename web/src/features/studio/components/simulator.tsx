import { App, Button, Input, Switch } from 'antd';
import { useState } from 'react';

import { useProblemMessage } from '@/ui/use-problem-message';
import { useTranslation } from '@/i18n';

import { runTrial, type SimulatedEvent, type Simulation } from '../api/flows';
import { isRecord, type FlowDocument } from '../model/document';
import type { FlowSchema } from '../model/schema';
import { HEARD, pressed, tried, type Trial } from '../model/trial';
import { useWords } from '../model/use-words';
import styles from './simulator.module.css';
import { Facts, ObjectAnswer, QueueAnswer } from './trial-answers';

const KEYS = [...'123456789*0#'];
const SAMPLE_NUMBER = '13800138000';

interface Needs {
  root: FlowSchema;
  document: FlowDocument;
  trial: Trial | null;
  show: (trial: Trial | null) => void;
}

/** A trial call by the engine itself: keys are typed here, prompts are read, the path lights up on the canvas. */
export function Simulator({ root, document, trial, show }: Needs) {
  const { t } = useTranslation();
  const problem = useProblemMessage();
  const [caller, setCaller] = useState(SAMPLE_NUMBER);
  const [listens, setListens] = useState(true);
  const [busy, setBusy] = useState(false);

  const go = (events: SimulatedEvent[]) => {
    setBusy(true);
    tried((all) => runTrial(document, all, caller), events, listens)
      .then(show, problem)
      .finally(() => {
        setBusy(false);
      });
  };
  const happen = (event: SimulatedEvent) => {
    if (trial !== null) go([...trial.events, event]);
  };
  const waits = trial?.result.waits_for ?? '';
  return (
    <div className={styles.simulator} data-testid="simulator" data-waits={waits} data-busy={busy}>
      <div className={styles.row}>
        <Input
          size="small"
          value={caller}
          aria-label={t('studio.trial.caller')}
          prefix={t('studio.trial.caller')}
          onChange={(event) => {
            setCaller(event.target.value);
          }}
        />
        <Button
          size="small"
          type="primary"
          onClick={() => {
            go([]);
          }}
          data-testid="start-trial"
        >
          {t(trial === null ? 'studio.trial.start' : 'studio.trial.again')}
        </Button>
      </div>
      <label className={styles.row}>
        <Switch size="small" checked={listens} onChange={setListens} />
        {t('studio.trial.listens')}
      </label>
      {trial === null ? (
        <p className={styles.hint}>{t('studio.trial.hint')}</p>
      ) : (
        <>
          <Transcript root={root} result={trial.result} />
          {waits === 'look_up' ? <Facts key={trial.events.length} trial={trial} happen={happen} /> : null}
          {waits === 'ask' || waits === 'fetch' ? (
            <ObjectAnswer key={trial.events.length} document={document} trial={trial} happen={happen} />
          ) : null}
          {waits === 'enqueue' ? <QueueAnswer happen={happen} /> : null}
          <Keypad enabled={waits === 'say' || waits === 'start_timer'} happen={happen} />
          <div className={styles.row}>
            <Button
              size="small"
              disabled={waits !== 'say'}
              onClick={() => {
                happen(HEARD);
              }}
            >
              {t('studio.trial.heard')}
            </Button>
            <Button
              size="small"
              disabled={waits !== 'start_timer'}
              onClick={() => {
                happen({ kind: 'timed_out', fields: {} });
              }}
              data-testid="trial-silence"
            >
              {t('studio.trial.silence')}
            </Button>
            <Button
              size="small"
              disabled={trial.events.length === 0}
              onClick={() => {
                go(trial.events.slice(0, -1));
              }}
            >
              {t('studio.trial.back')}
            </Button>
          </div>
          <OtherEvent happen={happen} />
          <Variables result={trial.result} />
        </>
      )}
    </div>
  );
}

function Transcript({ root, result }: { root: FlowSchema; result: Simulation }) {
  const { t } = useTranslation();
  const words = useWords(root);
  const shown = result.steps.filter((step) => step.kind !== 'stop_saying' && step.kind !== 'start_timer');
  return (
    <ol className={styles.transcript} data-testid="transcript">
      {shown.map((step, place) => (
        <li key={place} data-kind={step.kind}>
          {step.kind === 'entered' ? (
            <span className={styles.entered}>{step.node_id}</span>
          ) : step.kind === 'say' ? (
            String(step.fields.text)
          ) : (
            <>
              <b>{t(`studio.command.${step.kind}` as 'studio.command.ask', { defaultValue: step.kind })}</b>{' '}
              {Object.entries(step.fields)
                .filter(([, value]) => value !== '' && value !== null && value !== 0)
                .map(([name, value]) => `${words.field(name)}: ${written(value)}`)
                .join('；')}
            </>
          )}
        </li>
      ))}
      {result.fault === '' ? null : (
        <li data-kind="fault">{t('studio.trial.fault', { code: result.fault })}</li>
      )}
      {result.waits_for === '' ? <li data-kind="over">{t('studio.trial.over')}</li> : null}
    </ol>
  );
}

const written = (value: unknown): string =>
  isRecord(value) || Array.isArray(value) ? JSON.stringify(value) : String(value);

function Keypad({ enabled, happen }: { enabled: boolean; happen: (event: SimulatedEvent) => void }) {
  return (
    <div className={styles.keypad}>
      {KEYS.map((digit) => (
        <Button
          key={digit}
          disabled={!enabled}
          onClick={() => {
            happen(pressed(digit));
          }}
          data-testid={`trial-key-${digit}`}
        >
          {digit}
        </Button>
      ))}
    </div>
  );
}

/** Any event of the engine by its name, for kinds of nodes that this page has no buttons for. */
function OtherEvent({ happen }: { happen: (event: SimulatedEvent) => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [text, setText] = useState('');
  const send = () => {
    const [kind = '', ...rest] = text.trim().split(/\s+/);
    try {
      const fields: unknown = rest.length === 0 ? {} : JSON.parse(rest.join(' '));
      if (kind !== '' && isRecord(fields)) happen({ kind, fields });
    } catch {
      void message.error(t('studio.trial.other_wrong'));
    }
  };
  return (
    <Input
      size="small"
      value={text}
      placeholder={t('studio.trial.other')}
      aria-label={t('studio.trial.other')}
      onChange={(event) => {
        setText(event.target.value);
      }}
      onPressEnter={send}
    />
  );
}

function Variables({ result }: { result: Simulation }) {
  const { t } = useTranslation();
  return (
    <dl className={styles.variables} data-testid="variables" aria-label={t('studio.trial.variables')}>
      {Object.entries(result.variables).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{written(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
