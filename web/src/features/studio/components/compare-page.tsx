import { useQuery } from '@tanstack/react-query';
import { Empty, Spin, Tag } from 'antd';
import { Fragment } from 'react';
import { Link, useParams } from 'react-router';

import { useTranslation } from '@/i18n';
import { Panel } from '@/ui/panel';

import { comparisonQuery, schemaQuery } from '../api/flows';
import { useWords } from '../model/use-words';
import styles from './studio-page.module.css';

const COLOURS = { added: 'green', removed: 'red', changed: 'blue' } as const;

const shown = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** Two versions side by side: every node and field that differs. */
export function ComparePage() {
  const { t } = useTranslation();
  const words = useWords(useQuery(schemaQuery).data);
  const { flowId = '', before = '', after = '' } = useParams();
  const changes = useQuery(comparisonQuery(flowId, Number(before), Number(after)));
  const name = (path: string) => path.split('.').map(words.field).join(' › ');
  return (
    <div className={styles.page}>
      <Panel
        title={t('studio.compare_title', { flow: flowId })}
        extra={<Link to="/studio">{t('studio.back')}</Link>}
      >
        {changes.data === undefined ? <Spin /> : null}
        {changes.data?.length === 0 ? <Empty description={t('studio.no_difference')} /> : null}
        <div className={styles.compare} data-testid="comparison">
          <span />
          <b>{t('studio.version', { number: before })}</b>
          <b>{t('studio.version', { number: after })}</b>
          {changes.data?.map((node) => (
            <Fragment key={node.node_id}>
              <div className={styles.node} data-testid={`changed-${node.node_id}`} data-change={node.change}>
                {node.node_id === '' ? t('studio.form.flow') : node.node_id}{' '}
                <Tag color={COLOURS[node.change]}>{t(`studio.change.${node.change}`)}</Tag>
              </div>
              {node.fields.map((field) => (
                <Fragment key={field.field}>
                  <span>{name(field.field)}</span>
                  <span className={shown(field.before) === '' ? '' : styles.before}>
                    {shown(field.before)}
                  </span>
                  <span className={shown(field.after) === '' ? '' : styles.after}>{shown(field.after)}</span>
                </Fragment>
              ))}
            </Fragment>
          ))}
        </div>
      </Panel>
    </div>
  );
}
